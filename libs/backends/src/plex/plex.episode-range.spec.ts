import { describe, expect, it } from 'vitest';
import { episodeRange, lastEpisodeIn } from './plex.episode-range.js';

describe('the episodes that a file name speaks of', () => {
  it.each([
    ['Harbour.Tales.S01E02-1080p.mkv', 2, 2],
    ['Harbour Tales S01E01-E03.mkv', 1, 3],
    ['Harbour Tales S01E20.S01E21.mkv', 20, 21],
    ['Harbour Tales - 1x20-21 - x.mkv', 20, 21],
  ] as const)('177. File name with resolution: %s is %i to %i', (...[name, first, last]) => {
    expect(episodeRange(name)).toEqual({ season: 1, first, last });
  });

  it.each([
    ['Tide Tables - S01E01.mkv', 1, 1, 1],
    ['Tide Tables - S01E01-E02.mkv', 1, 1, 2],
    ['Tide Tables - S01E01-02.mkv', 1, 1, 2],
    ['Tide Tables - s01e01e02 - Low Water.mkv', 1, 1, 2],
    ['Tide.Tables.S01E01E02.mkv', 1, 1, 2],
    ['Tide Tables S01E01-E02-E03.mkv', 1, 1, 3],
    ['Tide.Tables.S01E01.S01E02.mkv', 1, 1, 2],
    ['Tide Tables - S01E03-E04 [1080p].mkv', 1, 3, 4],
    ['Tide Tables - S02E04-E03.mkv', 2, 3, 4],
    ['S10E100-E101.mkv', 10, 100, 101],
    ['Season 1 Episode 1-2.mkv', 1, 1, 2],
    ['Tide Tables Season 01 Ep 01-E02.mkv', 1, 1, 2],
    ['Tide Tables 1x01.mkv', 1, 1, 1],
    ['Tide Tables 1x01-02.mkv', 1, 1, 2],
    ['Tide Tables - 1x01-1x02.mkv', 1, 1, 2],
    ['Paper Crane Express - E001.mkv', 0, 1, 1],
    ['Paper Crane Express - E001-E002.mkv', 0, 1, 2],
    ['Paper Crane Express E020E021.mkv', 0, 20, 21],
    ['Episode 20-21.mkv', 0, 20, 21],
    ['Paper Crane Express Ep 020.mkv', 0, 20, 20],
  ] as const)('%s', (...[name, season, first, last]) => {
    expect(episodeRange(name)).toEqual({ season, first, last });
  });

  it.each([
    ['Show.S01E03.4K.mkv', 3],
    ['Show.S01E07.8bit.mkv', 7],
    ['Show.S01E09.10bit.mkv', 9],
    ['Show.S01E05.1080p.mkv', 5],
    ['Show.S01E05-1080p.mkv', 5],
    ['Show - S01E05 - 24 Hours.mkv', 5],
    ['Show - S01E05 - 7.mkv', 5],
    ['Show.S01E05.S02E06.mkv', 5],
    ['Show.S01E05.x264.mkv', 5],
    ['Show S01E05-4k.mkv', 5],
  ])('%s is about one episode only', (name, episode) => {
    expect(episodeRange(name)).toEqual({ season: 1, first: episode, last: episode });
  });

  it.each(['', 'Harbour Lights (2019).mkv', 'Movie.1920x1080.mkv', 'The Sevens1e2x.mkv'])(
    '"%s" speaks of none',
    (name) => {
      expect(episodeRange(name)).toBeNull();
    },
  );
});

describe('the last episode in a file', () => {
  const file = {
    path: '/media/tv/Tide Tables/S01E09-E10/Tide Tables - S01E03-E04.mkv',
    season: 1,
    episode: 3,
  };

  it('is read from the name of the file itself', () => {
    expect(lastEpisodeIn(file)).toBe(4);
    expect(lastEpisodeIn({ ...file, path: 'D:\\tv\\Tide Tables - S01E03-E04.mkv' })).toBe(4);
  });

  it.each([
    ['one episode', { path: '/tv/Tide Tables - S01E03.mkv' }],
    ['another season', { season: 2 }],
    ['the second episode, which has its own entry', { episode: 4 }],
    ['no number', { episode: null }],
    ['no file', { path: null }],
    ['an unlikely long range', { path: '/tv/Tide Tables - S01E03-E103.mkv' }],
  ])('is none for %s', (_, change) => {
    expect(lastEpisodeIn({ ...file, ...change })).toBeNull();
  });
});
