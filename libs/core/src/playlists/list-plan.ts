import {
  contentKey,
  isEditedPart,
  isLive,
  isSameContent,
  type ListCopy,
  type ListEntry,
  type ListHindrance,
} from './list-copy.js';

/** A backend that takes part. */
export interface ListBackend {
  readonly id: number;
  readonly name: string;
  /** What it says may change the others (PL-1: import). */
  readonly isSource: boolean;
  /** It may be written (PL-1: export). */
  readonly isTarget: boolean;
  /** It was read whole just now; only then it is written. */
  readonly isRead: boolean;
}

export type ListAction = 'create' | 'replace' | 'delete';
export type ListRule = 'missing-there' | 'newer-elsewhere' | 'more-items-there' | 'deleted-elsewhere';
export type ListSkip =
  | ListHindrance
  | 'not-read'
  | 'missing-once'
  | 'nothing-there'
  | 'partial'
  | 'partial-edited'
  | 'empty'
  | 'unconfirmed'
  | 'duplicate';

/** A list with items of ours, and where one target has them. */
export interface ListWrite {
  readonly title: string;
  /** What the target is to show. */
  readonly entries: readonly ListEntry[];
  /** Key of the whole list, when the target lacks some of its items. */
  readonly partOf: string | null;
  readonly versionAt: number;
}

export type ListStep =
  /** The copy shows what it should, or all of it that there is here. */
  | { readonly kind: 'settled'; readonly copy: ListCopy; readonly because: 'partial' | null }
  | { readonly kind: 'skip'; readonly because: ListSkip }
  | {
      readonly kind: 'write';
      readonly action: ListAction;
      readonly rule: ListRule;
      readonly before: ListCopy | null;
      /** Null for a deletion. */
      readonly after: ListWrite | null;
      readonly versionAt: number;
    }
  | { readonly kind: 'nothing' };

/** A write that did not come to what it should is tried so often, then left until the list changes. */
export const MOST_UNCONFIRMED = 3;

export interface ListPlan {
  /** The version that all shall show; null when no copy may speak for the list. */
  readonly winner: ListCopy | null;
  readonly steps: ReadonlyMap<number, ListStep>;
}

interface PlanContext {
  readonly backends: readonly ListBackend[];
  /** The id that a backend has for an item of ours; null when it has none. */
  readonly remoteIdOf: (backendId: number, itemId: number) => string | null;
  /** A person's word: what was left because it failed or was changed is written all the same. */
  readonly force: boolean;
}

/** Which copy of one list wins, and what each target needs for it (PL-5, PL-7, PL-8). Pure. */
export function planList(copies: readonly ListCopy[], context: PlanContext): ListPlan {
  const winner = winnerOf(copies, context.backends);
  const targets = context.backends.filter(({ isTarget }) => isTarget);
  const steps = targets.map((target): [number, ListStep] => [
    target.id,
    winner ? stepOn(target, winner, { copies, ...context }) : hindered(copies, target),
  ]);
  return { winner, steps: new Map(steps) };
}

/** The newest version of a source; of equals a deletion, then the one with the lower key, then by name (PL-5). */
export function winnerOf(copies: readonly ListCopy[], backends: readonly ListBackend[]): ListCopy | null {
  const names = new Map(backends.filter(({ isSource }) => isSource).map(({ id, name }) => [id, name]));
  const rank = (copy: ListCopy): readonly [number, string, string] => [
    isLive(copy) ? 1 : 0,
    contentKey(copy),
    names.get(copy.backendId) ?? '',
  ];
  const [first] = copies
    .filter((copy) => names.has(copy.backendId) && copy.hindrance === null && copy.partOf === null)
    .toSorted((a, b) => b.versionAt - a.versionAt || byRank(rank(a), rank(b)));
  return first ?? null;
}

