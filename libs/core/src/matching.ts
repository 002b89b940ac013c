import type { Guids } from './guid.js';
import { itemKeys, type ItemKey } from './item-key.js';
import type { ItemType } from './remote-item.js';

/** What tells one item from another. */
export interface Identified {
  readonly type: ItemType;
  readonly season: number | null;
  readonly episode: number | null;
  readonly year?: number | null;
  readonly guids: Guids;
  readonly parentGuids: Guids;
}

/** A stored item that a report might be. */
export interface Candidate extends Identified {
  readonly id: number;
}

/** How sure a pointer is, the surest first (M-28). */
export const STRENGTHS = ['copy', 'relative', 'own', 'path'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** One row that a report points at, and by what. */
export interface Hit {
  readonly row: Candidate;
  readonly by: Strength;
}

/** One id of one source with two values. */
export interface IdDifference {
  readonly of: 'item' | 'show';
  readonly source: string;
  readonly ours: string;
  readonly theirs: string;
}

export type Match =
  | { readonly kind: 'new' }
  /** `others` are rows that were hit, too, but that contradict: they are left alone and a person is told. */
  | { readonly kind: 'one'; readonly id: number; readonly others: readonly number[] }
  /** The same item under several rows: they become the first of them. */
  | { readonly kind: 'merge'; readonly id: number; readonly gone: readonly number[] }
  /** Equally sure pointers at rows that cannot be the same: nothing is guessed. */
  | { readonly kind: 'quarantine'; readonly by: Strength; readonly ids: readonly number[] };

/** Whether a pointer text names the show with numbers, the item itself, or only where its file lies. */
export function strengthOf(key: ItemKey): Strength {
  if (key.startsWith('://path/', key.indexOf(':'))) return 'path';
  return key.startsWith('show://') ? 'relative' : 'own';
}

const differencesOf = (of: IdDifference['of'], ours: Guids, theirs: Guids): IdDifference[] => {
  const values = new Map(Object.entries(theirs));
  return Object.entries(ours).flatMap(([source, value]) => {
    const other = values.get(source);
    // One item lies in many places (G-18).
    const isSame = source === 'path' || other === undefined || other === value;
    return isSame ? [] : [{ of, source, ours: value, theirs: other }];
  });
};

/** Every source with two values, ids of the show included (M-29). */
export const idDifferences = (ours: Identified, theirs: Identified): IdDifference[] => [
  ...differencesOf('item', ours.guids, theirs.guids),
  ...differencesOf('show', ours.parentGuids, theirs.parentGuids),
];

const sameNumbers = (a: Identified, b: Identified): boolean =>
  a.season === b.season && a.episode === b.episode;

/** Whether two descriptions cannot be of the same item. */
export const contradicts = (a: Identified, b: Identified): boolean =>
  a.type !== b.type || !sameNumbers(a, b) || idDifferences(a, b).length > 0;

const sharesKey = (a: Identified, b: Identified): boolean => {
  const keys = new Set(itemKeys(a));
  return itemKeys(b).some((key) => keys.has(key));
};

/**
 * Whether what a server shows under an id is provably not the item that it was: no pointer in common, and an id with two
 * values. A server that was set up anew, or another one at the same address, gives its ids to other titles.
 */
export const isAnotherItem = (item: Identified, report: Identified): boolean =>
  item.type !== report.type || (!sharesKey(item, report) && idDifferences(item, report).length > 0);

/**
 * Which stored item a report is (M-28). Pure, and independent of the order of the hits: rows of lower id win ties
 * among those that do not contradict.
 */
export function matchItem(report: Identified, hits: readonly Hit[]): Match {
  const valid = withoutRematched(
    report,
    hits.filter(({ row, by }) => by !== 'path' || mayShareFile(row, report)),
  );
  const rows = distinct(valid.map(({ row }) => row));
  const [first, ...rest] = rows;
  if (!first) return { kind: 'new' };
  if (rest.length === 0) return { kind: 'one', id: first.id, others: [] };
  if (areOne([report, ...rows])) return { kind: 'merge', id: first.id, gone: rest.map(({ id }) => id) };
  return byStrength(valid, rows);
}

/** A path alone never wins against ids that contradict, nor against years that do (G-19). */
const mayShareFile = (row: Identified, report: Identified): boolean =>
  !contradicts(row, report) && Math.abs((row.year ?? report.year ?? 0) - (report.year ?? row.year ?? 0)) <= 1;

/**
 * What a backend called the same before is a pointer while it still shares an id. Without one it only serves where
 * nothing else points and nothing contradicts: a person may have matched the copy anew on the server (M-30).
 */
function withoutRematched(report: Identified, hits: readonly Hit[]): readonly Hit[] {
  const sure = hits.filter(({ row, by }) => by !== 'copy' || sharesKey(row, report));
  return sure.length > 0 ? sure : hits.filter(({ row }) => !contradicts(row, report));
}

function byStrength(hits: readonly Hit[], rows: readonly Candidate[]): Match {
  const by = STRENGTHS.find((strength) => hits.some((hit) => hit.by === strength)) ?? 'own';
  const surest = distinct(hits.filter((hit) => hit.by === by).map(({ row }) => row));
  const [chosen] = surest;
  if (!chosen) return { kind: 'new' };
  if (!areOne(surest)) return { kind: 'quarantine', by, ids: surest.map(({ id }) => id) };
  return { kind: 'one', id: chosen.id, others: rows.filter((row) => row !== chosen).map(({ id }) => id) };
}

const areOne = (parties: readonly Identified[]): boolean =>
  parties.every((a, index) => parties.slice(index + 1).every((b) => !contradicts(a, b)));

/** Stored rows by age, then those that are only about to be stored (negative ids) in their order. */
const byAge = (a: Candidate, b: Candidate): number =>
  a.id > 0 === b.id > 0 ? Math.abs(a.id) - Math.abs(b.id) : b.id - a.id;

const distinct = (rows: readonly Candidate[]): Candidate[] =>
  [...new Map(rows.map((row) => [row.id, row])).values()].sort(byAge);

/** The ids of both, ours where they differ; the same object when the other brings nothing new (M-29). */
export function unite<T extends Pick<Identified, 'guids' | 'parentGuids'>>(
  mine: T,
  theirs: Pick<Identified, 'guids' | 'parentGuids'>,
): T {
  if (!lacks(mine.guids, theirs.guids) && !lacks(mine.parentGuids, theirs.parentGuids)) return mine;
  return {
    ...mine,
    guids: { ...theirs.guids, ...mine.guids },
    parentGuids: { ...theirs.parentGuids, ...mine.parentGuids },
  };
}

const lacks = (mine: Guids, theirs: Guids): boolean =>
  Object.keys(theirs).some((source) => !Object.hasOwn(mine, source));
