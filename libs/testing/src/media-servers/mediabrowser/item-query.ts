import type { Query } from './query.js';

export type SortKey = 'datecreated' | 'sortname' | 'productionyear' | 'premieredate' | 'dateplayed' | 'name';

/** A list request, read once; everything that decides which rows come in which order. */
export interface ItemQuery {
  readonly parentId: string | null;
  readonly ids: readonly string[];
  readonly recursive: boolean;
  /** Lower case; empty means all. */
  readonly types: readonly string[];
  readonly excludedTypes: readonly string[];
  readonly excludesVirtual: boolean;
  readonly search: string | null;
  readonly isFolder: boolean | null;
  readonly isPlayed: boolean | null;
  readonly isResumable: boolean;
  readonly isFavourite: boolean;
  readonly sortBy: readonly SortKey[];
  readonly descending: boolean;
}

const sortKeys: readonly string[] = [
  'datecreated',
  'sortname',
  'productionyear',
  'premieredate',
  'dateplayed',
  'name',
];

export function readItemQuery(query: Query): ItemQuery {
  const filters = query.list('Filters');
  return {
    parentId: parentOf(query),
    ids: query.list('Ids'),
    recursive: query.flag('Recursive') ?? false,
    types: query.list('IncludeItemTypes'),
    excludedTypes: query.list('ExcludeItemTypes'),
    excludesVirtual:
      query.list('ExcludeLocationTypes').includes('virtual') || query.flag('IsMissing') === false,
    search: query.text('SearchTerm')?.toLowerCase() ?? null,
    isFolder: folderFilter(filters),
    isPlayed: playedFilter(query, filters),
    isResumable: filters.includes('isresumable'),
    isFavourite: filters.includes('isfavorite') || query.flag('IsFavorite') === true,
    sortBy: query.list('SortBy').filter(isSortKey),
    descending: query.list('SortOrder').join().startsWith('desc'),
  };
}

/** Whether the rows or their order depend on what a user did. */
export const isPersonal = (query: ItemQuery): boolean =>
  query.isPlayed !== null || query.isResumable || query.isFavourite || query.sortBy.includes('dateplayed');

const isSortKey = (text: string): text is SortKey => sortKeys.includes(text);

function folderFilter(filters: readonly string[]): boolean | null {
  if (filters.includes('isnotfolder')) return false;
  return filters.includes('isfolder') ? true : null;
}

const parentOf = (query: Query): string | null =>
  query.text('ParentId')?.toLowerCase().replaceAll('-', '') ?? null;

function playedFilter(query: Query, filters: readonly string[]): boolean | null {
  const flag = query.flag('IsPlayed');
  if (flag !== null) return flag;
  if (filters.includes('isplayed')) return true;
  return filters.includes('isunplayed') ? false : null;
}
