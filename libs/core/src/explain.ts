import {
  believedShown,
  planExport,
  type ExportPermissions,
  type ExportRule,
  type SkipReason,
} from './export-plan.js';
import { believed, type Knowledge, type Observed } from './knowledge.js';
import type { MergeRule } from './merge.js';
import { samePosition, sameState, type PlayState } from './play-state.js';
import { stateOf, type Truth } from './truth.js';

/** What keeps a backend from being told, before any plan is made. */
export type HoldReason = 'export-off' | 'never-exported' | 'disputed' | 'not-seen';

/** All that is known about one item on one backend. Times are unix seconds. */
export interface Standing {
  readonly truth: Truth;
  readonly known: Knowledge;
  readonly may: ExportPermissions;
  readonly isExportOn: boolean;
  readonly wasExported: boolean;
  /** Whether what it says about *unwatched* may be believed. */
  readonly mayUnmarkTruth: boolean;
  /** Whether a person has still to decide between it and the truth. */
  readonly isDisputed: boolean;
  /** When it last made the item watched by its word. */
  readonly playedByItAt: number | null;
  readonly writtenAt: number | null;
}

/** What an export would do now. */
export type Prospect =
  | { readonly kind: 'write'; readonly rule: ExportRule }
  | { readonly kind: 'skip'; readonly because: SkipReason }
  | { readonly kind: 'hold'; readonly because: HoldReason };

/**
 * Why the truth is what it is in view of what a backend shows. Merges that keep the truth leave no entry, so this is
 * told from what is stored (users.md 3).
 */
export function presentVerdict(standing: Standing): MergeRule | null {
  const { truth, known, may, isDisputed } = standing;
  const { observed } = known;
  if (!observed) return null;
  if (!may.isSource) return 'metadata-only';
  if (isDisputed) return 'conflict';
  if (agrees(truth, observed)) return observed.isEcho ? 'echo' : 'same';
  if (truth.kind === 'played') return whyStillWatched(standing, observed);
  return truth.kind === 'default' ? whyStillOpen(observed) : 'older-than-truth';
}

/** Nobody decided, and it is shown as watched, further on, or untouched. */
function whyStillOpen({ watched, positionMs }: Observed): MergeRule {
  if (watched) return 'no-news';
  return positionMs === 0 ? 'not-an-opinion' : 'older-than-truth';
}

const agrees = (truth: Truth, observed: Observed): boolean =>
  observed.watched ? truth.kind === 'played' : sameState(stateOf(truth), observed);

function whyStillWatched(standing: Standing, observed: Observed): MergeRule {
  const { truth, playedByItAt, writtenAt, mayUnmarkTruth } = standing;
  if (observed.positionMs > 0) return 'rewatch-started';
  if (playedByItAt === null)
    return writtenAt !== null && writtenAt <= observed.at ? 'unconfirmed-write' : 'never-seen-played';
  if ((observed.addedAt ?? 0) > playedByItAt) return 'replaced';
  if (!mayUnmarkTruth) return 'may-not-unmark';
  return (truth.decidedAt ?? 0) >= observed.at ? 'older-than-truth' : 'read-incomplete';
}

/** The position of a second viewing stays with its backend, unless it is carried on. */
const isWhereItResumes = ({ positionMs }: Truth, shown: PlayState): boolean =>
  positionMs === 0 || samePosition(positionMs, shown.positionMs);

/** Whether a backend is believed to show the truth. */
export function isInStep({ truth, known }: Pick<Standing, 'truth' | 'known'>): boolean {
  const shown = believed(known);
  if (!shown) return false;
  if (shown.watched) return truth.kind === 'played' && isWhereItResumes(truth, shown);
  return sameState(stateOf(truth), shown);
}

/** What an export would do on this backend now, or what keeps it from that. */
export function prospect(standing: Standing): Prospect {
  const { truth, known, may } = standing;
  if (!known.observed) return { kind: 'hold', because: 'not-seen' };
  const step = planExport(truth, believedShown(known), may);
  if (step.kind === 'import-first') return { kind: 'skip', because: 'newer-there' };
  if (step.kind === 'skip') return step;
  if (!standing.isExportOn) return { kind: 'hold', because: 'export-off' };
  if (standing.isDisputed) return { kind: 'hold', because: 'disputed' };
  if (!standing.wasExported) return { kind: 'hold', because: 'never-exported' };
  return { kind: 'write', rule: step.rule };
}
