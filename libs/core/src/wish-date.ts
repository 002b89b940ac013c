import { CLOCK_TOLERANCE_S, type Knowledge } from './knowledge.js';
import type { RemoteItem } from './remote-item.js';

/** A date in the future is as good as none (M-27). */
export const usable = (date: number | null, now: number): number | null =>
  date !== null && date > now + CLOCK_TOLERANCE_S ? null : date;

/** When a wish was made: the reported date if it lies between our last look and now, else the moment we saw it. */
export function wishDate(known: Knowledge, report: RemoteItem, now: number): number {
  const played = report.playedAt;
  const isUsable = played !== null && played > (known.observed?.at ?? 0) && played <= now + CLOCK_TOLERANCE_S;
  return isUsable ? Math.min(played, now) : now;
}
