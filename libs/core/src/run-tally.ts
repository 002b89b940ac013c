import type { ItemType } from './remote-item.js';

/** What became of the items of one type. `failed` could not be taken: no usable ids, no number, or ids that contradict. */
export const TYPE_COUNTS = ['added', 'updated', 'failed'] as const;
export type TypeCount = (typeof TYPE_COUNTS)[number];

type TallyKey = `${ItemType}.${TypeCount}` | `skipped.${string}` | `warned.${string}`;

/** Finer counts of a run than its totals, flat so that they add up key by key. */
export type Tally = Readonly<Partial<Record<TallyKey, number>>>;

/** Movies and episodes apart. */
export type TypeCounts = Readonly<Record<TypeCount, number>>;

export const typeCounts = (tally: Tally, type: ItemType): TypeCounts => ({
  added: tally[`${type}.added`] ?? 0,
  updated: tally[`${type}.updated`] ?? 0,
  failed: tally[`${type}.failed`] ?? 0,
});

/** How often each reason stood in the way, the most frequent first. */
export const skipReasons = (tally: Tally): Readonly<Record<string, number>> => under(tally, 'skipped');

/** What a person should look at although nothing failed, the most frequent first. */
export const warnings = (tally: Tally): Readonly<Record<string, number>> => under(tally, 'warned');

function under(tally: Tally, group: 'skipped' | 'warned'): Readonly<Record<string, number>> {
  const start = `${group}.`;
  const found = countsOf(tally).flatMap(([key, count]) =>
    key.startsWith(start) ? [[key.slice(start.length), count] as const] : [],
  );
  return Object.fromEntries(found.sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)));
}

/** All that was counted at all. */
export const countsOf = (tally: Tally): (readonly [key: TallyKey, count: number])[] =>
  (Object.entries(tally) as [TallyKey, number][]).filter(([, count]) => count > 0);

export function addTallies(...tallies: readonly Tally[]): Tally {
  const sums: Partial<Record<TallyKey, number>> = {};
  for (const tally of tallies) {
    for (const [key, count] of countsOf(tally)) sums[key] = (sums[key] ?? 0) + count;
  }
  return sums;
}
