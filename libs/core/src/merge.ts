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

/** A three-way merge: what this backend said last, our truth, and what it says now. Pure; first match wins. */
export function merge(truth: Truth, known: Knowledge, report: RemoteItem, context: MergeContext): Verdict {
  const keep = (rule: MergeRule): Verdict => ({ truth, rule });
  if (!context.isSource) return keep('metadata-only');
  if (context.isTrusted) return trust(truth, report, context);
  if (isEcho(known, report)) return keep('echo');
  if (isUnconfirmedWrite(known, report)) return keep('unconfirmed-write');
  const isFirst = known.observed?.asSource !== true;
  const isNews = !isFirst && !saidTheSame(known, report);
  if (report.watched) return mergePlayed(truth, known, report, { ...context, isFirst, isNews });
  if (truth.kind === 'played') return mergeUnplayed(truth, known, report, context);
  return mergeProgress(truth, known, report, { ...context, isFirst, isNews });
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

function mergePlayed(truth: Truth, known: Knowledge, report: RemoteItem, on: Occasion): Verdict {
  const date = notInFuture(report.playedAt, on.now);
  switch (truth.kind) {
    case 'played': {
      const isEchoStill = known.observed?.isEcho === true && known.observed.playedAt === report.playedAt;
      const playedAt = isEchoStill ? truth.playedAt : latest(truth.playedAt, date);
      return { truth: playedAt === truth.playedAt ? truth : { ...truth, playedAt }, rule: 'same' };
    }
    case 'default':
      if (!on.isFirst && !on.isNews) return { truth, rule: 'no-news' };
      return {
        truth: played(truth, date ?? on.now, date),
        rule: on.isFirst ? 'first-seen-played' : 'played',
      };
    case 'unplayed': {
      if (!on.isFirst && !on.isNews) return { truth, rule: 'no-news' };
      const wished = on.isFirst ? date : wishDate(known, report, on.now);
      const isNewer = wished !== null && wished > (truth.decidedAt ?? 0);
      return isNewer
        ? { truth: played(truth, wished, date), rule: 'played' }
        : { truth, rule: 'older-than-truth' };
    }
  }
}

/** Our truth is *played* and the backend shows *unplayed*: believed only with proof (contract 5.4). */
function mergeUnplayed(
  truth: Truth,
  { observed }: Knowledge,
  report: RemoteItem,
  context: MergeContext,
): Verdict {
  const rule = whyStillPlayed(observed, report, context) ?? 'unmarked';
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

function mergeProgress(truth: Truth, known: Knowledge, report: RemoteItem, on: Occasion): Verdict {
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
