import type { Catalogue } from './catalogue.js';
import { isFolder, type Entry } from './entry.js';
import { isPersonal, type ItemQuery, type SortKey } from './item-query.js';
import type { PlayRecords } from './play-records.js';

const KEPT_LISTS = 32;

interface Viewer {
  readonly userId: string | null;
  canSee(entry: Entry): boolean;
  /** Names the set of libraries the viewer may see. */
  readonly view: string;
}

/** Answers list requests from kept lists, so that a page is a slice whatever the size of the library. */
export class ItemLister {
  private readonly kept = new Map<string, readonly Entry[]>();
  private calls = 0;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly records: PlayRecords,
    private readonly unstableSort: boolean,
  ) {}

  list(query: ItemQuery, viewer: Viewer): readonly Entry[] {
    this.calls += 1;
    const tieOrder = this.unstableSort ? this.calls % 2 : 0;
    const personal =
      isPersonal(query) && viewer.userId ? [viewer.userId, this.records.version(viewer.userId)] : [];
    const key = JSON.stringify([query, viewer.view, this.catalogue.version, tieOrder, personal]);
    const known = this.kept.get(key);
    if (known) return known;
    const made = this.make(query, viewer, tieOrder === 1);
    if (this.kept.size >= KEPT_LISTS) this.kept.clear();
    this.kept.set(key, made);
    return made;
  }

  private make(query: ItemQuery, viewer: Viewer, tiesReversed: boolean): readonly Entry[] {
    const found = this.candidates(query).filter(
      (entry) =>
        viewer.canSee(entry) && this.matches(query, entry) && this.matchesUser(query, entry, viewer.userId),
    );
    const rows = tiesReversed ? found.reverse() : found;
    if (query.sortBy.length === 0) return rows;
    const keyed = rows.map((entry) => ({ entry, keys: this.sortKeys(query.sortBy, entry, viewer.userId) }));
    const sign = query.descending ? -1 : 1;
    return keyed.sort((one, other) => sign * compare(one.keys, other.keys)).map(({ entry }) => entry);
  }

  private candidates(query: ItemQuery): Entry[] {
    if (query.ids.length > 0)
      return query.ids.flatMap((id) => this.catalogue.find(id.replaceAll('-', '')) ?? []);
    if (query.parentId === null) return [...this.catalogue.all()];
    const { parentId } = query;
    return [...(query.recursive ? this.catalogue.below(parentId) : this.catalogue.childrenOf(parentId))];
  }

  private matches(query: ItemQuery, entry: Entry): boolean {
    const type = entry.type.toLowerCase();
    if (query.types.length > 0 && !query.types.includes(type)) return false;
    if (query.excludedTypes.includes(type)) return false;
    if (query.excludesVirtual && entry.missing) return false;
    if (query.isFolder !== null && query.isFolder !== isFolder(entry)) return false;
    return query.search === null || entry.name.toLowerCase().includes(query.search);
  }

  private matchesUser(query: ItemQuery, entry: Entry, userId: string | null): boolean {
    if (userId === null) return true;
    const { watched, positionMs } = this.records.get(userId, entry);
    if (query.isPlayed !== null && query.isPlayed !== watched) return false;
    if (query.isResumable && positionMs === 0) return false;
    return !query.isFavourite || this.records.isFavourite(userId, entry);
  }

  private sortKeys(
    sortBy: readonly SortKey[],
    entry: Entry,
    userId: string | null,
  ): readonly (number | string)[] {
    return sortBy.map((key) => {
      switch (key) {
        case 'datecreated':
          return entry.addedAt;
        case 'productionyear':
        case 'premieredate':
          return entry.year ?? 0;
        case 'dateplayed':
          return userId === null ? 0 : (this.records.get(userId, entry).playedAt ?? 0);
        case 'name':
          return entry.name;
        case 'sortname':
          return entry.sortName;
      }
    });
  }
}

function compare(one: readonly (number | string)[], other: readonly (number | string)[]): number {
  for (const [index, left] of one.entries()) {
    const right = other[index] ?? left;
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
