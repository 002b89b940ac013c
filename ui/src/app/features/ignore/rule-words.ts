import type { IgnoreType } from '../../core/api/schema.gen.js';

export const TYPES: readonly IgnoreType[] = ['movie', 'show', 'episode'];
const WORDS: Readonly<Record<IgnoreType, string>> = {
  movie: $localize`Movie`,
  show: $localize`Show`,
  episode: $localize`Episode`,
};
export const typeText = (type: IgnoreType): string => WORDS[type];

/** Offered while typing; others are taken as well, if the API knows them. */
export const ID_SOURCES = ['imdb', 'tmdb', 'tvdb', 'tvmaze', 'tvrage', 'anidb', 'youtube', 'cmdb'];
