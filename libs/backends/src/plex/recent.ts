import type { Library, RecentItem, RecentList } from '../media-server.js';
import { integer, text, type Fields } from '../reading.js';
import type { PlexApi } from './plex.api.js';

const LISTS = [
  { name: 'viewed', date: 'lastViewedAt' },
  { name: 'added', date: 'addedAt' },
] as const;

/** Two lists for each library, because Plex sorts within one: what this user watched or began, and what is new. */
export async function recentOf(
  api: PlexApi,
  libraries: readonly Library[],
  limit: number,
): Promise<readonly RecentList[]> {
  const lists: RecentList[] = [];
  for (const { id, type } of libraries) {
    if (type === 'other') continue;
    for (const { name, date } of LISTS) {
      const kind = type === 'movie' ? 'movie' : 'episode';
      const rows = await api.newest({ id, kind }, date, limit);
      lists.push({ name, place: id, items: rows.flatMap((row) => itemOf(row, date) ?? []) });
    }
  }
  return lists;
}

/** Null for what was never viewed: a short library is listed to its end. */
function itemOf(row: Fields, date: 'lastViewedAt' | 'addedAt'): RecentItem | null {
  const [remoteId, at] = [text(row['ratingKey']), integer(row[date])];
  if (remoteId === null || at === null) return null;
  const [views, position] = [integer(row['viewCount']) ?? 0, integer(row['viewOffset']) ?? 0];
  return { remoteId, at, isUnderWay: position > 0, mark: [views, position, at].join(' ') };
}
