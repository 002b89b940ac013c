import type { RemoteItem } from '#libs/core';
import type { Looking, OpenNews } from '#libs/database';

/** News of one copy within this time after a look become one more look, unless somebody paused, stopped or marked. */
export const WINDOW_MS = 2_000;

/** Servers tell of an event before they have saved what it did; so long the item is read again (jellyfin-emby.md 5.5). */
const SAVING_MS = 15_000;

/** When a look at a copy is due, in ms since 1970. */
export function dueAt({ news, lookedAt }: Looking, now: number): number {
  return !isUnderWay(news) || lookedAt === null ? now : Math.max(now, lookedAt.getTime() + WINDOW_MS);
}

/** Whether somebody is perhaps still watching: then a mere position is not carried on yet. */
export const isUnderWay = (news: readonly OpenNews[]): boolean =>
  news.every(({ phase }) => phase === 'moving');

/** The last word of the news about whether it is watched; null when they say nothing of it. */
const watchedBy = (news: readonly OpenNews[]): boolean | null =>
  news.reduce<boolean | null>((last, { says }) => says.watched ?? last, null);

/** Ms until the item is worth reading again, because it does not show yet what was told of it; null when it is not. */
export function lookAgainIn(
  news: readonly OpenNews[],
  { watched }: Pick<RemoteItem, 'watched'>,
  now: number,
): number | null {
  const told = watchedBy(news);
  if (told === null || told === watched) return null;
  const age = now - Math.max(...news.map(({ receivedAt }) => receivedAt.getTime()));
  return age > SAVING_MS ? null : Math.min(2_000, Math.max(500, age));
}

const FIRST_REST_S = 30;
const LONGEST_REST_S = 900;

/** Seconds until a failed look is tried again by the relay. */
export const restAfter = (failures: number): number =>
  Math.min(LONGEST_REST_S, FIRST_REST_S * 2 ** Math.min(failures, 10));

/** How long a server may be away before what the payloads say stands in for it. */
const PATIENCE_MS = 15_000;
/** How long a delivery waits for its server. */
const GIVE_UP_MS = 48 * 3_600_000;

const ageOf = (news: readonly OpenNews[], now: number): number =>
  now - Math.min(...news.map(({ receivedAt }) => receivedAt.getTime()));

export const isToBeTakenAtWord = (news: readonly OpenNews[], now: number): boolean =>
  news.some(({ isTakenAtWord }) => !isTakenAtWord) && ageOf(news, now) > PATIENCE_MS;

export const isGivenUp = (news: readonly OpenNews[], now: number): boolean => ageOf(news, now) > GIVE_UP_MS;

/**
 * The item as the news say it is now, over what was last seen of it. Null when they say nothing that may be believed
 * unread: an unmark never is (contract 6.1, the tainted rules).
 */
export function asToldBy(news: readonly OpenNews[], seen: RemoteItem): RemoteItem | null {
  const told = news.filter(({ says }) => says.watched === true || says.positionMs !== null);
  const last = told.at(-1);
  if (!last) return null;
  const at = Math.floor(last.receivedAt.getTime() / 1_000);
  const playedAt = Math.min(last.says.playedAt ?? at, at);
  if (watchedBy(told) === true)
    return { ...seen, watched: true, positionMs: 0, playedAt, playCount: (seen.playCount ?? 0) + 1 };
  return { ...seen, positionMs: last.says.positionMs ?? seen.positionMs, playedAt };
}
