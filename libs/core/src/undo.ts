import { sameState } from './play-state.js';
import { stateOf, type Truth } from './truth.js';

/** A change that is to be taken back, with what became of its item. Times are unix seconds. */
export interface UndoCase {
  readonly before: Truth;
  readonly after: Truth;
  /** When the change was made. */
  readonly changedAt: number;
  /** The truth now. */
  readonly truth: Truth;
  /** Whether something else decided about the item after the change. */
  readonly isDecidedSince: boolean;
  readonly now: number;
}

export type UndoSkip = 'changed-since' | 'already-so';

export type UndoStep =
  { readonly kind: 'change'; readonly truth: Truth } | { readonly kind: 'skip'; readonly because: UndoSkip };

/** How a change is taken back: by a decision of its own, made now, so that no older wish wins over it (contract 5.10). */
export function planUndo(undo: UndoCase): UndoStep {
  const { before, after, truth, isDecidedSince } = undo;
  if (sameState(stateOf(truth), stateOf(before))) return { kind: 'skip', because: 'already-so' };
  const isMoved = !sameState(stateOf(truth), stateOf(after));
  if (isDecidedSince || isMoved || isViewedSince(undo)) return { kind: 'skip', because: 'changed-since' };
  return { kind: 'change', truth: restored(undo) };
}

/** A viewing after the change leaves no entry of its own when the item was watched already. */
const isViewedSince = ({ truth, after, changedAt }: UndoCase): boolean =>
  (truth.playedAt ?? 0) > Math.max(changedAt, after.playedAt ?? 0);

/** *Default* is nobody's decision and would lose to the first look that comes, so it is restored as *unplayed*. */
function restored({ before, truth, now }: UndoCase): Truth {
  const { watched, positionMs } = stateOf(before);
  const kind = watched ? 'played' : truth.kind === 'played' ? 'unplayed' : truth.kind;
  return {
    kind,
    decidedAt: kind === truth.kind ? truth.decidedAt : now,
    playedAt: before.playedAt,
    positionMs,
    positionAt: now,
  };
}

/** Whether taking it back turns a watched item unwatched: what the guard counts (contract 5.8). */
export const turnsUnwatched = (before: Truth, after: Truth): boolean =>
  before.kind === 'played' && after.kind !== 'played';
