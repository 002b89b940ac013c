import { describe, expect, it } from 'vitest';
import type { Guids } from '#libs/core';
import { hasContradiction, unite } from './id-union.js';

const ids = (guids: Guids, parentGuids: Guids = {}) => ({
  guids,
  parentGuids,
});

describe('hasContradiction', () => {
  it.each([
    { what: 'one source with two values', a: { imdb: 'tt1' }, b: { imdb: 'tt2', tmdb: '1' }, is: true },
    { what: 'the same value', a: { imdb: 'tt1' }, b: { imdb: 'tt1', tmdb: '1' }, is: false },
    { what: 'different sources', a: { imdb: 'tt1' }, b: { tmdb: '1' }, is: false },
    { what: 'no ids', a: {}, b: { tmdb: '1' }, is: false },
  ])('of $what is $is (M-29)', ({ a, b, is }) => {
    expect(hasContradiction(ids(a), ids(b))).toBe(is);
    expect(hasContradiction(ids(b), ids(a))).toBe(is);
  });

  it('leaves the ids of the show out', () => {
    expect(hasContradiction(ids({}, { tvdb: '1' }), ids({}, { tvdb: '2' }))).toBe(false);
  });
});

describe('unite', () => {
  it('gives nothing when the other brings no new source', () => {
    expect(
      unite(ids({ imdb: 'tt1', tmdb: '1' }, { tvdb: '5' }), ids({ imdb: 'tt1' }, { tvdb: '5' })),
    ).toBeNull();
  });

  it('adds the sources that are missing', () => {
    expect(unite(ids({ imdb: 'tt1' }), ids({ tmdb: '1' }, { tvdb: '5' }))).toEqual(
      ids({ imdb: 'tt1', tmdb: '1' }, { tvdb: '5' }),
    );
  });

  it('never overwrites a value of ours (scenario 64)', () => {
    expect(unite(ids({ imdb: 'tt1' }), ids({ imdb: 'tt2', tmdb: '1' }))).toEqual(
      ids({ imdb: 'tt1', tmdb: '1' }),
    );
    expect(unite(ids({ imdb: 'tt1' }), ids({ imdb: 'tt2' }))).toBeNull();
  });
});
