/** How many items a plan may turn unwatched without a person's word (contract 5.8). */
export interface GuardLimits {
  readonly maxChanges: number;
  readonly maxPercent: number;
}

export const DEFAULT_GUARD: GuardLimits = { maxChanges: 25, maxPercent: 2 };

/**
 * Whether a plan must wait for approval; one that unmarks nothing never does. Numbers that make no sense count as too
 * many: the guard fails closed.
 */
export function mustAsk(
  plan: { readonly unmarks: number; readonly watched: number },
  limits: GuardLimits,
): boolean {
  if (plan.unmarks === 0) return false;
  const budget = Math.max(limits.maxChanges, Math.floor((plan.watched * limits.maxPercent) / 100));
  return !(plan.unmarks <= budget);
}
