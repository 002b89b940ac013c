import type { RecentItem, RecentList } from '../media-server.js';
import { flag, number, record, text } from '../reading.js';
import { utcSeconds } from './dates.js';
import type { MediaBrowserApi } from './mediabrowser.api.js';
import { newest } from './library-query.js';

const LISTS = [
  {
    name: 'viewed',
    sortBy: 'DatePlayed',
    dateOf: (row: unknown) => utcSeconds(dataOf(row)['LastPlayedDate']),
  },
  { name: 'added', sortBy: 'DateCreated', dateOf: (row: unknown) => utcSeconds(record(row)['DateCreated']) },
] as const;

/**
 * Two lists for the whole server: what this user watched or began, and what is new. The filter by the date of saving is
 * not asked: it looks at the item and not at what a user did with it (jellyfin-emby.md 3.8).
 */
export async function recentOf(api: MediaBrowserApi, limit: number): Promise<readonly RecentList[]> {
  const lists: RecentList[] = [];
  for (const { name, sortBy, dateOf } of LISTS) {
    const { rows } = await api.items('recent', newest(api.dialect, sortBy, limit));
    lists.push({ name, place: '', items: rows.flatMap((row) => itemOf(row, dateOf(row)) ?? []) });
  }
  return lists;
}

const dataOf = (row: unknown) => record(record(row)['UserData']);

/** Null for what has no place in the list: the server puts items without a date at its end. */
function itemOf(row: unknown, at: number | null): RecentItem | null {
  const remoteId = text(record(row)['Id']);
  if (remoteId === null || at === null) return null;
  const data = dataOf(row);
  const position = number(data['PlaybackPositionTicks']) ?? 0;
  const shown = [flag(data['Played']), position, number(data['PlayCount']), at];
  return { remoteId, at, isUnderWay: position > 0, mark: shown.join(' ') };
}
