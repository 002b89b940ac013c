import type { Library, PageRequest } from '../media-server.js';
import type { Dialect } from './dialect.js';

/**
 * Nothing in here changes when somebody watches something, and new items come last. The later keys part items that
 * were added together, as equal keys would change places between two pages (jellyfin-emby.md 3.2).
 */
const STABLE_ORDER = {
  sortBy: 'DateCreated,SeriesSortName,SortName,ProductionYear,Runtime',
  sortOrder: 'Ascending',
};

const inside = (library: Pick<Library, 'id'>, { offset, limit }: PageRequest) => ({
  ...STABLE_ORDER,
  parentId: library.id,
  recursive: true,
  collapseBoxSetItems: false,
  enableImages: false,
  startIndex: offset,
  limit,
});

/** Movies and episodes that have a file, in a library or below a show or season (jellyfin-emby.md C12). */
export const watchable = (dialect: Dialect, library: Pick<Library, 'id'>, request: PageRequest) => ({
  ...inside(library, request),
  includeItemTypes: 'Movie,Episode',
  excludeLocationTypes: 'Virtual',
  filters: 'IsNotFolder',
  enableUserData: true,
  fields: dialect.itemFields.join(','),
});

/** What is newest by one of the server's dates, wherever it lies (jellyfin-emby.md C33). Emby sends dates of viewings on demand. */
export const newest = (dialect: Dialect, sortBy: 'DatePlayed' | 'DateCreated', limit: number) => ({
  sortBy: `${sortBy},SortName`,
  sortOrder: 'Descending',
  recursive: true,
  includeItemTypes: 'Movie,Episode',
  excludeLocationTypes: 'Virtual',
  enableImages: false,
  enableUserData: true,
  fields: dialect.itemFields.filter((field) => /^(DateCreated|UserData.*)$/.test(field)).join(','),
  limit,
});

/** Shows are folders, so that filter would hide them (jellyfin-emby.md 7, quirk 15). */
export const shows = (library: Library, request: PageRequest) => ({
  ...inside(library, request),
  includeItemTypes: 'Series',
  enableUserData: false,
  fields: 'ProviderIds,Genres',
});

/** Ids of movies and episodes and nothing else, in the order of `watchable` and as many (jellyfin-emby.md 6). */
export const ids = (library: Library, request: PageRequest) => ({
  ...inside(library, request),
  includeItemTypes: 'Movie,Episode',
  excludeLocationTypes: 'Virtual',
  filters: 'IsNotFolder',
  enableUserData: false,
});

/** Movies and shows under all their names (jellyfin-emby.md 6, unmatched and mismatched). */
export const titles = (dialect: Dialect, library: Library, request: PageRequest) => ({
  ...inside(library, request),
  includeItemTypes: 'Movie,Series',
  excludeLocationTypes: 'Virtual',
  enableUserData: false,
  fields: [...dialect.itemFields, 'SortName'].join(','),
});

/** Jellyfin-emby.md C14. */
export const search = (
  dialect: Dialect,
  { words, limit }: { readonly words: string; readonly limit: number },
) => ({
  searchTerm: words,
  limit,
  recursive: true,
  includeItemTypes: 'Series,Movie,Episode',
  enableUserData: true,
  enableImages: false,
  fields: dialect.itemFields.join(','),
});
