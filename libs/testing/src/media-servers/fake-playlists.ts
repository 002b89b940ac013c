/** One list of one person, as the server keeps it. Times are unix seconds. */
export interface FakePlaylist {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  /** Native ids, in order; one id may come twice. */
  readonly itemIds: readonly string[];
  readonly createdAt: number;
  readonly changedAt: number;
  /** Filled by a rule on the server (Plex). */
  readonly isSmart: boolean;
  readonly isReadOnly: boolean;
  readonly isPublic: boolean;
  readonly holds: 'video' | 'audio';
}

/** What a person decides about a list. */
export type PlaylistWish = Partial<Omit<FakePlaylist, 'id' | 'ownerId' | 'createdAt' | 'changedAt'>> & {
  /** When it is done; the server's clock when absent. */
  readonly at?: number;
};

/** The playlists of a fake server, and the hands of the people who make and change them. */
export class FakePlaylists {
  private byId = new Map<string, FakePlaylist>();
  private sequence = 0;

  constructor(
    private readonly newId: (sequence: number) => string,
    private readonly now: () => number,
  ) {}

  make(ownerId: string, { at = this.now(), ...wish }: PlaylistWish & { readonly title: string }): string {
    this.sequence += 1;
    const id = this.newId(this.sequence);
    const blank = {
      itemIds: [],
      isSmart: false,
      isReadOnly: false,
      isPublic: false,
      holds: 'video' as const,
    };
    this.byId.set(id, { ...blank, ...wish, id, ownerId, createdAt: at, changedAt: at });
    return id;
  }

  edit(id: string, { at = this.now(), ...wish }: PlaylistWish): void {
    this.byId.set(id, { ...this.get(id), ...wish, changedAt: at });
  }

  drop(id: string): void {
    this.get(id);
    this.byId.delete(id);
  }

  get(id: string): FakePlaylist {
    const found = this.find(id);
    if (!found) throw new Error(`there is no playlist ${id}`);
    return found;
  }

  find(id: string): FakePlaylist | undefined {
    return this.byId.get(id);
  }

  /** Those that a person may see, the oldest first. */
  of(userId: string): readonly FakePlaylist[] {
    return [...this.byId.values()].filter(({ ownerId, isPublic }) => ownerId === userId || isPublic);
  }

  /** What leaves the library leaves the lists, without anybody having changed them. */
  forgetItem(itemId: string): void {
    for (const list of this.byId.values())
      this.byId.set(list.id, { ...list, itemIds: list.itemIds.filter((each) => each !== itemId) });
  }

  /** Everything as it is now; put back by `restore`. */
  copy(): ReadonlyMap<string, FakePlaylist> {
    return new Map(this.byId);
  }

  restore(kept: ReadonlyMap<string, FakePlaylist>): void {
    this.byId = new Map(kept);
  }
}
