import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  idDifferences,
  isAnotherItem,
  matchItem,
  unite,
  type Candidate,
  type Hit,
  type Identified,
} from './matching.js';
import { episode, report } from './testing/build.js';

const movie = (id: number, guids: Identified['guids']): Candidate => ({ ...report({ guids }), id });
const part = (id: number, changes: Parameters<typeof episode>[0]): Candidate => ({ ...episode(changes), id });
const own = (row: Candidate): Hit => ({ row, by: 'own' });
const relative = (row: Candidate): Hit => ({ row, by: 'relative' });
const copy = (row: Candidate): Hit => ({ row, by: 'copy' });

describe('isAnotherItem', () => {
  it.each([
    ['the same ids', report(), report(), false],
    [
      'one id in common and one that contradicts',
      report({ guids: { imdb: 'tt1', tmdb: '1' } }),
      report({ guids: { imdb: 'tt1', tmdb: '2' } }),
      false,
    ],
    ['no id to compare', report({ guids: { imdb: 'tt1' } }), report({ guids: { tmdb: '2' } }), false],
    ['no ids at all', report({ guids: { imdb: 'tt1' } }), report({ guids: {} }), false],
    [
      'the same show and numbers under another own id',
      episode({ guids: { tvdb: '1' } }),
      episode({ guids: { tvdb: '2' } }),
      false,
    ],
    [
      'another episode of the same file',
      episode({ episode: 3, guids: {} }),
      episode({ guids: { tvdb: '2' } }),
      false,
    ],
    [
      'other ids of the same sources',
      report({ guids: { imdb: 'tt1' } }),
      report({ guids: { imdb: 'tt2' } }),
      true,
    ],
    [
      'another show',
      episode({ guids: {}, parentGuids: { tvdb: '1' } }),
      episode({ guids: {}, parentGuids: { tvdb: '2' } }),
      true,
    ],
    ['a film where there was an episode', episode({}), report(), true],
  ])('with %s', (...[, item, found, expected]) => {
    expect(isAnotherItem(item, found)).toBe(expected);
  });
});

