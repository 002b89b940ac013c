import { describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import type { Fields } from '../reading.js';
import {
  metadataOf,
  readPlexItem,
  readPlexLibrary,
  readPlexServer,
  withoutListedTwice,
} from './plex.mapper.js';

const NO_CONTEXT = { libraryId: '9', show: () => undefined };

const fileAt = (file: string): Fields => ({ Media: [{ Part: [{ file }] }, { Part: [{ file: '/other' }] }] });

const MOVIE: Fields = {
  ratingKey: '101',
  type: 'movie',
  title: 'Harbour Lights',
  year: 2019,
  duration: 6_300_000,
  addedAt: 1_600_000_101,
  Guid: [{ id: 'imdb://tt7000101' }],
  ...fileAt('/media/movies/Harbour Lights.mkv'),
};

const EPISODE: Fields = {
  ratingKey: '223',
  type: 'episode',
  grandparentRatingKey: '201',
  parentRatingKey: '211',
  grandparentTitle: 'Tide Tables',
  title: 'Spring Tide',
  index: 3,
  parentIndex: 1,
  parentYear: 2020,
  year: 2021,
  addedAt: 1_610_000_223,
  ...fileAt('/media/tv/Tide Tables - S01E03-E04.mkv'),
};

function read(item: Fields): RemoteItem {
  const read = readPlexItem(item, NO_CONTEXT);
  if (!read) throw new Error('the item was not understood');
  return read;
}

describe('what a Plex server says of an item besides', () => {
  const tags = (...names: string[]) => names.map((tag) => ({ tag }));

  it('are the genres that a list shows, however many the item alone tells, and the own rating', () => {
    const listed = read({ ...MOVIE, Genre: tags('Mystery', 'Drama'), userRating: 9 });
    const alone = read({ ...MOVIE, Genre: tags('Mystery', 'Drama', 'Crime', 'War'), userRating: '9.0' });
    expect(listed).toMatchObject({ genres: ['drama', 'mystery'], rating: 9 });
    expect(alone).toEqual(listed);
  });

  it('are the genres of the show where an episode has none', () => {
    const context = { libraryId: '2', show: () => ({ guids: {}, genres: ['crime'] }) };
    expect(readPlexItem(EPISODE, context)?.genres).toEqual(['crime']);
    expect(readPlexItem({ ...EPISODE, Genre: tags('Comedy') }, context)?.genres).toEqual(['comedy']);
  });

  it('is nothing where the server is silent', () => {
    expect(read(MOVIE)).toMatchObject({ genres: undefined, rating: undefined });
  });
});

describe('a Plex movie', () => {
  it('is read whole', () => {
    expect(read(MOVIE)).toEqual({
      id: '101',
      type: 'movie',
      title: 'Harbour Lights',
      episodeTitle: null,
      year: 2019,
      season: null,
      episode: null,
      lastEpisode: null,
      guids: { imdb: 'tt7000101' },
      parentGuids: {},
      watched: false,
      positionMs: 0,
      playCount: 0,
      playedAt: null,
      addedAt: 1_600_000_101,
      runtimeMs: 6_300_000,
      libraryId: '9',
      showId: null,
      path: '/media/movies/Harbour Lights.mkv',
    });
  });

  it('that says nothing but its key and kind is an item, too', () => {
    const nothing = { year: null, guids: {}, addedAt: null, runtimeMs: null, path: null };
    expect(read({ ratingKey: 7, type: 'movie' })).toMatchObject({ id: '7', title: '??', ...nothing });
  });

  it.each([
    [
      'viewCount',
      { viewCount: 2, lastViewedAt: 1_753_800_000 },
      { watched: true, playCount: 2, playedAt: 1_753_800_000 },
    ],
    [
      'numbers as text',
      { viewCount: '1', viewOffset: '9000' },
      { watched: true, playCount: 1, positionMs: 9000 },
    ],
    [
      'a viewing begun',
      { viewOffset: 1_825_000, lastViewedAt: 5 },
      { watched: false, positionMs: 1_825_000, playedAt: 5 },
    ],
    ['a count of zero', { viewCount: 0, lastViewedAt: 5 }, { watched: false, playCount: 0, playedAt: 5 }],
    ['times of zero', { lastViewedAt: 0, addedAt: 0 }, { playedAt: null, addedAt: null }],
    ['an own section', { librarySectionID: 4 }, { libraryId: '4' }],
    ['another title', { title: '', originalTitle: 'Lumières du port' }, { title: 'Lumières du port' }],
    ['a year of zero', { year: 0, originallyAvailableAt: '2018-03-08' }, { year: 2018 }],
    ['a folder only', { Media: [], Location: [{ path: '/media/x' }] }, { path: '/media/x' }],
  ])('is read by %s', (...[, change, expected]) => {
    expect(read({ ...MOVIE, ...change })).toMatchObject(expected);
  });

  it.each([
    ['a show', { type: 'show' }],
    ['a season', { type: 'season' }],
    ['a song', { type: 'track' }],
    ['no kind', { type: undefined }],
    ['no key', { ratingKey: '' }],
  ])('is not made of an item with %s', (_, change) => {
    expect(readPlexItem({ ...MOVIE, ...change }, NO_CONTEXT)).toBeNull();
  });
});

describe('a Plex episode', () => {
  it('is named after its show and carries its ids', () => {
    const shows = new Map([['201', { guids: { tvdb: '370201' }, genres: ['drama'] }]]);
    const item = readPlexItem(EPISODE, { libraryId: '2', show: (id) => shows.get(id) });
    expect(item).toMatchObject({
      title: 'Tide Tables',
      episodeTitle: 'Spring Tide',
      year: 2020,
      season: 1,
      episode: 3,
      lastEpisode: 4,
      showId: '201',
      parentGuids: { tvdb: '370201' },
      genres: ['drama'],
      libraryId: '2',
    });
  });

  it.each([
    ['a special', { parentIndex: 0 }, { season: 0, lastEpisode: null }],
    ['an episode of a hidden season', { parentIndex: undefined }, { season: 0 }],
    ['an episode without a number', { index: undefined }, { episode: null, lastEpisode: null }],
    ['an episode of a flattened show', { grandparentRatingKey: undefined }, { showId: '211' }],
    [
      'an episode of no show',
      { grandparentRatingKey: '', parentRatingKey: '', grandparentTitle: '' },
      { showId: null, title: '??', parentGuids: {} },
    ],
  ])('can be %s', (...[, change, expected]) => {
    expect(read({ ...EPISODE, ...change })).toMatchObject(expected);
  });
});

describe('episodes that share a file', () => {
  const first = read(EPISODE);
  const second = read({ ...EPISODE, ratingKey: '224', index: 4 });

  it('are left to their own entries when there are such', () => {
    const both = [first, second];
    expect(withoutListedTwice(both, both).map(({ lastEpisode }) => lastEpisode)).toEqual([null, null]);
    expect(withoutListedTwice([first], both)).toEqual([{ ...first, lastEpisode: null }]);
  });

  it('stay together when only the first is listed, or the next one has a file of its own', () => {
    const own = { ...second, path: '/media/tv/Tide Tables - S01E04.mkv' };
    expect(withoutListedTwice([first], [first])).toEqual([first]);
    expect(withoutListedTwice([first, own], [first, own])).toEqual([first, own]);
  });
});

describe('what else Plex describes', () => {
  it.each([
    [
      { key: '1', type: 'movie', title: 'Movies' },
      { id: '1', type: 'movie', title: 'Movies', supported: true, contentType: 'movie' },
    ],
    [
      { key: 2, type: 'show', title: 'TV' },
      { id: '2', type: 'show', title: 'TV', supported: true, contentType: 'show' },
    ],
    [
      { key: '3', type: 'artist', title: 'Music' },
      { id: '3', type: 'other', title: 'Music', supported: false, contentType: 'artist' },
    ],
    [
      { key: '4', type: 'movie', agent: 'com.plexapp.agents.none' },
      {
        id: '4',
        type: 'movie',
        title: '??',
        supported: true,
        contentType: 'movie',
        agent: 'com.plexapp.agents.none',
      },
    ],
    [{ type: 'movie' }, null],
  ])('the section %j', (section, expected) => {
    expect(readPlexLibrary(section)).toEqual(expected);
  });

  it('itself, by a machine identifier at least', () => {
    const container = { machineIdentifier: 'f0e1', friendlyName: 'Attic', version: '1.42' };
    expect(readPlexServer(container)).toEqual({ uuid: 'f0e1', name: 'Attic', version: '1.42' });
    expect(readPlexServer({ friendlyName: 'Attic' })).toBeNull();
  });

  it('an empty list by leaving it out', () => {
    expect(metadataOf({ size: 0 })).toEqual([]);
    expect(metadataOf({ Metadata: [{ ratingKey: '1' }, null, 'x'] })).toEqual([{ ratingKey: '1' }]);
  });
});
