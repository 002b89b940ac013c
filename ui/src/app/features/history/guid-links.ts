import type { HistoryItem, ItemType } from '../../core/api/schema.gen.js';

export interface GuidLink {
  readonly provider: string;
  readonly id: string;
  readonly url: string | null;
}

type Subject = ItemType | 'show';

const TMDB: Readonly<Record<Subject, string | null>> = { movie: 'movie', show: 'tv', episode: null };
const TVDB: Readonly<Record<Subject, string>> = { movie: 'movie', show: 'series', episode: 'episode' };

/** Where a person can look an id up; TMDB has no address for an episode's own id. */
function addressOf(provider: string, id: string, subject: Subject): string | null {
  const safe = encodeURIComponent(id);
  switch (provider) {
    case 'imdb':
      return `https://www.imdb.com/title/${safe}/`;
    case 'tmdb':
      return TMDB[subject] && `https://www.themoviedb.org/${TMDB[subject]}/${safe}`;
    case 'tvdb':
      return `https://www.thetvdb.com/dereferrer/${TVDB[subject]}/${safe}`;
    case 'anidb':
      return `https://anidb.net/anime/${safe}`;
    default:
      return null;
  }
}

export const guidLinks = (guids: HistoryItem['guids'], subject: Subject): readonly GuidLink[] =>
  Object.entries(guids).map(([key, id]) => {
    const provider = key.replace(/^guid_/, '');
    return { provider, id, url: addressOf(provider, id, subject) };
  });
