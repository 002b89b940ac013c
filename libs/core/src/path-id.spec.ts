import { describe, expect, it } from 'vitest';
import { matchItem } from './matching.js';
import { pathIds, withPathIds } from './path-id.js';
import { episode, report } from './testing/build.js';

const movieAt = (path: string | null) => pathIds(report({ path })).own;

describe('the id of a path', () => {
  it.each([
    '/data/Movies/The Lantern (2020)/The Lantern.mkv',
    'D:\\Movies\\\\The Lantern (2020)\\The Lantern.mkv',
  ])('75. Path id: %s is the same movie on any machine', (path) =>
    expect(movieAt(path)).toBe('a6e056f096f27bbc25b48b8d42f0fc07'),
  );

  it.each(['/The Lantern.mkv', '/data/The Lantern', '/data/.mkv', '', null])(
    '75. Path id: none is made of %s, which says too little',
    (path) => expect(movieAt(path)).toBeNull(),
  );

  it('75. Path id: an episode has one of its own, with its numbers, and one of its show', () => {
    const path = '/data/TV/Harbour Tales/Season 01/Harbour Tales S01E02.mkv';
    expect(pathIds(episode({ path }))).toEqual({
      own: '3295f235c001da6ed40b9f5ecdd5c0dc',
      parent: '65cf9b804021230a104456bb3407df75',
    });
    expect(pathIds(episode({ path, episode: 3 })).own).not.toBe('3295f235c001da6ed40b9f5ecdd5c0dc');
    expect(pathIds(episode({ path, episode: null }))).toEqual({ own: null, parent: null });
    expect(pathIds(episode({ path: '/TV/S01E02.mkv' }))).toEqual({ own: null, parent: null });
  });

  it('stands beside the ids that the server tells', () => {
    const path = '/Movies/The Lantern (2020)/The Lantern.mkv';
    expect(withPathIds(report({ path })).guids).toEqual({
      imdb: 'tt9000001',
      tmdb: '700001',
      path: 'a6e056f096f27bbc25b48b8d42f0fc07',
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
