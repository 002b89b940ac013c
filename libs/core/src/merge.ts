import { believed, isReplaced, repeats, type Knowledge, type Observed } from './knowledge.js';
import { POSITION_TOLERANCE_MS, samePosition, sameState } from './play-state.js';
import type { RemoteItem } from './remote-item.js';
import type { Truth } from './truth.js';

/** Dates this far ahead of our clock are believed; beyond, the server's clock is wrong (M-27). */
export const CLOCK_TOLERANCE_S = 60;

/** Which sentence of contract 5 and sync-engine.md 3.5 decided. Stored with every change. */
export type MergeRule =
  | 'metadata-only'
  | 'same'
  | 'echo'
  | 'unconfirmed-write'
  | 'no-news'
  | 'not-an-opinion'
  | 'first-seen-played'
  | 'played'
  | 'older-than-truth'
  | 'progress'
  | 'progress-cleared'
  | 'unmarked'
  | 'may-not-unmark'
  | 'read-incomplete'
  | 'replaced'
  | 'rewatch-started'
  | 'never-seen-played'
  | 'conflict'
  | 'trusted';

export interface MergeContext {
  readonly now: number;
  /** A metadata-only backend never changes a play state. */
  readonly isSource: boolean;
  readonly mayUnmark: boolean;
  /** Whether the library of the report was read to its end; without that, no unmark is believed (M-21c). */
  readonly isReadComplete: boolean;
  /** A person said by name that this backend is right (`--trust`, M-25). */
  readonly isTrusted: boolean;
  /** The latest viewing that another backend reported and that is no echo; null when there is none. */
  readonly viewedElsewhereAt: number | null;
}

export interface Verdict {
  /** The same object when nothing changes. */
  readonly truth: Truth;
  readonly rule: MergeRule;
}

/** The three sides of a merge: our truth, what this backend said last, and what it says now. */
export interface Sides {
  readonly truth: Truth;
  readonly known: Knowledge;
  readonly report: RemoteItem;
}

/** A three-way merge. Pure; first match wins. */
export function merge(sides: Sides, context: MergeContext): Verdict {
  const { truth, known, report } = sides;
  if (!context.isSource) return { truth, rule: 'metadata-only' };
  if (context.isTrusted) return trust(truth, report, context);
  if (isEcho(known, report)) return { truth, rule: 'echo' };
  if (isUnconfirmedWrite(known, report)) return { truth, rule: 'unconfirmed-write' };
  const isFirst = known.observed?.asSource !== true;
  const occasion = { ...context, isFirst, isNews: !isFirst && !saidTheSame(known, report) };
  if (report.watched) return mergePlayed(sides, occasion);
  if (truth.kind === 'played') return mergeUnplayed(sides, context);
  return mergeProgress(sides, occasion);
}

interface Occasion extends MergeContext {
  readonly isFirst: boolean;
  readonly isNews: boolean;
}

/** M-20: it shows what we wrote, and nobody watched since. */
function isEcho({ observed, expected }: Knowledge, report: RemoteItem): boolean {
  if (!expected || (observed && observed.at > expected.at)) return false;
  const isViewing = report.watched && (report.playedAt ?? 0) > expected.at + CLOCK_TOLERANCE_S;
  return !isViewing && expected.watched === report.watched && (report.watched || sameState(expected, report));
}

/** We wrote, the server said yes, and it still shows what it showed before: nobody's wish (M-21a, scenario 42). */
const isUnconfirmedWrite = ({ observed, expected }: Knowledge, report: RemoteItem): boolean =>
  expected !== null && observed !== null && expected.at >= observed.at && repeats(observed, report);

function saidTheSame(known: Knowledge, report: RemoteItem): boolean {
  const said = believed(known);
  if (!said) return false;
  const hasPlayedMore = (report.playCount ?? 0) > (known.observed?.playCount ?? report.playCount ?? 0);
  return sameState(said, report) && !(hasPlayedMore && said === known.observed);
}

/** When a wish was made: the reported date if it lies between our last look and now, else the moment we saw it. */
function wishDate(known: Knowledge, report: RemoteItem, now: number): number {
  const played = report.playedAt;
  const isUsable = played !== null && played > (known.observed?.at ?? 0) && played <= now + CLOCK_TOLERANCE_S;
  return isUsable ? Math.min(played, now) : now;
}

const notInFuture = (date: number | null, now: number): number | null =>
  date !== null && date > now + CLOCK_TOLERANCE_S ? now : date;

const latest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

const played = (truth: Truth, decidedAt: number, playedAt: number | null): Truth => ({
  kind: 'played',
  decidedAt,
  playedAt: latest(truth.playedAt, playedAt ?? decidedAt),
  positionMs: 0,
  positionAt: truth.positionAt,
});

