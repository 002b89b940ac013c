import type { PlaylistChange, PlaylistEntry, PlaylistVersion } from '../../../core/api/schema.gen.js';

export interface VersionDifference {
  /** Titles of the entries that are new, and of those that go, in their order; doubles are told apart. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
  /** The title that it had, where the new one is another. */
  readonly oldTitle: string | null;
  /** The same entries in another order. */
  readonly isReordered: boolean;
}

/** An item that is known may have another title on each server. */
const keyOf = ({ item_id: id, title }: PlaylistEntry): string =>
  id === null ? `title ${title}` : `id ${id}`;

/** What is in `entries` and not in `others`, each entry taken once. */
function without(entries: readonly PlaylistEntry[], others: readonly PlaylistEntry[]): readonly string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(keyOf(other), (left.get(keyOf(other)) ?? 0) + 1);
  return entries
    .filter((entry) => {
      const count = left.get(keyOf(entry)) ?? 0;
      left.set(keyOf(entry), count - 1);
      return count <= 0;
    })
    .map(({ title }) => title);
}

const entriesOf = (version: PlaylistVersion | null): readonly PlaylistEntry[] => version?.entries ?? [];

/** What a change of a playlist does to its entries and its title. */
export function differenceOf({ before, after }: Pick<PlaylistChange, 'before' | 'after'>): VersionDifference {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const added = without(now, old);
  const gone = without(old, now);
  const isSameSet = added.length === 0 && gone.length === 0;
  return {
    added,
    gone,
    oldTitle: before && after && before.title !== after.title ? before.title : null,
    isReordered: isSameSet && old.some((entry, index) => now[index] && keyOf(entry) !== keyOf(now[index])),
  };
}
