import { mustAsk, type GuardLimits } from '../guard.js';

/** So many lists of one backend may go by one plan without a person's word, or this share of them. */
export const LIST_GUARD: GuardLimits = { maxChanges: 3, maxPercent: 20 };

/** What a plan would do to one backend. */
export interface ListWeight {
  readonly deletions: number;
  /** Lists that it has now. */
  readonly lists: number;
}

export interface ListDanger {
  /** For each target. */
  readonly targets: readonly ListWeight[];
  /** How many lists each source had before, and how many of them are gone now. */
  readonly sources: readonly { readonly had: number; readonly gone: number }[];
}

/**
 * Whether the plan must wait for approval: it would delete many lists somewhere, or anything at all because one
 * source lost every list that it had, which is what a server looks like that is not what it was. Fails closed.
 */
export function mustAskForLists({ targets, sources }: ListDanger, limits: GuardLimits = LIST_GUARD): boolean {
  const isAnyDeleted = targets.some(({ deletions }) => deletions !== 0);
  const isEmptied = sources.some(({ had, gone }) => had > 1 && !(gone < had));
  if (isAnyDeleted && isEmptied) return true;
  return targets.some(({ deletions, lists }) => mustAsk({ unmarks: deletions, watched: lists }, limits));
}