describe('matchItem', () => {
  it('knows nothing where nothing points', () => {
    expect(matchItem(report(), [])).toEqual({ kind: 'new' });
  });

  it('62. takes the one row that all pointers hit', () => {
    const row = movie(1, { imdb: 'tt9000001' });
    expect(matchItem(report(), [own(row), copy(row)])).toEqual({ kind: 'one', id: 1, others: [] });
  });

  it('64. believes the show and the numbers before the own id of an episode', () => {
    const second = part(1, { guids: { tvdb: '8800102' } });
    const third = part(2, { episode: 3, guids: { tvdb: '8800103' } });
    const wrong = episode({ guids: { tvdb: '8800103' } });
    expect(matchItem(wrong, [relative(second), own(third)])).toEqual({ kind: 'one', id: 1, others: [2] });
  });

  it('65. matches other own ids of the same show and numbers', () => {
    const match = matchItem(episode({ guids: { tvdb: '9900001' } }), [relative(part(1, {}))]);
    expect(match).toEqual({ kind: 'one', id: 1, others: [] });
  });

  it('66. matches an own id across absolute and seasonal numbers', () => {
    const row = part(1, { season: 1, episode: 25, guids: { tvdb: '8800125' } });
    const seasonal = episode({ season: 2, episode: 1, guids: { tvdb: '8800125' } });
    expect(matchItem(seasonal, [own(row)])).toEqual({ kind: 'one', id: 1, others: [] });
    expect(matchItem(seasonal, [own(row), copy(row)])).toEqual({ kind: 'one', id: 1, others: [] });
  });

  it('68. merges rows that it bridges without a contradiction, into the oldest', () => {
    const rows = [movie(7, { tmdb: '700001' }), movie(3, { imdb: 'tt9000001' })];
    expect(matchItem(report(), rows.map(own))).toEqual({ kind: 'merge', id: 3, gone: [7] });
  });

  it('69. guesses nothing between rows that contradict, when both are hit alike', () => {
    const rows = [movie(1, { imdb: 'tt9000001', tmdb: '700001' }), movie(2, { imdb: 'tt9000002' })];
    const bridge = report({ guids: { imdb: 'tt9000002', tmdb: '700001' } });
    expect(matchItem(bridge, rows.map(own))).toEqual({ kind: 'quarantine', by: 'own', ids: [1, 2] });
  });

  it('stays with the row of the copy when other rows contradict it (M-28)', () => {
    const mine = movie(2, { imdb: 'tt9000002' });
    const other = movie(1, { imdb: 'tt9000001', tmdb: '700001' });
    const bridge = report({ guids: { imdb: 'tt9000002', tmdb: '700001' } });
    expect(matchItem(bridge, [own(other), own(mine), copy(mine)])).toEqual({
      kind: 'one',
      id: 2,
      others: [1],
    });
  });

  it('does not take a report for proof that contradicts one of the rows itself', () => {
    const rows = [movie(1, { imdb: 'tt9000001', tvdb: '5' }), movie(2, { tmdb: '700001' })];
    const mixed = report({ guids: { imdb: 'tt9000001', tmdb: '700001', tvdb: '6' } });
    expect(matchItem(mixed, rows.map(own))).toEqual({ kind: 'one', id: 1, others: [2] });
  });

  it('70. lets a copy go that is another title now (M-30)', () => {
    const before = movie(1, { imdb: 'tt9000001' });
    const now = report({ guids: { imdb: 'tt9000009' } });
    expect(matchItem(now, [copy(before)])).toEqual({ kind: 'new' });
    const known = movie(2, { imdb: 'tt9000009' });
    expect(matchItem(now, [copy(before), own(known)])).toEqual({ kind: 'one', id: 2, others: [] });
  });

  it('does not merge on the word of a copy that shares no id with its old row', () => {
    const before = movie(1, { imdb: 'tt9000001' });
    const known = movie(2, { tmdb: '700009' });
    const now = report({ guids: { tmdb: '700009' } });
    expect(matchItem(now, [copy(before), own(known)])).toEqual({ kind: 'one', id: 2, others: [] });
  });

  it('keeps a copy that only changed to ids of another kind', () => {
    const before = movie(1, { imdb: 'tt9000001' });
    expect(matchItem(report({ guids: { tmdb: '1' } }), [copy(before)])).toEqual({
      kind: 'one',
      id: 1,
      others: [],
    });
  });

  it('never merges episodes of different numbers', () => {
    const rows = [part(1, { episode: 2, guids: {} }), part(2, { episode: 3, guids: { tvdb: '8800103' } })];
    const wrong = episode({ guids: { tvdb: '8800103' } });
    expect(matchItem(wrong, rows.map(own)).kind).toBe('quarantine');
  });

  it('prefers stored rows to those of the same page', () => {
    const rows = [movie(-1, { imdb: 'tt9000001' }), movie(9, { tmdb: '700001' })];
    expect(matchItem(report(), rows.map(own))).toEqual({ kind: 'merge', id: 9, gone: [-1] });
  });

  it('comes to the same whatever the order of the candidates', () => {
    const ids = fc.record(
      {
        imdb: fc.constantFrom('tt1', 'tt2'),
        tmdb: fc.constantFrom('1', '2'),
        tvdb: fc.constantFrom('1', '2'),
      },
      { requiredKeys: [] },
    );
    const row = fc.record({
      id: fc.integer({ min: -2, max: 4 }).filter((id) => id !== 0),
      type: fc.constant('episode' as const),
      season: fc.constant(1),
      episode: fc.integer({ min: 1, max: 2 }),
      guids: ids,
      parentGuids: ids,
    });
    const hit = fc.record({ row, by: fc.constantFrom('copy' as const, 'relative' as const, 'own' as const) });
    const hits = fc.uniqueArray(hit, { selector: (one) => one.row.id, maxLength: 5 });
    const shuffled = hits.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(row, shuffled, (told, [one, other]) => {
        expect(matchItem(told, other)).toEqual(matchItem(told, one));
      }),
    );
  });
});

describe('ids of two sides', () => {
  it('name every source with two values, and only those (M-29)', () => {
    const ours = episode({ guids: { tvdb: '1', imdb: 'tt1' }, parentGuids: { tvdb: '5', tmdb: '6' } });
    const theirs = episode({ guids: { tvdb: '2', tmdb: '3' }, parentGuids: { tvdb: '5', tmdb: '7' } });
    expect(idDifferences(ours, theirs)).toEqual([
      { of: 'item', source: 'tvdb', ours: '1', theirs: '2' },
      { of: 'show', source: 'tmdb', ours: '6', theirs: '7' },
    ]);
  });

  it('are united with ours where they differ, and are the same object when nothing is new', () => {
    const ours = { guids: { imdb: 'tt1' }, parentGuids: {} };
    expect(unite(ours, { guids: { imdb: 'tt2', tmdb: '3' }, parentGuids: {} })).toEqual({
      guids: { imdb: 'tt1', tmdb: '3' },
      parentGuids: {},
    });
    expect(unite(ours, { guids: { imdb: 'tt2' }, parentGuids: {} })).toBe(ours);
  });
});
