import type { FakeMediaServer, FakeTitle, FakeUser, FakeUserData } from './fake-media-server.js';
import { FakePlaylists } from './fake-playlists.js';
import { FakeStore, type StoredKind } from './fake-store.js';
import { HttpFake, Refused } from './http-fake.js';
import type { FakeReply } from './http-reply.js';
import { UserStates } from './user-states.js';

export interface FakeServerOptions {
  readonly users?: readonly FakeUser[];
  readonly uuid?: string;
  readonly name?: string;
  readonly version?: string;
  /** The server's own clock, unix seconds. */
  readonly now?: () => number;
}

/** What the fakes of all vendors share: a library, a state per user, and the hands of the person in front of it. */
export abstract class FakeLibraryServer extends HttpFake implements FakeMediaServer {
  abstract readonly type: FakeMediaServer['type'];
  abstract readonly uuid: string;
  abstract readonly users: readonly FakeUser[];
  abstract readonly adminToken: string;

  protected readonly store = new FakeStore((kind, sequence) => this.newId(kind, sequence));
  protected readonly states = new UserStates();
  protected readonly now: () => number;
  /** The lists of all persons, and what they do with them. */
  readonly playlists = new FakePlaylists(
    (sequence) => this.newPlaylistId(sequence),
    () => this.now(),
  );

  constructor(options: FakeServerOptions) {
    super();
    this.now = options.now ?? (() => Math.floor(Date.now() / 1000));
  }

  protected abstract newId(kind: StoredKind, sequence: number): string;
  protected abstract newPlaylistId(sequence: number): string;

  add(title: FakeTitle): string {
    return this.store.add(title).id;
  }

  remove(id: string): void {
    this.store.remove(id);
    this.states.forget(id);
    this.playlists.forgetItem(id);
  }

  idOf(find: { readonly title: string; readonly season?: number; readonly episode?: number }): string {
    return this.store.idOf(find);
  }

  folderOf(episodeId: string, kind: 'show' | 'season'): string {
    const episode = this.store.title(episodeId);
    const id = kind === 'show' ? episode?.show?.id : episode?.seasonId;
    if (id === undefined) throw new Error(`there is no ${kind} of ${episodeId}`);
    return id;
  }

  play(userId: string, id: string, at: number): void {
    this.mustKnow(userId, id);
    this.states.play(userId, id, at);
  }

  forgetDate(userId: string, id: string): void {
    this.mustKnow(userId, id);
    this.states.patch(userId, id, { playedAt: null });
  }

  unplay(userId: string, id: string): void {
    this.mustKnow(userId, id);
    this.states.unplay(userId, id);
  }

  // eslint-disable-next-line no-restricted-syntax -- the shape is given by FakeMediaServer
  pauseAt(userId: string, id: string, positionMs: number, at: number): void {
    this.mustKnow(userId, id);
    this.states.patch(userId, id, { positionMs, playedAt: at });
  }

  stateOf(userId: string, id: string): FakeUserData {
    this.mustKnow(userId, id);
    return this.states.get(userId, id);
  }

  protected override async pretended(act: () => FakeReply | Promise<FakeReply>): Promise<FakeReply> {
    const [kept, lists] = [this.states.copy(), this.playlists.copy()];
    try {
      return await act();
    } finally {
      this.states.restore(kept);
      this.playlists.restore(lists);
    }
  }

  protected secrets(): readonly string[] {
    return [this.adminToken, ...this.users.map(({ token }) => token)];
  }

  /** The playable titles under an id, or the vendor's 404. */
  protected playableOr404(id: string) {
    const titles = this.store.playable(id);
    if (titles.length === 0) throw new Refused(404);
    return titles;
  }

  /** A test that names what is not there has a mistake; it shall hear of it. */
  protected mustKnow(userId: string, id: string): void {
    if (!this.users.some((user) => user.id === userId)) throw new Error(`there is no user ${userId}`);
    if (!this.store.title(id)) throw new Error(`there is no title ${id}`);
  }
}