function byRank(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [place, left] of a.entries()) {
    const right = b[place] ?? left;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

const skip = (because: ListSkip): ListStep => ({ kind: 'skip', because });
const NOTHING: ListStep = { kind: 'nothing' };

function hindered(copies: readonly ListCopy[], target: ListBackend): ListStep {
  const hindrance = copyOn(copies, target)?.hindrance;
  return hindrance ? skip(hindrance) : NOTHING;
}

const copyOn = (copies: readonly ListCopy[], target: ListBackend): ListCopy | undefined =>
  copies.find((copy) => copy.backendId === target.id && isLive(copy));

type Around = PlanContext & { readonly copies: readonly ListCopy[] };

function stepOn(target: ListBackend, winner: ListCopy, around: Around): ListStep {
  const copy = copyOn(around.copies, target);
  if (!target.isRead) return skip('not-read');
  if (copy?.hindrance) return skip(copy.hindrance);
  if (!isLive(winner)) return deletion(copy, winner);
  if (copy === undefined || copy.missingSince !== null)
    return copy && target.isSource ? skip('missing-once') : creation(target, winner, around);
  return comparison(copy, winner, { ...around, target });
}

function deletion(copy: ListCopy | undefined, winner: ListCopy): ListStep {
  if (copy === undefined || copy.missingSince !== null) return NOTHING;
  if (isEditedPart(copy) && copy.versionAt > winner.versionAt) return skip('partial-edited');
  const { versionAt } = winner;
  return { kind: 'write', action: 'delete', rule: 'deleted-elsewhere', before: copy, after: null, versionAt };
}

/** An empty list is spread to nobody: some servers make none, and a server that lost its items shows one, too. */
function creation(target: ListBackend, winner: ListCopy, around: Around): ListStep {
  if (winner.entries.length === 0) return skip('empty');
  const after = writeFor(target, winner, around);
  if (after.entries.length === 0) return skip('nothing-there');
  const { versionAt } = winner;
  return { kind: 'write', action: 'create', rule: 'missing-there', before: null, after, versionAt };
}

function comparison(
  copy: ListCopy,
  winner: ListCopy,
  { target, ...around }: Around & { readonly target: ListBackend },
): ListStep {
  const { versionAt } = winner;
  if (isSameContent(copy, winner))
    return { kind: 'settled', copy: { ...copy, versionAt, partOf: null }, because: null };
  if (winner.entries.length === 0) return skip('empty');
  const after = writeFor(target, winner, around);
  if (after.entries.length === 0) return skip('nothing-there');
  if (shows(copy, after)) {
    const partOf = { whole: after.partOf ?? contentKey(winner), shown: contentKey(copy) };
    return { kind: 'settled', copy: { ...copy, versionAt, partOf }, because: 'partial' };
  }
  const obstacle = around.force ? null : obstacleTo(copy, winner);
  if (obstacle) return skip(obstacle);
  const rule = copy.partOf?.whole === contentKey(winner) ? 'more-items-there' : 'newer-elsewhere';
  return { kind: 'write', action: 'replace', rule, before: copy, after, versionAt };
}

function obstacleTo(copy: ListCopy, winner: ListCopy): ListSkip | null {
  if (isEditedPart(copy) && winner.versionAt <= copy.versionAt) return 'partial-edited';
  return copy.unconfirmed >= MOST_UNCONFIRMED ? 'unconfirmed' : null;
}

/** Items that the target lacks are left out; several episodes in one file there are one entry. */
function writeFor(target: ListBackend, winner: ListCopy, { remoteIdOf }: PlanContext): ListWrite {
  const entries: ListEntry[] = [];
  for (const { itemId, title } of winner.entries) {
    const remoteId = itemId === null ? null : remoteIdOf(target.id, itemId);
    const last = entries.at(-1);
    const isSameFile = last !== undefined && last.remoteId === remoteId && last.itemId !== itemId;
    if (remoteId !== null && !isSameFile) entries.push({ remoteId, itemId, title });
  }
  const isWhole = entries.length === winner.entries.length;
  const { title, versionAt } = winner;
  return { title, entries, versionAt, partOf: isWhole ? null : contentKey(winner) };
}

/** One item may lie on a server twice, so another file of it is as good. */
export function shows(copy: Pick<ListCopy, 'title' | 'entries'>, wanted: ListWrite): boolean {
  if (copy.title !== wanted.title || copy.entries.length !== wanted.entries.length) return false;
  return wanted.entries.every(({ remoteId, itemId }, place) => {
    const shown = copy.entries[place];
    return shown?.remoteId === remoteId || (itemId !== null && shown?.itemId === itemId);
  });
}
