import {
  isEcho,
  isEchoStill,
  isNews,
  isReplaced,
  isUnconfirmedWrite,
  type Knowledge,
  type Observed,
} from './knowledge.js';
import { POSITION_TOLERANCE_MS, samePosition } from './play-state.js';
import type { RemoteItem } from './remote-item.js';
import { secondViewing } from './rewatch.js';
import type { Truth } from './truth.js';
import { usable, wishDate } from './wish-date.js';

/** Which sentence of contract 5 and sync-engine.md 3.5 decided. Stored with every change. */
export type MergeRule =
  | 'stale'
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
  | 'rewatched'
  | 'rewatch-ended'
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
  /**
   * When another backend's undated unmark made our truth *unplayed*: its last look before it. The unmark lies somewhere
   * between that and the decision (M-33).
   */
  readonly unmarkedElsewhereSince?: number | null;
  /** Seconds after which a position of a watched item is a second viewing to be carried on; null or absent: never. */
  readonly rewatchAfterS?: number | null;
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
  if (isStale(known, context.now)) return { truth, rule: 'stale' };
  if (!context.isSource) return { truth, rule: 'metadata-only' };
  if (context.isTrusted) return trust(truth, report, context);
  return mergeRewatch(sides, context) ?? mergeNews(sides, context);
}

function mergeRewatch(sides: Sides, { now, rewatchAfterS = null }: MergeContext): Verdict | null {
  const truth = secondViewing(sides, { now, afterS: rewatchAfterS });
  return truth && { truth, rule: truth.positionMs > 0 ? 'rewatched' : 'rewatch-ended' };
}

function mergeNews(sides: Sides, context: MergeContext): Verdict {
  const { truth, known, report } = sides;
  if (isEcho(known, report)) return { truth, rule: 'echo' };
  if (isUnconfirmedWrite(known, report)) return { truth, rule: 'unconfirmed-write' };
  const isFirst = isFirstLook(known, report);
  const occasion = { ...context, isFirst, isNews: !isFirst && isNews(known, report) };
  if (report.watched) return mergePlayed(sides, occasion);
  if (truth.kind === 'played') return mergeUnplayed(sides, context);
  return mergeProgress(sides, occasion);
}

interface Occasion extends MergeContext {
  readonly isFirst: boolean;
  readonly isNews: boolean;
}

/** Read before our last look at the copy, or before our last write, which looked first: nothing to say any more (scenario 135). */
const isStale = ({ observed, expected }: Knowledge, now: number): boolean =>
  Math.max(observed?.at ?? 0, expected?.at ?? 0) > now;

/** What was said while metadata-only, or of a file that is gone, was never said of this one (3.5, M-22). */
const isFirstLook = ({ observed }: Knowledge, report: RemoteItem): boolean =>
  !observed?.asSource || isReplaced(observed, report);

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
  const duringUnmark = viewingDuringUnmark(sides, on);
  if (duringUnmark !== null) return { truth: played(truth, duringUnmark, duringUnmark), rule: 'conflict' };
  if (!on.isFirst && !on.isNews) return { truth, rule: 'no-news' };
  return truth.kind === 'default' ? decideFirst(sides, on) : decideAfterUnmark(sides, on);
}

/**
 * A viewing inside the time in which another backend was unmarked: nobody knows which came first, so the item stays
 * watched, as it would have when this report had come before that one (M-33).
 */
function viewingDuringUnmark({ truth, known, report }: Sides, on: Occasion): number | null {
  const since = on.unmarkedElsewhereSince ?? null;
  const { playedAt } = report;
  if (since === null || playedAt === null || isEchoStill(known, report)) return null;
  return playedAt > since && playedAt <= (truth.decidedAt ?? 0) ? playedAt : null;
}

/** M-18: nothing to decide, but perhaps a later viewing; the stamp of our own write is none. */
function withViewing({ truth, known, report }: Sides, now: number): Truth {
  if (isEchoStill(known, report)) return truth;
  const playedAt = latest(truth.playedAt, usable(report.playedAt, now));
  return playedAt === truth.playedAt ? truth : { ...truth, playedAt };
}

/** M-19a: nobody had decided. */
function decideFirst({ truth, report }: Sides, on: Occasion): Verdict {
  const date = usable(report.playedAt, on.now);
  return { truth: played(truth, date ?? on.now, date), rule: on.isFirst ? 'first-seen-played' : 'played' };
}

/** M-19b, M-19c: somebody had unmarked it; only a newer viewing counts. */
function decideAfterUnmark({ truth, known, report }: Sides, on: Occasion): Verdict {
  const date = usable(report.playedAt, on.now);
  const wished = on.isFirst ? date : wishDate(known, report, on.now);
  if (wished === null || wished <= (truth.decidedAt ?? 0)) return { truth, rule: 'older-than-truth' };
  return { truth: played(truth, wished, date), rule: 'played' };
}