function mergePlayed(sides: Sides, on: Occasion): Verdict {
  const { truth } = sides;
  if (truth.kind === 'played') return { truth: withViewing(sides, on.now), rule: 'same' };
  if (!on.isFirst && !on.isNews) return { truth, rule: 'no-news' };
  return truth.kind === 'default' ? decideFirst(sides, on) : decideAfterUnmark(sides, on);
}

/** M-18: nothing to decide, but perhaps a later viewing; the stamp of our own write is none. */
function withViewing({ truth, known, report }: Sides, now: number): Truth {
  const isEchoStill = known.observed?.isEcho === true && known.observed.playedAt === report.playedAt;
  const playedAt = isEchoStill ? truth.playedAt : latest(truth.playedAt, notInFuture(report.playedAt, now));
  return playedAt === truth.playedAt ? truth : { ...truth, playedAt };
}

/** M-19a: nobody had decided. */
function decideFirst({ truth, report }: Sides, on: Occasion): Verdict {
  const date = notInFuture(report.playedAt, on.now);
  return { truth: played(truth, date ?? on.now, date), rule: on.isFirst ? 'first-seen-played' : 'played' };
}

/** M-19b, M-19c: somebody had unmarked it; only a newer viewing counts. */
function decideAfterUnmark({ truth, known, report }: Sides, on: Occasion): Verdict {
  const date = notInFuture(report.playedAt, on.now);
  const wished = on.isFirst ? date : wishDate(known, report, on.now);
  if (wished === null || wished <= (truth.decidedAt ?? 0)) return { truth, rule: 'older-than-truth' };
  return { truth: played(truth, wished, date), rule: 'played' };
}

/** Our truth is *played* and the backend shows *unplayed*: believed only with proof (contract 5.4). */
function mergeUnplayed({ truth, known, report }: Sides, context: MergeContext): Verdict {
  const rule = whyStillPlayed(known.observed, report, context) ?? 'unmarked';
  if (rule !== 'unmarked') return { truth, rule };
  return {
    truth: { ...truth, kind: 'unplayed', decidedAt: context.now, positionMs: 0, positionAt: context.now },
    rule,
  };
}

function whyStillPlayed(
  observed: Observed | null,
  report: RemoteItem,
  context: MergeContext,
): MergeRule | null {
  if (observed?.asSource !== true || !observed.watched) return 'never-seen-played';
  if (isReplaced(observed, report)) return 'replaced';
  if (isPlaybackStart(observed, report)) return 'rewatch-started';
  if (!context.mayUnmark) return 'may-not-unmark';
  if (!context.isReadComplete) return 'read-incomplete';
  if ((context.viewedElsewhereAt ?? 0) > observed.at) return 'conflict';
  return null;
}

/** Some servers clear *played* when a watched item is started again; the moved date or a position gives it away. */
const isPlaybackStart = (observed: Observed, report: RemoteItem): boolean =>
  report.positionMs > POSITION_TOLERANCE_MS ||
  (report.playedAt ?? 0) > (observed.playedAt ?? 0) ||
  (report.playCount ?? 0) > (observed.playCount ?? 0);

function mergeProgress({ truth, known, report }: Sides, on: Occasion): Verdict {
  if (!on.isFirst && !on.isNews) return { truth, rule: 'no-news' };
  if (samePosition(truth.positionMs, report.positionMs)) return { truth, rule: 'same' };
  if (on.isFirst && report.positionMs === 0) return { truth, rule: 'not-an-opinion' };
  const date = on.isFirst ? (notInFuture(report.playedAt, on.now) ?? 0) : wishDate(known, report, on.now);
  if (!isNewerPosition(truth, report.positionMs, date)) return { truth, rule: 'older-than-truth' };
  return {
    truth: { ...truth, positionMs: report.positionMs, positionAt: date },
    rule: report.positionMs === 0 ? 'progress-cleared' : 'progress',
  };
}

/** Newer wins, our truth on a tie; of two positions without any date the further one, so that order does not matter. */
function isNewerPosition(truth: Truth, positionMs: number, date: number): boolean {
  if (truth.kind === 'unplayed' && date <= (truth.decidedAt ?? 0)) return false;
  if (date > (truth.positionAt ?? -1)) return true;
  return date === 0 && truth.positionAt === 0 && positionMs > truth.positionMs;
}

/** M-25: the backend wins, whatever we held. */
function trust(truth: Truth, report: RemoteItem, { now }: MergeContext): Verdict {
  if (
    report.watched === (truth.kind === 'played') &&
    (report.watched || samePosition(report.positionMs, truth.positionMs))
  ) {
    return { truth, rule: 'same' };
  }
  if (report.watched)
    return { truth: played(truth, now, notInFuture(report.playedAt, now)), rule: 'trusted' };
  const kind = truth.kind === 'played' ? 'unplayed' : truth.kind;
  return {
    truth: {
      ...truth,
      kind,
      decidedAt: kind === truth.kind ? truth.decidedAt : now,
      positionMs: report.positionMs,
      positionAt: now,
    },
    rule: 'trusted',
  };
}
