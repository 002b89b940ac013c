import {
  HISTORY_SORTS,
  type HistoryFilter,
  type HistoryQuery,
  type HistorySort,
  type IdFilter,
} from '#libs/database';
import { slice } from '../http/paging.js';
import { present } from '../http/present.js';
import type { HistoryListQuery } from './history-query.dto.js';
import { readSearch } from './search-words.js';

/** What can narrow a history down; a list and a bulk action take the same. */
export type HistoryNarrowing = Omit<HistoryListQuery, keyof Paged>;
type Paged = Pick<HistoryListQuery, 'page' | 'perpage' | 'sort' | 'view' | 'with_duplicates'>;

/** What is asked for by name wins over what the search words say. */
export function filterOf(query: HistoryNarrowing): HistoryFilter {
  const { q, watched, id, type, title, subtitle, via, year, season, episode, path } = query;
  return {
    ...(q === undefined ? {} : readSearch(q)),
    ...present({ id, type, title, subtitle, via, year, season, episode, path }),
    ...(watched === undefined ? {} : { watched: watched === '1' }),
    ...genresFilter(query),
    ...idFilters(query),
    ...metadataFilter(query),
  };
}

function genresFilter({ genres }: HistoryNarrowing): HistoryFilter {
  if (genres === undefined) return {};
  const named = genres.split(',').map((genre) => genre.trim().toLowerCase());
  return { genres: named.filter((genre) => genre !== '') };
}

function idFilters({ guids, parent, rguid }: HistoryNarrowing): HistoryFilter {
  return {
    ...(guids === undefined ? {} : { guid: readId(guids) }),
    ...(parent === undefined ? {} : { parent: readId(parent) }),
    ...(rguid === undefined ? {} : { relative: readRelative(rguid) }),
  };
}

/** `tmdb://603`; the prefix `guid_` may stand before it. The form was checked. */
function readId(text: string): IdFilter {
  const [source = '', value = ''] = text.split('://');
  return { source: source.toLowerCase().replace(/^guid_/, ''), value };
}

function readRelative(text: string): NonNullable<HistoryFilter['relative']> {
  const [id = '', season, episode] = text.split(/(?<!:|\/)\/(?!\/)/);
  return {
    ...readId(id),
    season: Number(season),
    ...(episode === undefined ? {} : { episode: Number(episode) }),
  };
}

function metadataFilter({ metadata, key, value }: HistoryNarrowing): HistoryFilter {
  if (metadata !== '1' || value === undefined) return {};
  return key === 'id' ? { remoteId: value } : { path: value };
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
