import {
  believed,
  isEcho,
  isNews,
  isOurStamp,
  isReplaced,
  isUnconfirmedWrite,
  playedBy,
  type Knowledge,
} from './knowledge.js';
import { samePosition, UNWATCHED, type PlayState } from './play-state.js';
import type { Sides } from './merge.js';
import type { RemoteItem } from './remote-item.js';
import type { Truth } from './truth.js';

/** A target's viewing this much later than our decision is newer news; less is clock noise. */
export const EXPORT_TIME_TOLERANCE_S = 10;
/** The same for resume positions (`options.progress.time_drift`, P-10). */
export const PROGRESS_TIME_TOLERANCE_S = 30;

export type ExportRule = 'write-played' | 'write-unplayed' | 'write-progress';

export type SkipReason =
  | 'already-there'
  | 'nobody-unmarked-it'
  | 'newer-there'
  | 'rewatch-not-synced'
  | 'progress-not-supported'
  | 'may-not-mark-played'
  | 'may-not-unmark'
  | 'may-not-set-progress'
  | 'position-too-late';

export type ExportStep =
  | { readonly kind: 'write'; readonly state: PlayState; readonly rule: ExportRule }
  | { readonly kind: 'skip'; readonly because: SkipReason }
  /** The target has news that we have not merged yet: hear it before anything is overwritten. */
  | { readonly kind: 'import-first' };

/** What this backend lets us do. */
export interface ExportPermissions {
  /** Whether its own news count; a pure target is compared by date instead. */
  readonly isSource: boolean;
  readonly hasProgress: boolean;
  readonly mayMarkPlayed: boolean;
  readonly mayUnmark: boolean;
  readonly maySetProgress: boolean;
  /** Whether this person wants the position of a second viewing carried on (contract 5.9). */
  readonly syncsRewatch: boolean;
  /** `-i`: our truth wins over newer wishes too; the guard still holds. */
  readonly ignoreDate: boolean;
}

/** What a target shows, as far as an export must know. */
export interface Shown extends PlayState {
  /** When somebody played it there; the stamp of our own write is null. */
  readonly playedAt: number | null;
  /** When we wrote what is there; null or absent when it is somebody's own doing. */
  readonly writtenAt?: number | null;
}

/** What we have reason to believe that a target shows; good for a plan, while a write looks again. */
export function believedShown(known: Knowledge): Shown {
  const { watched, positionMs } = believed(known) ?? UNWATCHED;
  const isOurs = known.observed?.isEcho === true || believed(known) !== known.observed;
  return {
    watched,
    positionMs,
    playedAt: isOurs || !known.observed ? null : playedBy(known.observed),
    writtenAt: isOurs ? writtenAt(known) : null,
  };
}

const writtenAt = ({ observed, expected }: Knowledge): number | null =>
  expected?.at ?? observed?.writtenAt ?? observed?.since ?? null;

const skip = (because: SkipReason): ExportStep => ({ kind: 'skip', because });

/** What to do on one target so that it shows our truth (contract 5.7, X-12 to X-18). Pure; used to plan and, on a fresh read, to act. */
export function planExport(truth: Truth, there: Shown, may: ExportPermissions): ExportStep {
  if (truth.kind === 'played')
    return there.watched ? planRewatch(truth, there, may) : markPlayed(truth, there, may);
  if (there.watched) return planUnplayed(truth, there, may);
  return planProgress(truth, there, may);
}

/** A position from after our decision is a second viewing and outlives the mark; one from before led to it. */
function markPlayed(truth: Truth, there: Shown, may: ExportPermissions): ExportStep {
  if (!may.mayMarkPlayed) return skip('may-not-mark-played');
  const isSecondViewing = (there.playedAt ?? 0) > positionDate(truth);
  const carriedOn = may.syncsRewatch && may.maySetProgress ? truth.positionMs : 0;
  const positionMs = isSecondViewing ? there.positionMs : carriedOn;
  return { kind: 'write', state: { watched: true, positionMs }, rule: 'write-played' };
}

/** Both watched: what may differ is where a second viewing is, or a position that was left over from the first. */
function planRewatch(truth: Truth, there: Shown, may: ExportPermissions): ExportStep {
  if (samePosition(truth.positionMs, there.positionMs)) return skip('already-there');
  if (truth.positionMs > 0 && !may.syncsRewatch) return skip('rewatch-not-synced');
  if (truth.positionMs === 0 && !isLeftOver(truth, there)) return skip('already-there');
  return setPosition(truth, there, may);
}