/** Our truth is *played* and the backend shows *unplayed*: believed only with proof (contract 5.4). */
function mergeUnplayed({ truth, known, report }: Sides, context: MergeContext): Verdict {
  const rule = whyStillPlayed(known, report, context) ?? 'unmarked';
  if (rule !== 'unmarked') return { truth, rule };
  return {
    truth: { ...truth, kind: 'unplayed', decidedAt: context.now, positionMs: 0, positionAt: context.now },
    rule,
  };
}

function whyStillPlayed(known: Knowledge, report: RemoteItem, context: MergeContext): MergeRule | null {
  const { observed } = known;
  if (!observed || !isProof(known)) return 'never-seen-played';
  if (isReplaced(observed, report)) return 'replaced';
  if (isPlaybackStart(observed, report)) return 'rewatch-started';
  if (!context.mayUnmark) return 'may-not-unmark';
  if (!context.isReadComplete) return 'read-incomplete';
  if ((context.viewedElsewhereAt ?? 0) > observed.at) return 'conflict';
  return null;
}

/** Seen as watched, and not written by us since: after several writes, what shows may be the one before the last. */
const isProof = ({ observed, expected }: Knowledge): boolean =>
  observed?.asSource === true && observed.watched && (expected === null || expected.at < observed.at);

/** Some servers clear *played* when a watched item is started again; the moved date or a position gives it away. */
const isPlaybackStart = (observed: Observed, report: RemoteItem): boolean =>
  report.positionMs > POSITION_TOLERANCE_MS ||
  (report.playedAt ?? 0) > (observed.playedAt ?? 0) ||
  (report.playCount ?? 0) > (observed.playCount ?? 0);

function mergeProgress(sides: Sides, on: Occasion): Verdict {
  const { truth, report } = sides;
  if (!on.isFirst && !on.isNews) return { truth, rule: 'no-news' };
  const silence = whyNoOpinion(sides, on);
  if (silence) return { truth, rule: truth.positionMs === 0 ? 'same' : silence };
  const positionAt = positionDate(sides, on);
  const isNewer = isNewerPosition(sides, positionAt);
  if (samePosition(truth.positionMs, report.positionMs))
    return { truth: isNewer ? withStatement(truth, positionAt) : truth, rule: 'same' };
  if (!isNewer) return { truth, rule: 'older-than-truth' };
  return {
    truth: { ...truth, positionMs: report.positionMs, positionAt },
    rule: report.positionMs === 0 ? 'progress-cleared' : 'progress',
  };
}

/** No position is a wish only of a copy that had one: not at the first look; what went with a file is healed (M-22). */
const whyNoOpinion = ({ known, report }: Sides, { isFirst }: Occasion): MergeRule | null => {
  if (report.positionMs > 0 || !isFirst) return null;
  return known.observed?.asSource ? 'replaced' : 'not-an-opinion';
};

/** The same position said later is the newer statement of it: what others said in between is older. */
const withStatement = (truth: Truth, positionAt: number): Truth =>
  truth.positionMs === 0 ? truth : { ...truth, positionAt };

const positionDate = ({ known, report }: Sides, { isFirst, now }: Occasion): number =>
  isFirst ? (usable(report.playedAt, now) ?? 0) : wishDate(known, report, now);

/**
 * Newer wins, our truth on a tie, unless it is what this very backend said before: then it says two things within a second.
 * Of two positions without any date the further one, so that order does not matter.
 */
function isNewerPosition(sides: Sides, date: number): boolean {
  const { truth, report } = sides;
  if (truth.kind === 'unplayed' && date <= (truth.decidedAt ?? 0)) return false;
  if (date > (truth.positionAt ?? -1)) return true;
  if (date === 0) return truth.positionAt === 0 && report.positionMs > truth.positionMs;
  return date === truth.positionAt && isOwnPosition(sides);
}

const isOwnPosition = ({ truth, known: { observed } }: Sides): boolean =>
  observed?.asSource === true && observed.positionMs === truth.positionMs;

/** M-25: the backend wins, whatever we held. */
function trust(truth: Truth, report: RemoteItem, { now }: MergeContext): Verdict {
  if (
    report.watched === (truth.kind === 'played') &&
    (report.watched || samePosition(report.positionMs, truth.positionMs))
  ) {
    return { truth, rule: 'same' };
  }
  if (report.watched) return { truth: played(truth, now, usable(report.playedAt, now)), rule: 'trusted' };
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
