import { describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { readItem, readProviderIds, showIdOf, ticksOf } from './item-mapper.js';

const MOVIE = {
  Id: '1201',
  Type: 'Movie',
  Name: 'The Paper Lighthouse',
  OriginalTitle: 'Le Phare de papier',
  DateCreated: '2025-11-03T09:15:27.0000000Z',
  Path: '/media/movies/The Paper Lighthouse (2019)/The Paper Lighthouse (2019).mkv',
  RunTimeTicks: 72_000_000_000,
  ProductionYear: 2019,
  ProviderIds: { Tmdb: '900101', Imdb: 'tt9001010', TmdbCollection: '8800' },
  Genres: ['Sci-Fi', 'Drama', 'drama', 7, null],
  IsFolder: false,
  LocationType: 'FileSystem',
  UserData: {
    PlaybackPositionTicks: 22_200_000_000,
    PlayCount: 1,
    IsFavorite: true,
    Rating: 8.5,
    LastPlayedDate: '2026-09-19T19:32:08.4416420Z',
    Played: false,
  },
};

const EPISODE = {
  Id: '2212',
  Type: 'Episode',
  Name: 'Low Tide',
  SeriesName: 'Harbor Street',
  SeriesId: '2200',
  IndexNumber: 2,
  IndexNumberEnd: 3,
  ParentIndexNumber: 1,
  ProviderIds: { Tvdb: '7002002' },
  UserData: { PlaybackPositionTicks: 0, PlayCount: 1, Played: true },
};

const SHOWS = new Map([['2200', { guids: { tvdb: '700200' }, genres: ['crime'] }]]);

const read = (row: unknown) => readItem(row, { libraryId: '3', shows: SHOWS });

function itemOf(row: unknown): RemoteItem {
  const reading = read(row);
  if (reading.kind !== 'item') throw new Error(`expected an item, got ${reading.kind}`);
  return reading.item;
}

describe('a movie', () => {
  it('is read with its ids, times in milliseconds and dates in seconds', () => {
    expect(itemOf(MOVIE)).toEqual({
      id: '1201',
      type: 'movie',
      title: 'The Paper Lighthouse',
      episodeTitle: null,
      year: 2019,
      season: null,
      episode: null,
      lastEpisode: null,
      guids: { imdb: 'tt9001010', tmdb: '900101' },
      parentGuids: {},
      watched: false,
      positionMs: 2_220_000,
      playCount: 1,
      playedAt: 1_789_846_328,
      addedAt: 1_762_161_327,
      runtimeMs: 7_200_000,
      libraryId: '3',
      showId: null,
      path: MOVIE.Path,
      genres: ['7', 'drama', 'sci-fi'],
      favourite: true,
      rating: 8.5,
    });
  });

  it('keeps quiet about genres, favourite and rating where the server does', () => {
    const item = itemOf({ ...MOVIE, Genres: [], UserData: { Played: false } });
    expect([item.genres, item.favourite, item.rating]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    [{ Name: undefined }, { title: 'Le Phare de papier' }],
    [{ Name: undefined, OriginalTitle: undefined }, { title: '??' }],
    [{ Id: 1201 }, { id: '1201' }],
    [{ Path: 'https://stream.example/x?key=1' }, { path: null }],
    [
      { Path: undefined, RunTimeTicks: undefined, DateCreated: undefined },
      { path: null, runtimeMs: null, addedAt: null },
    ],
    [{ DateCreated: '2025-11-03T09:15:27' }, { addedAt: null }],
    [{ ProviderIds: { Imdb: 'tt0000000', Tmdb: '0' } }, { guids: {} }],
    [
      { ProviderIds: null, ProductionYear: undefined },
      { guids: {}, year: null },
    ],
  ])('with %j reads as %j', (change, expected) => {
    expect(itemOf({ ...MOVIE, ...change })).toMatchObject(expected);
  });
});

describe('an episode', () => {
  it('is read with its numbers and the ids of its show', () => {
    expect(itemOf(EPISODE)).toMatchObject({
      type: 'episode',
      title: 'Harbor Street',
      episodeTitle: 'Low Tide',
      season: 1,
      episode: 2,
      lastEpisode: 3,
      guids: { tvdb: '7002002' },
      parentGuids: { tvdb: '700200' },
      showId: '2200',
      genres: ['crime'],
    });
    expect(itemOf({ ...EPISODE, Genres: ['Comedy'] }).genres).toEqual(['comedy']);
  });

  it.each([
    [{ IndexNumberEnd: undefined }, { lastEpisode: null }],
    [{ IndexNumberEnd: 2 }, { lastEpisode: null }],
    [{ ParentIndexNumber: 0 }, { season: 0 }],
    [
      { ParentIndexNumber: undefined, IndexNumber: undefined },
      { season: null, episode: null, lastEpisode: null },
    ],
    [{ SeriesId: '9' }, { showId: '9', parentGuids: {} }],
    [
      { SeriesId: undefined, SeriesName: undefined },
      { showId: null, parentGuids: {}, title: '??' },
    ],
  ])('with %j reads as %j', (change, expected) => {
    expect(itemOf({ ...EPISODE, ...change })).toMatchObject(expected);
  });
});

describe('a play state', () => {
  it.each([
    [
      'played without a date',
      { Played: true, PlayCount: 1 },
      { watched: true, playedAt: null, playCount: 1 },
    ],
    [
      'played on a date without a zone',
      { Played: true, LastPlayedDate: '2026-09-19T19:32:08' },
      { watched: true, playedAt: null },
    ],
    ['without a count', { Played: false }, { watched: false, positionMs: 0, playCount: null }],
    ['below nothing', { Played: false, PlaybackPositionTicks: -10_000 }, { positionMs: 0 }],
    [
      'of a second viewing',
      { Played: true, PlaybackPositionTicks: 600_009_999 },
      { watched: true, positionMs: 60_000 },
    ],
  ])('%s', (_, UserData, expected) => {
    expect(itemOf({ ...MOVIE, UserData })).toMatchObject(expected);
  });

  it.each([[undefined], [{}], [{ Played: 'false' }], [{ PlaybackPositionTicks: 5 }]])(
    'that says %j is unknown, and not "unwatched"',
    (UserData) => {
      expect(read({ ...MOVIE, UserData })).toEqual({ kind: 'unreadable' });
    },
  );
});

describe('a row', () => {
  it.each([
    [{ ...MOVIE, IsFolder: true }],
    [{ ...EPISODE, LocationType: 'Virtual' }],
    [{ ...MOVIE, Type: 'Series' }],
    [{ ...MOVIE, Type: 'Trailer', UserData: undefined }],
    [{ ...MOVIE, Type: 'Season' }],
  ])('that nobody can watch is left out', (row) => {
    expect(read(row)).toEqual({ kind: 'not-watchable' });
  });

  it.each([[null], ['text'], [[]], [{}], [{ ...MOVIE, Id: ' ' }], [{ ...MOVIE, Type: undefined }]])(
    'that is %j is not understood',
    (row) => {
      expect(read(row)).toEqual({ kind: 'unreadable' });
    },
  );
});

describe('provider ids', () => {
  it('are found however a plugin spells their keys', () => {
    const ids = {
      IMDB: 'tt9102000',
      'Tv Maze': '55020',
      TvRage: '31',
      AniDB: '17',
      YtInfoReader: 'x_1',
      cmdb: 'c',
    };
    expect(readProviderIds({ ProviderIds: ids })).toEqual({
      imdb: 'tt9102000',
      tvmaze: '55020',
      tvrage: '31',
      anidb: '17',
      youtube: 'x_1',
      cmdb: 'c',
    });
  });

  it('are trimmed, may be numbers, and are left out when empty or of no use for matching', () => {
    const ids = {
      Tmdb: ' 900101 ',
      Tvdb: 7002,
      Imdb: '',
      TmdbCollection: '8800',
      Zap2It: 'EP1',
      'Official Website': 'x',
    };
    expect(readProviderIds({ ProviderIds: ids })).toEqual({ tmdb: '900101', tvdb: '7002' });
  });

  it('are none on nothing', () => {
    expect(readProviderIds(null)).toEqual({});
  });
});

it('names the show of an episode only', () => {
  expect(showIdOf(EPISODE)).toBe('2200');
  expect(showIdOf({ ...MOVIE, SeriesId: '2200' })).toBeNull();
});

it('writes positions as whole ticks beyond 32 bits', () => {
  expect(ticksOf(7_200_000.4)).toBe(72_000_000_000);
});

describe('ids that a person added', () => {
  const rules = {
    id: 'reels',
    accepts: new Map([['reels', (value: string) => /^r\d+$/.test(value)]]),
    links: new Map([
      ['reeldb', 'reels'],
      ['moviedb', 'tmdb'],
    ]),
    legacy: new Map(),
    replacements: [],
  };

  it.each([
    [
      { 'Reel Db': 'r7', Imdb: 'tt0900101' },
      { imdb: 'tt0900101', reels: 'r7' },
    ],
    [{ ReelDb: '7' }, {}],
    [{ MovieDb: '900101' }, { tmdb: '900101' }],
    [{ Reels: 'r7' }, {}],
  ])('are read from %j', (ProviderIds, expected) => {
    expect(readProviderIds({ ProviderIds }, rules)).toEqual(expected);
  });

  it('are nothing without the rules', () => {
    expect(readProviderIds({ ProviderIds: { ReelDb: 'r7' } })).toEqual({});
  });
});