/**
 * A position from before it was watched to the end led there (X-12, scenario 98). One that came later is a second
 * viewing, which is nobody's to take away; nor is one without a date.
 */
function isLeftOver(truth: Truth, there: Shown): boolean {
  const since = positionDate(truth);
  if (there.playedAt !== null) return there.playedAt <= since;
  return (there.writtenAt ?? since) < since;
}

/** When it was last said where to resume; watched to the end says nowhere. */
const positionDate = ({ positionAt, decidedAt }: Truth): number => Math.max(positionAt ?? 0, decidedAt ?? 0);

function planUnplayed(truth: Truth, there: Shown, may: ExportPermissions): ExportStep {
  if (truth.kind === 'default' && !may.ignoreDate) return skip('nobody-unmarked-it');
  const isNewerThere =
    there.playedAt !== null && there.playedAt >= (truth.decidedAt ?? 0) + EXPORT_TIME_TOLERANCE_S;
  if (isNewerThere && !may.ignoreDate) return skip('newer-there');
  if (!may.mayUnmark) return skip('may-not-unmark');
  return { kind: 'write', state: { watched: false, positionMs: truth.positionMs }, rule: 'write-unplayed' };
}

function planProgress(truth: Truth, there: Shown, may: ExportPermissions): ExportStep {
  if (samePosition(truth.positionMs, there.positionMs)) return skip('already-there');
  if (truth.positionAt === null) return skip('nobody-unmarked-it');
  return setPosition(truth, there, may);
}

function setPosition(truth: Truth, there: Shown, may: ExportPermissions): ExportStep {
  if (!may.hasProgress) return skip('progress-not-supported');
  const isNewerThere =
    hasPlayedOn(there) && (there.playedAt ?? 0) > positionDate(truth) + PROGRESS_TIME_TOLERANCE_S;
  if (isNewerThere && !may.ignoreDate) return skip('newer-there');
  if (!may.maySetProgress) return skip('may-not-set-progress');
  return {
    kind: 'write',
    state: { watched: there.watched, positionMs: truth.positionMs },
    rule: 'write-progress',
  };
}

/** Of a watched copy the date tells of a viewing, whether it left a position or not. */
const hasPlayedOn = ({ watched, positionMs }: Shown): boolean => watched || positionMs > 0;

/**
 * Compare and swap: decides on a fresh read. A source that shows something else than we believed has news, and the
 * import hears it first; what only failed to take our last write is written again.
 */
export function planWrite({ truth, known, report: read }: Sides, may: ExportPermissions): ExportStep {
  if (may.isSource && !may.ignoreDate && hasNews({ truth, known, report: read }))
    return { kind: 'import-first' };
  const isOurs = isOurStamp(known, read);
  const shown = {
    ...read,
    playedAt: viewingOf(known, read),
    writtenAt: isOurs ? writtenAt(known) : null,
  };
  return withinRuntime(planExport(truth, shown, may), read.runtimeMs);
}

function viewingOf(known: Knowledge, read: RemoteItem): number | null {
  const { observed } = known;
  if (isOurStamp(known, read)) return null;
  return observed?.playedAt === read.playedAt ? playedBy(observed) : read.playedAt;
}

/** Beyond this share of the runtime servers take a position for watched to the end, which nobody said (P-18). */
const LATEST_POSITION = 0.9;

/** No position is ever written that would mark an item as played. */
function withinRuntime(step: ExportStep, runtimeMs: number | null): ExportStep {
  if (step.kind !== 'write' || step.rule === 'write-played' || runtimeMs === null) return step;
  if (step.state.positionMs <= runtimeMs * LATEST_POSITION) return step;
  if (step.rule === 'write-progress') return skip('position-too-late');
  return { ...step, state: { ...step.state, positionMs: 0 } };
}

function hasNews({ truth, known, report: read }: Sides): boolean {
  const { observed } = known;
  if (!observed?.asSource || isReplaced(observed, read)) return read.watched || read.positionMs > 0;
  if (isEcho(known, read) || isUnconfirmedWrite(known, read)) return false;
  return isNews(known, read) || (truth.kind === 'unplayed' && isUnheardViewing(known, read));
}

/** A viewing that was never merged may lie inside the time of an undated unmark elsewhere, so it is heard first (M-33). */
const isUnheardViewing = (known: Knowledge, read: RemoteItem): boolean =>
  read.watched && read.playedAt !== (known.observed?.playedAt ?? null) && !isOurStamp(known, read);
