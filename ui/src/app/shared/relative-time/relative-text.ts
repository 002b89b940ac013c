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
  return WORDS.format(Math.trunc(seconds / unit[1]), unit[0]);
}
