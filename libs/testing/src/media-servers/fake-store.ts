import type { FakeTitle } from './fake-media-server.js';

export type StoredKind = 'movie' | 'show' | 'season' | 'episode';

/** A movie or an episode as the library holds it; an episode knows its show and season. */
export interface StoredTitle extends FakeTitle {
  readonly id: string;
  readonly addedAt: number;
  readonly runtimeMs: number;
  readonly show?: StoredShow;
  readonly seasonId?: string;
}

export interface StoredSeason {
  readonly id: string;
  readonly number: number;
  readonly show: StoredShow;
  readonly episodes: StoredTitle[];
}

export interface StoredShow {
  readonly id: string;
  readonly title: string;
  readonly year?: number;
  readonly addedAt: number;
  guids: Readonly<Record<string, string>>;
  readonly seasons: Map<number, StoredSeason>;
}

type Find = { readonly title: string; readonly season?: number; readonly episode?: number };

const FIRST_ADDED_AT = 1_600_000_000;
const MINUTE_MS = 60_000;

/**
 * The library of a fake. Adding is O(1); lists stay in order of `addedAt` (sorted again only after a title came in
 * out of order), so that a page is a slice. `newId` makes a native id that is unique for its sequence number.
 */
export class FakeStore {
  private readonly byId = new Map<string, StoredTitle>();
  private readonly idByName = new Map<string, string>();
  private readonly showByName = new Map<string, StoredShow>();
  private readonly showById = new Map<string, StoredShow>();
  private readonly seasonById = new Map<string, StoredSeason>();
  private readonly lists = { movie: new OrderedList(), episode: new OrderedList() };
  private sequence = 0;

  constructor(private readonly newId: (kind: StoredKind, sequence: number) => string) {}

  /** Movies or episodes, oldest `addedAt` first. */
  list(type: 'movie' | 'episode'): readonly StoredTitle[] {
    return this.lists[type].sorted();
  }

  shows(): readonly StoredShow[] {
    return [...this.showById.values()];
  }

  seasons(): readonly StoredSeason[] {
    return [...this.seasonById.values()];
  }

  title(id: string): StoredTitle | undefined {
    return this.byId.get(id);
  }

  show(id: string): StoredShow | undefined {
    return this.showById.get(id);
  }

  season(id: string): StoredSeason | undefined {
    return this.seasonById.get(id);
  }

  /** The playable titles under an id: itself, or all episodes of a show or season. */
  playable(id: string): readonly StoredTitle[] {
    const title = this.byId.get(id);
    if (title) return [title];
    const season = this.seasonById.get(id);
    if (season) return season.episodes;
    return [...(this.showById.get(id)?.seasons.values() ?? [])].flatMap(({ episodes }) => episodes);
  }

  add(title: FakeTitle): StoredTitle {
    const season = title.type === 'episode' ? this.seasonFor(title) : undefined;
    const id = title.id ?? this.freshId(title.type);
    if (this.byId.has(id)) throw new Error(`the id ${id} is taken`);
    const stored: StoredTitle = {
      ...title,
      id,
      addedAt: title.addedAt ?? FIRST_ADDED_AT + this.sequence,
      runtimeMs: title.runtimeMs ?? (title.type === 'movie' ? 100 : 45) * MINUTE_MS,
      ...(season && { show: season.show, seasonId: season.id }),
    };
    this.sequence += 1;
    this.byId.set(id, stored);
    const name = nameOf(title);
    if (!this.idByName.has(name)) this.idByName.set(name, id);
    season?.episodes.push(stored);
    this.lists[title.type].push(stored);
    return stored;
  }

  remove(id: string): void {
    const title = this.byId.get(id);
    if (!title) throw new Error(`there is no title ${id}`);
    this.byId.delete(id);
    this.lists[title.type].remove(title);
    if (this.idByName.get(nameOf(title)) === id) this.idByName.delete(nameOf(title));
    const season = title.seasonId === undefined ? undefined : this.seasonById.get(title.seasonId);
    if (!season) return;
    season.episodes.splice(season.episodes.indexOf(title), 1);
    if (season.episodes.length === 0) this.removeSeason(season);
  }

  idOf(find: Find): string {
    const id = this.idByName.get(nameOf(find));
    if (id === undefined) throw new Error(`there is no title ${nameOf(find)}`);
    return id;
  }

  private seasonFor(title: FakeTitle): StoredSeason {
    const show = this.showFor(title);
    const number = title.season ?? 1;
    const known = show.seasons.get(number);
    if (known) return known;
    const season: StoredSeason = { id: this.freshId('season'), number, show, episodes: [] };
    show.seasons.set(number, season);
    this.seasonById.set(season.id, season);
    return season;
  }

  private showFor(title: FakeTitle): StoredShow {
    const name = `${title.title}\n${title.year ?? ''}`;
    const known = this.showByName.get(name);
    if (known) {
      if (title.parentGuids) known.guids = { ...known.guids, ...title.parentGuids };
      return known;
    }
    const show: StoredShow = {
      id: this.freshId('show'),
      title: title.title,
      ...(title.year !== undefined && { year: title.year }),
      addedAt: title.addedAt ?? FIRST_ADDED_AT + this.sequence,
      guids: { ...title.parentGuids },
      seasons: new Map(),
    };
    this.showByName.set(name, show);
    this.showById.set(show.id, show);
    return show;
  }

  private removeSeason({ id, number, show }: StoredSeason): void {
    this.seasonById.delete(id);
    show.seasons.delete(number);
    if (show.seasons.size > 0) return;
    this.showById.delete(show.id);
    this.showByName.delete(`${show.title}\n${show.year ?? ''}`);
  }

  private freshId(kind: StoredKind): string {
    for (;;) {
      this.sequence += 1;
      const id = this.newId(kind, this.sequence);
      if (!this.byId.has(id) && !this.showById.has(id) && !this.seasonById.has(id)) return id;
    }
  }
}

class OrderedList {
  private items: StoredTitle[] = [];
  private isSorted = true;

  push(title: StoredTitle): void {
    const last = this.items.at(-1);
    if (last && last.addedAt > title.addedAt) this.isSorted = false;
    this.items.push(title);
  }

  remove(title: StoredTitle): void {
    this.items.splice(this.items.indexOf(title), 1);
  }

  sorted(): readonly StoredTitle[] {
    if (!this.isSorted) this.items.sort((one, other) => one.addedAt - other.addedAt);
    this.isSorted = true;
    return this.items;
  }
}

const nameOf = ({ title, season, episode }: Find): string =>
  season === undefined && episode === undefined ? title : `${title} S${season ?? 1}E${episode ?? 0}`;
