/** Even spacing of requests: no bursts, and what one late timer loses the next ones do not. */
export interface Spacing {
  /** When the next request may go out, milliseconds. */
  readonly nextAt: number;
}

export const UNSPACED: Spacing = { nextAt: 0 };

/** Takes the next place; `waitMs` is how long its owner must wait for it. */
export function reserve(
  { nextAt }: Spacing,
  now: number,
  perSecond: number,
): { readonly spacing: Spacing; readonly waitMs: number } {
  const at = Math.max(now, nextAt);
  return { spacing: { nextAt: at + 1_000 / perSecond }, waitMs: at - now };
}
