import { describe, expect, it } from 'vitest';
import { matchItem } from './matching.js';
import { pathTexts, withPathIds } from './path-id.js';
import { episode, report } from './testing/build.js';

const movieAt = (path: string | null) => pathTexts(report({ path })).own;

describe('the id of a path', () => {
  it.each([
    '/data/Movies/The Lantern (2020)/The Lantern.mkv',
    'D:\\Movies\\\\The Lantern (2020)\\The Lantern.mkv',
  ])('75. Path id: %s is the same movie on any machine', (path) =>
    expect(movieAt(path)).toBe('movie:/the lantern (2020)/the lantern.mkv'),
  );

  it.each(['/The Lantern.mkv', '/data/The Lantern', '/data/.mkv', '', null])(
    '75. Path id: none is made of %s, which says too little',
    (path) => expect(movieAt(path)).toBeNull(),
  );

  it('75. Path id: an episode has one of its own, with its numbers, and one of its show', () => {
    const path = '/data/TV/Harbour Tales/Season 01/Harbour Tales S01E02.mkv';
    expect(pathTexts(episode({ path }))).toEqual({
      own: 'episode:/harbour tales/season 01/harbour tales s01e02.mkv/1/2',
      parent: 'show:/harbour tales/season 01',
    });
    expect(pathTexts(episode({ path, episode: 3 })).own).not.toBe(
      'episode:/harbour tales/season 01/harbour tales s01e02.mkv/1/2',
    );
    expect(pathTexts(episode({ path, episode: null }))).toEqual({ own: null, parent: null });
    expect(pathTexts(episode({ path: '/TV/S01E02.mkv' }))).toEqual({ own: null, parent: null });
  });

  it('stands beside the ids that the server tells', () => {
    const path = '/Movies/The Lantern (2020)/The Lantern.mkv';
    expect(withPathIds(report({ path }), (text) => text).guids).toEqual({
      imdb: 'tt9000001',
      tmdb: '700001',
      path: 'movie:/the lantern (2020)/the lantern.mkv',
    });
  });
});

describe('a match by path alone (G-19)', () => {
  const row = { ...report({ guids: { tmdb: '1', path: 'a' } }), id: 7 };
  const match = (changes: Parameters<typeof report>[0]) =>
    matchItem(report({ guids: { path: 'a' }, ...changes }), [{ row, by: 'path' }]).kind;

  it.each([
    ['is one where nothing contradicts', {}, 'one'],
    ['is one where a source is new', { guids: { path: 'a', imdb: 'tt9' } }, 'one'],
    ['is none against an id of the same source', { guids: { path: 'a', tmdb: '2' } }, 'new'],
    ['is one within a year', { year: 2021 }, 'one'],
    ['is none two years apart', { year: 2022 }, 'new'],
    ['is one where the year is not told', { year: null }, 'one'],
  ] as const)('%s', (_, changes, kind) => expect(match(changes)).toBe(kind));

  it('yields to a surer pointer at another row', () => {
    const other = { ...report({ guids: { tmdb: '2' } }), id: 8 };
    const told = report({ guids: { tmdb: '2', path: 'a' } });
    expect(
      matchItem(told, [
        { row, by: 'path' },
        { row: other, by: 'own' },
      ]),
    ).toEqual({ kind: 'one', id: 8, others: [] });
  });
});
