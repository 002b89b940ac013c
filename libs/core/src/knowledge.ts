import { sameState, type PlayState } from './play-state.js';
import type { RemoteItem } from './remote-item.js';

/** What a backend was seen to report about its copy of an item. */
export interface Observed extends PlayState {
  readonly playCount: number | null;
  readonly playedAt: number | null;
  readonly addedAt: number | null;
  readonly path: string | null;
  /** When it was read, unix seconds. */
  readonly at: number;
  /** Whether it was read while the backend was a source; what a metadata-only backend said is no word of a person. */
  readonly asSource: boolean;
  /** Whether its viewing date is the stamp of our own write (M-20). */
  readonly isEcho: boolean;
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
  asSource,
  isEcho: false,
});

/** Whether the file behind the copy is another one than we knew: re-added or renamed (M-22). */
export const isReplaced = (observed: Observed, report: RemoteItem): boolean =>
  observed.addedAt !== report.addedAt || observed.path !== report.path;

/** Whether a report repeats the observation in all that a person can cause. */
export const repeats = (observed: Observed, report: RemoteItem): boolean =>
  sameState(observed, report) &&
  observed.playCount === report.playCount &&
  observed.playedAt === report.playedAt;
