import { createHash } from 'node:crypto';
import type { EntryType } from './entry.js';

/** How one kind of server names things: ids, provider keys, folders and sort names. */
export interface Flavour {
  readonly root: string;
  itemId(sequence: number): string;
  libraryId(sequence: number): string;
  playlistId(sequence: number): string;
  seasonFolder(season: number): string;
  providerName(key: string, type: EntryType): string;
  sortName(name: string): string;
  episodeSortName(name: string, season: number, episode: number): string;
}

const providerNames: Readonly<Record<string, string>> = {
  imdb: 'Imdb',
  tmdb: 'Tmdb',
  tvdb: 'Tvdb',
  tvmaze: 'TvMaze',
  tvrage: 'TvRage',
  anidb: 'AniDB',
  youtube: 'YtInfoReader',
};

const withoutArticle = (name: string): string => name.replace(/^(the|an|a)\s+/i, '');
const padded = (value: number, width: number): string => String(value).padStart(width, '0');
const hex32 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Jellyfin: ids of 32 hex digits, spread as real ones are. */
export const jellyfinFlavour = (uuid: string): Flavour => ({
  root: '/media',
  itemId: (sequence) => hex32(`${uuid} item ${sequence}`),
  libraryId: (sequence) => hex32(`${uuid} library ${sequence}`),
  playlistId: (sequence) => hex32(`${uuid} playlist ${sequence}`),
  seasonFolder: (season) => `Season ${padded(season, 2)}`,
  providerName: (key) => providerNames[key] ?? key,
  sortName: (name) => withoutArticle(name).toLowerCase(),
  episodeSortName: (name, season, episode) => `${padded(season, 3)} - ${padded(episode, 4)} - ${name}`,
});

/** Emby: decimal ids as text, and odd spellings of some providers (integration facts 8.8, quirk 43). */
export const embyFlavour = (): Flavour => ({
  root: '/mnt',
  itemId: (sequence) => String(1200 + sequence),
  libraryId: (sequence) => String(1 + 2 * sequence),
  playlistId: (sequence) => String(9_000_000 + sequence),
  seasonFolder: (season) => `Season ${season}`,
  providerName: (key, type) => {
    if (key === 'imdb' && type !== 'Movie') return 'IMDB';
    return key === 'tvmaze' ? 'Tv Maze' : (providerNames[key] ?? key);
  },
  sortName: withoutArticle,
  episodeSortName: (name) => name,
});
