import { describe, expect, it } from 'vitest';
import { hasGuids, readGuids } from './guid.js';

describe('readGuids', () => {
  it('71. keeps only valid ids of known sources (G-1)', () => {
    expect(
      readGuids([
        ['imdb', '1234567'],
        ['tvdb', '12a'],
        ['tmdb', '55'],
        ['foo', '1'],
        ['anidb', ''],
      ]),
    ).toEqual({ tmdb: '55' });
  });

  it.each([
    ['imdb', 'tt9000001'],
    ['imdb', 'TT9000001'],
    ['tmdb', '700001'],
    ['tvdb', '880010'],
    ['tvmaze', '7'],
    ['tvrage', '7'],
    ['anidb', '7'],
    ['youtube', 'dQ-x_1'],
    ['cmdb', 'lantern/1'],
  ])('takes %s %s', (source, value) => {
    expect(readGuids([[source, value]])).toEqual({ [source]: value });
  });

  it.each([
    ['imdb', 'tt'],
    ['imdb', 'tt0000000'],
    ['imdb', 'nm9000001'],
    ['tmdb', '0'],
    ['tmdb', '007'],
    ['tvdb', '-5'],
    ['tvdb', '1.5'],
    ['youtube', '  '],
    ['constructor', '1'],
    ['__proto__', '1'],
  ])('drops %s "%s"', (source, value) => {
    expect(hasGuids(readGuids([[source, value]]))).toBe(false);
  });

  it('reads sources in any case and values with spaces around them', () => {
    expect(readGuids([['Tmdb', ' 700001 ']])).toEqual({ tmdb: '700001' });
  });

  it('sorts by source, so that the same ids always look the same (G-2)', () => {
    const ids = readGuids([
      ['tvdb', '1'],
      ['anidb', '2'],
      ['imdb', 'tt3'],
    ]);
    expect(Object.keys(ids)).toEqual(['anidb', 'imdb', 'tvdb']);
  });

  it('73. keeps the lower of two numbers of one source, in whatever order they come (G-8)', () => {
    const [low, high] = [
      ['tmdb', '700001'],
      ['tmdb', '1700009'],
    ] as const;
    expect(readGuids([high, low])).toEqual({ tmdb: '700001' });
    expect(readGuids([low, high])).toEqual({ tmdb: '700001' });
  });

  it('keeps the first of two values that are no numbers (G-8)', () => {
    expect(
      readGuids([
        ['imdb', 'tt9000009'],
        ['imdb', 'tt9000001'],
      ]),
    ).toEqual({ imdb: 'tt9000009' });
  });
});

describe('hasGuids', () => {
  it('tells whether there is any id', () => {
    expect(hasGuids({})).toBe(false);
    expect(hasGuids({ imdb: 'tt1' })).toBe(true);
  });
});
