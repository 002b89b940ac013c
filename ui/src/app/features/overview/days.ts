import { LOCALE } from '../../shared/words.js';

export interface Occurrence {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly weight: number;
}

export interface Day {
  readonly label: string;
  readonly value: number;
}

const NAME = new Intl.DateTimeFormat(LOCALE, { month: 'short', day: 'numeric' });
const midnight = (ms: number): Date => {
  const day = new Date(ms);
  day.setHours(0, 0, 0, 0);
  return day;
};

/** The sums of the last days up to now, the oldest first, by the days of this person's clock. */
export function perDay(occurrences: readonly Occurrence[], days: number, now: number): readonly Day[] {
  const sums = new Map<number, number>();
  for (const { at, weight } of occurrences) {
    const day = midnight(at).getTime();
    sums.set(day, (sums.get(day) ?? 0) + weight);
  }
  return Array.from({ length: days }, (_, index) => {
    const day = midnight(now);
    // By the calendar: a day is not always 24 hours long.
    day.setDate(day.getDate() - (days - 1 - index));
    return { label: NAME.format(day), value: sums.get(day.getTime()) ?? 0 };
  });
}

/** Whether a list that is the newest of something reaches back over all these days. */
export function reachesBack(oldest: number | undefined, days: number, now: number): boolean {
  if (oldest === undefined) return true;
  const first = midnight(now);
  first.setDate(first.getDate() - (days - 1));
  return oldest < first.getTime();
}
