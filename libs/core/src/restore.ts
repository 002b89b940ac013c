import type { ExportPermissions } from './export-plan.js';
import { samePosition, sameState, type PlayState } from './play-state.js';
import { stateOf, type Truth } from './truth.js';

/** What a backup says of an item. `updated` in unix seconds. */
export interface BackedUpState extends PlayState {
  readonly updated: number;
}

export interface RestoreWish {
  /** Whether resume positions come back, too (`-P`). */
  readonly withProgress: boolean;
  /** Positions of no more than this are noise. */
  readonly minimumMs: number;
  readonly may: Pick<ExportPermissions, 'hasProgress' | 'mayMarkPlayed' | 'mayUnmark' | 'maySetProgress'>;
}

export type RestoreRule = 'write-played' | 'write-unplayed' | 'write-progress';

export type RestoreSkip =
  | 'already-there'
  | 'progress-not-supported'
  | 'may-not-mark-played'
  | 'may-not-unmark'
  | 'may-not-set-progress';

export type RestoreStep =
  | { readonly kind: 'write'; readonly rule: RestoreRule; readonly state: PlayState }
  | { readonly kind: 'skip'; readonly because: RestoreSkip };

const skip = (because: RestoreSkip): RestoreStep => ({ kind: 'skip', because });

/**
 * What brings a copy to what the backup says. Dates play no part (B-13, scenario 142); a position comes back only where
 * the target is unwatched (scenario 143).
 */
export function planRestore(saved: BackedUpState, shown: PlayState, wish: RestoreWish): RestoreStep {
  const { may } = wish;
  if (saved.watched && shown.watched) return skip('already-there');
  if (saved.watched)
    return may.mayMarkPlayed
      ? { kind: 'write', rule: 'write-played', state: { watched: true, positionMs: 0 } }
      : skip('may-not-mark-played');
  if (shown.watched)
    return may.mayUnmark
      ? { kind: 'write', rule: 'write-unplayed', state: { watched: false, positionMs: 0 } }
      : skip('may-not-unmark');
  return planPosition(saved, shown, wish);
}

function planPosition(saved: BackedUpState, shown: PlayState, wish: RestoreWish): RestoreStep {
  const isWanted = wish.withProgress && saved.positionMs > wish.minimumMs;
  if (!isWanted || samePosition(saved.positionMs, shown.positionMs)) return skip('already-there');
  if (!wish.may.hasProgress) return skip('progress-not-supported');
  if (!wish.may.maySetProgress) return skip('may-not-set-progress');
  const state = { watched: false, positionMs: saved.positionMs };
  return { kind: 'write', rule: 'write-progress', state };
}

/** A state to bring the truth to; `updated` in unix seconds, 0 when the backup does not tell. */
export interface Restored extends PlayState {
  readonly updated: number;
}

/** The date of a decision that wins over the truth: the backup's own where it is the newer one, else this moment. */
const dateOver = (truth: Truth, updated: number, now: number): number =>
  updated > (truth.decidedAt ?? 0) ? updated : now;

/** The truth once a copy has been brought back; the same object when it says so already. */
export function restoredTruth(truth: Truth, restored: Restored, now: number): Truth {
  const is = stateOf(truth);
  if (sameState(is, { ...restored, positionMs: restored.watched ? 0 : restored.positionMs })) return truth;
  if (restored.watched) return restoredPlayed(truth, restored.updated, now);
  return {
    ...truth,
    kind: is.watched ? 'unplayed' : truth.kind,
    decidedAt: is.watched ? now : truth.decidedAt,
    positionMs: restored.positionMs,
    positionAt: now,
  };
}

const restoredPlayed = (truth: Truth, updated: number, now: number): Truth => ({
  kind: 'played',
  decidedAt: dateOver(truth, updated, now),
  playedAt: updated > 0 ? updated : truth.playedAt,
  positionMs: 0,
  positionAt: now,
});

/** What a file with several episodes is restored to: one state that its backed up episodes share, else nothing (G-23). */
export function sharedState(parts: readonly (BackedUpState | null)[]): BackedUpState | null {
  const [first] = parts;
  if (!first) return null;
  return parts.every((part) => part !== null && part.watched === first.watched) ? first : null;
}
