import { isNews, isReplaced, isUnconfirmedWrite, type Knowledge } from './knowledge.js';
import { samePosition } from './play-state.js';
import type { RemoteItem } from './remote-item.js';
import type { Truth } from './truth.js';
import { usable, wishDate } from './wish-date.js';

/** A second viewing begins no sooner after the first: what is shown before is the end of that one. */
const SHORTEST_S = 180;
const DEFAULT_S = 600;

/**
 * Seconds after which a position of a watched item is a second viewing that is carried on; null: it never is. A person's
 * own word comes before the setting `WS_PROGRESS_THRESHOLD` of the installation (contract 5.9, sync-engine.md 5.1).
 */
export function rewatchAfter(personal: boolean | null, thresholdS: number): number | null {
  if (personal === false || (personal === null && thresholdS <= 0)) return null;
  return thresholdS < SHORTEST_S ? DEFAULT_S : thresholdS;
}

interface Looked {
  readonly truth: Truth;
  readonly known: Knowledge;
  readonly report: RemoteItem;
}

/**
 * The truth after news of a second viewing: where it has got to, or that it has ended; null when the report tells of
 * none. The item stays watched all the while (contract 5.9).
 */
export function secondViewing(
  { truth, known, report }: Looked,
  { now, afterS }: { readonly now: number; readonly afterS: number | null },
): Truth | null {
  if (afterS === null || truth.kind !== 'played' || !hasMoved(truth, report)) return null;
  const at = toldAt(known, report, now);
  if (at === null || at <= lastWord(truth, afterS)) return null;
  return report.positionMs > 0
    ? { ...truth, positionMs: report.positionMs, positionAt: at }
    : ended(truth, at);
}

/** No position on an unwatched copy may be an unmark, which is judged as one. */
const hasMoved = (truth: Truth, { positionMs, watched }: RemoteItem): boolean =>
  !samePosition(positionMs, truth.positionMs) && (positionMs > 0 || watched);

/** What is not later than this is known, or belongs to the first viewing. */
function lastWord({ positionMs, positionAt, decidedAt }: Truth, afterS: number): number {
  const known = positionAt ?? 0;
  return positionMs > 0 ? known : Math.max(known, (decidedAt ?? 0) + afterS);
}

/** Watched to the end once more, so that every position from before led to this. */
const ended = (truth: Truth, at: number): Truth => ({
  ...truth,
  decidedAt: at,
  playedAt: Math.max(truth.playedAt ?? 0, at),
  positionMs: 0,
  positionAt: at,
});

/** When the position was made; null when the copy says nothing new, or nothing that can be dated. */
function toldAt(known: Knowledge, report: RemoteItem, now: number): number | null {
  const { observed } = known;
  if (!observed?.asSource || isReplaced(observed, report))
    return report.positionMs > 0 ? usable(report.playedAt, now) : null;
  if (!isNews(known, report) || isUnconfirmedWrite(known, report)) return null;
  return wishDate(known, report, now);
}
