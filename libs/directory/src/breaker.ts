/** Whether a server is asked at all. Times are milliseconds of any clock. */
export interface Breaker {
  /** Failures in a row. */
  readonly failures: number;
  /** Until when it is left alone; null while it is asked as usual. */
  readonly restsUntil: number | null;
  /** How long the last rest was; doubled by the next. */
  readonly restMs: number;
  /** Whether one request is out to see if it answers again. */
  readonly isProbing: boolean;
}

export interface BreakerLimits {
  readonly failures: number;
  readonly firstRestMs: number;
  readonly longestRestMs: number;
}

export const CLOSED: Breaker = { failures: 0, restsUntil: null, restMs: 0, isProbing: false };

export type Admission =
  | { readonly isAdmitted: true; readonly breaker: Breaker }
  | { readonly isAdmitted: false; readonly until: number };

/** After a rest one request goes through; the others wait for what comes of it. */
export function admit(breaker: Breaker, now: number): Admission {
  const { restsUntil } = breaker;
  if (restsUntil === null) return { isAdmitted: true, breaker };
  if (now < restsUntil) return { isAdmitted: false, until: restsUntil };
  if (breaker.isProbing) return { isAdmitted: false, until: now + breaker.restMs };
  return { isAdmitted: true, breaker: { ...breaker, isProbing: true } };
}

/** One failure more: a rest after too many in a row, a longer one when the request after a rest failed as well. */
export function noteFailure(breaker: Breaker, now: number, limits: BreakerLimits): Breaker {
  const failures = breaker.failures + 1;
  if (breaker.restsUntil !== null && !breaker.isProbing) return { ...breaker, failures };
  if (failures < limits.failures) return { ...breaker, failures };
  const restMs = Math.min(limits.longestRestMs, Math.max(limits.firstRestMs, breaker.restMs * 2));
  return { failures, restsUntil: now + restMs, restMs, isProbing: false };
}
