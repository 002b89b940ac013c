import type { RemoteItem } from '#libs/core';

/** A movie as a server shows it, unwatched unless said otherwise. */
export const aMovie = (changes: Partial<RemoteItem> = {}): RemoteItem => ({
  id: '101',
  type: 'movie',
  title: 'The Lantern',
  episodeTitle: null,
  year: 2020,
  season: null,
  episode: null,
  lastEpisode: null,
  guids: { imdb: 'tt9000001', tmdb: '700001' },
  parentGuids: {},
  watched: false,
  positionMs: 0,
  playCount: 0,
  playedAt: null,
  addedAt: 1_704_067_200,
  runtimeMs: 6_000_000,
  libraryId: '1',
  showId: null,
  path: '/films/the-lantern.mkv',
  ...changes,
});

export const anEpisode = (changes: Partial<RemoteItem> = {}): RemoteItem =>
  aMovie({
    id: '201',
    type: 'episode',
    title: 'Harbour Tales',
    episodeTitle: 'The Second Ferry',
    year: 2021,
    season: 1,
    episode: 2,
    guids: { tvdb: '8800102' },
    parentGuids: { tvdb: '880010' },
    path: '/shows/harbour-tales-s01e02.mkv',
    ...changes,
  });
