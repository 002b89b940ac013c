import { LOCALE } from '../words.js';

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const WORDS = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

/** How long ago, in words; under a minute nothing is counted, since it would be wrong before it is read. */
export function relativeText(at: Date, now: number): string {
  const seconds = (at.getTime() - now) / 1_000;
  const size = Math.abs(seconds);
  const unit = UNITS.find(([, length]) => size >= length);
  if (!unit) return seconds > 5 ? $localize`in a few seconds` : $localize`a few seconds ago`;
  const count = seconds / unit[1];
  // What is past has been at least so long; what is to come is named by the nearest: 90 days are 3 months.
  return WORDS.format(count < 0 ? Math.trunc(count) : Math.round(count), unit[0]);
}
