import { HISTORY_SORTS, type HistoryFilter, type HistoryQuery, type HistorySort } from '#libs/database';
import { slice } from '../http/paging.js';
import { present } from '../http/present.js';
import type { HistoryListQuery } from './history.dto.js';
import { readSearch } from './search-words.js';

/** What is asked for by name wins over what the search words say. */
export function filterOf({
  q,
  watched,
  type,
  title,
  via,
  year,
  season,
  episode,
}: HistoryListQuery): HistoryFilter {
  return {
    ...(q === undefined ? {} : readSearch(q)),
    ...present({ type, title, via, year, season, episode }),
    ...(watched === undefined ? {} : { watched: watched === '1' }),
  };
}

export const historyQuery = (query: HistoryListQuery): HistoryQuery => ({
  filter: filterOf(query),
  sort: query.sort.flatMap((text) => sortOf(text)),
  ...slice(query),
});

function sortOf(text: string): HistoryQuery['sort'] {
  const [by = '', direction] = text.split(':');
  return isSort(by) ? [{ by, direction: direction === 'asc' ? 'asc' : 'desc' }] : [];
}

const isSort = (name: string): name is HistorySort => Object.hasOwn(HISTORY_SORTS, name);
