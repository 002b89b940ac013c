import type { Verdict } from '#libs/core';
import type { ContradictingIds, FoundConflict, KnownItem, OppositeWishes, Quarantine } from '#libs/database';
import type { Report } from './report.js';

/** What a conflict of a page's copy is told with. */
interface Copy {
  readonly backendId: number;
  readonly remoteId: string;
  readonly part: number;
}

/** Ids that disagree, as long as it is the same ids. */
export const contradictingIds = (copy: Copy, itemId: number, evidence: ContradictingIds): FoundConflict => ({
  ...copyOf(copy),
  kind: 'contradicting-ids',
  itemId,
  cause: JSON.stringify([itemId, evidence]),
  evidence,
});

export const quarantined = (copy: Copy, evidence: Quarantine): FoundConflict => ({
  ...copyOf(copy),
  kind: 'quarantined',
  itemId: null,
  cause: JSON.stringify(evidence.candidates.map(({ id }) => id)),
  evidence,
});

interface Disagreement {
  readonly item: KnownItem;
  readonly itemId: number;
  readonly verdict: Verdict;
  readonly report: Report;
  /** When this backend's copy was last looked at before. */
  readonly since: number;
  readonly now: number;
}

/** An unmark and a viewing whose order nobody knows: the copy that was unmarked is the one to decide about (M-33). */
export function oppositeWishes(backendId: number, told: Disagreement): FoundConflict | null {
  const { item, itemId, verdict, report, since, now } = told;
  if (verdict.rule !== 'conflict') return null;
  if (!report.item.watched) {
    const copy = { backendId, remoteId: report.remoteId, part: report.part };
    return wishes(copy, itemId, { viewedAt: item.viewedElsewhereAt, since, until: now });
  }
  const by = item.unmarkedBy;
  const until = item.truth.decidedAt ?? now;
  return by && wishes(by, itemId, { viewedAt: report.item.playedAt, since: by.since, until });
}

interface DisputedMerge {
  readonly rows: readonly KnownItem[];
  readonly itemId: number;
  /** The report that made one of the rows. */
  readonly report: Report;
  readonly now: number;
}

/** Told at the copy that was unmarked, where that is known, else at the one that showed that the rows are one. */
export function disputedMerge(
  backendId: number,
  { rows, itemId, report, now }: DisputedMerge,
): FoundConflict {
  const viewedAt = latest(rows.map(({ truth }) => truth.playedAt));
  const unmarked = rows.filter(({ truth }) => truth.kind === 'unplayed');
  const by = unmarked.flatMap(({ unmarkedBy }) => unmarkedBy ?? [])[0];
  const copy = by ?? { backendId, remoteId: report.remoteId, part: report.part };
  const until = latest(unmarked.map(({ truth }) => truth.decidedAt)) ?? now;
  return wishes(copy, itemId, { viewedAt, since: by?.since ?? viewedAt ?? 0, until });
}

const latest = (dates: readonly (number | null)[]): number | null =>
  dates.reduce((last, date) => ((date ?? -1) > (last ?? -1) ? date : last), null);

const wishes = (copy: Copy, itemId: number, evidence: OppositeWishes): FoundConflict => ({
  ...copyOf(copy),
  kind: 'opposite-wishes',
  itemId,
  cause: JSON.stringify([itemId, evidence]),
  evidence,
});

const copyOf = ({ backendId, remoteId, part }: Copy): Copy => ({ backendId, remoteId, part });
