import { sameState, type PlayState } from './play-state.js';
import type { RemoteItem } from './remote-item.js';

/** Dates this far ahead of a clock are believed; beyond, one of the clocks is wrong (M-27). */
export const CLOCK_TOLERANCE_S = 60;

/** What a backend was seen to report about its copy of an item. */
export interface Observed extends PlayState {
  readonly playCount: number | null;
  readonly playedAt: number | null;
  readonly addedAt: number | null;
  readonly path: string | null;
  /** When it was last seen so, unix seconds: what stays unchanged is seen again by each complete read. */
  readonly at: number;
  /** When it was first seen so. */
  readonly since: number;
  /** Whether it was read while the backend was a source; what a metadata-only backend said is no word of a person. */
  readonly asSource: boolean;
  /** Whether its viewing date is the stamp of our own write (M-20). */
  readonly isEcho: boolean;
  /** When we wrote what an echo shows; null or absent when it is not known, or no echo. */
  readonly writtenAt?: number | null;
}

/** What we last wrote to a backend and expect to see there. It is no proof of what a person did (M-21a). */
export interface Expected extends PlayState {
  readonly at: number;
}

/** All that is known of one copy before the report at hand. */
export interface Knowledge {
  readonly observed: Observed | null;
  readonly expected: Expected | null;
}

export const NOTHING_KNOWN: Knowledge = { observed: null, expected: null };

/** What we have reason to believe the backend holds: the later of what it said and what we wrote. */
export function believed({ observed, expected }: Knowledge): PlayState | null {
  if (!observed) return expected;
  return expected && expected.at >= observed.at ? expected : observed;
}

export const observe = (report: RemoteItem, at: number, asSource: boolean): Observed => ({
  watched: report.watched,
  positionMs: report.positionMs,
  playCount: report.playCount,
  playedAt: report.playedAt,
  addedAt: report.addedAt,
  path: report.path,
  at,
  since: at,
  asSource,
  isEcho: false,
});

/** When it was played there: not after we first saw it so, whatever a clock that is ahead of ours says (M-27). */
export const playedBy = ({ playedAt, since }: Observed): number | null =>
  playedAt === null ? null : Math.min(playedAt, since);

/** Whether the file behind the copy is another one than we knew: re-added or renamed (M-22). */
export const isReplaced = (observed: Observed, report: RemoteItem): boolean =>
  observed.addedAt !== report.addedAt || observed.path !== report.path;

/** Whether a report repeats the observation in all that a person can cause. */
export const repeats = (observed: Observed, report: RemoteItem): boolean =>
  sameState(observed, report) &&
  observed.playCount === report.playCount &&
  observed.playedAt === report.playedAt;

/** A viewing too late to be the stamp of our write: somebody watched since (M-20). */
const isViewingSince = ({ at }: Expected, report: RemoteItem): boolean =>
  report.watched && (report.playedAt ?? 0) > at + CLOCK_TOLERANCE_S;

/** M-20: it shows what we wrote, and nobody watched since. */
export function isEcho({ observed, expected }: Knowledge, report: RemoteItem): boolean {
  if (!expected || (observed && observed.at > expected.at)) return false;
  if (isViewingSince(expected, report)) return false;
  return expected.watched === report.watched && (report.watched || sameState(expected, report));
}

/** Whether the date that a copy shows is still the one of an echo, and no viewing. */
export const isEchoStill = ({ observed }: Knowledge, report: RemoteItem): boolean =>
  observed?.isEcho === true && observed.playedAt === report.playedAt;

/**
 * Whether the date that a copy shows was set by our own write; for pure targets, too, which are compared by date. A
 * viewing that was seen before the write is none of it.
 */
export function isOurStamp(known: Knowledge, report: RemoteItem): boolean {
  const { observed } = known;
  if (observed && observed.playedAt === report.playedAt) return observed.isEcho;
  return isEcho(known, report);
}

/** We wrote, the server said yes, and it still shows what it showed before: nobody's wish (M-21a, scenario 42). */
export const isUnconfirmedWrite = ({ observed, expected }: Knowledge, report: RemoteItem): boolean =>
  expected !== null && observed !== null && expected.at >= observed.at && repeats(observed, report);

/** Whether a report differs from what the backend said last or we wrote last; a changed date alone is no news. */
export function isNews(known: Knowledge, report: RemoteItem): boolean {
  const said = believed(known);
  if (!said || !sameState(said, report)) return true;
  // A start from the beginning says nothing about where to resume; one from a position says it again.
  if (!report.watched && report.positionMs === 0) return false;
  return isPlayedMore(known, report);
}

/** Our own write raises the count as well, so after one the date must tell. A count told for the first time has not risen. */
function isPlayedMore(known: Knowledge, report: RemoteItem): boolean {
  const { observed, expected } = known;
  if (expected && believed(known) === expected) return isViewingSince(expected, report);
  return (report.playCount ?? 0) > (observed?.playCount ?? report.playCount ?? 0);
}
