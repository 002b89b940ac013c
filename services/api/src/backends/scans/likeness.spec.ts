import { describe, expect, it } from 'vitest';
import { likenessOf } from './likeness.js';
import { isUnmatched, mismatchOf } from './title-judge.js';

describe('the likeness of a title and a file', () => {
  it.each([
    ['The Paper Lighthouse', 'The Paper Lighthouse (2019).mkv'],
    ['the.paper.lighthouse', 'The_Paper-Lighthouse.mp4'],
    ['Øst for Verden', 'Øst for Verden.mkv'],
  ])('is whole for %s and %s', (title, path) => {
    expect(likenessOf(title, path)).toEqual({ similarity: 100, levenshtein: 100, startWith: true });
  });

  it('falls with what differs, and is none for another name', () => {
    const near = likenessOf('Night Ferry', 'Nite Ferry.mkv');
    const far = likenessOf('Night Ferry', 'Glass Orchard.mkv');
    expect(near.similarity).toBeGreaterThan(80);
    expect(far.similarity).toBeLessThan(50);
    expect(far.levenshtein).toBeLessThan(near.levenshtein);
    expect(likenessOf('Night Ferry', '???.mkv').similarity).toBe(0);
  });

  it('does not depend on the side, and stays quick with a text of 100,000 characters', () => {
    expect(likenessOf('abcdef', 'abXdef').similarity).toBe(likenessOf('abXdef', 'abcdef').similarity);
    expect(likenessOf('x'.repeat(100_000), 'y'.repeat(1_000)).similarity).toBe(0);
  });
});

const TITLE = {
  id: '1',
  type: 'movie' as const,
  title: 'Night Ferry',
  titles: ['Night Ferry', 'Le Traversier'],
  year: 2021,
  guids: {},
  paths: ['/mnt/movies/Night Ferry (2021)/nf.mkv'],
  raw: null,
};

describe('a title', () => {
  const by = { method: 'similarity', percentage: 50 } as const;

  it.each([
    ['its folder is called like it', TITLE.paths],
    ['its file is called like its original title', ['/mnt/x/Le Traversier.mkv']],
    ['it has no path', []],
  ])('is no mismatch when %s', (_, paths) => {
    expect(mismatchOf({ ...TITLE, paths }, by)).toBeNull();
  });

  it('is a mismatch when neither folder nor file is called like any of its titles', () => {
    const found = mismatchOf({ ...TITLE, paths: ['/mnt/movies/Glass Orchard (2025)/Glass Orchard.mkv'] }, by);
    expect(found?.percent).toBeLessThan(50);
    expect(found?.matches.map(({ path }) => path)).toEqual(['Glass Orchard (2025)', 'Glass Orchard.mkv']);
  });

  it('is listed by a stricter percentage only', () => {
    const near = { ...TITLE, paths: ['/mnt/Nite Fairies.mkv'] };
    expect(mismatchOf(near, { ...by, percentage: 20 })).toBeNull();
    expect(mismatchOf(near, { ...by, percentage: 100 })).not.toBeNull();
  });

  it('is unmatched without any id', () => {
    expect(isUnmatched(TITLE)).toBe(true);
    expect(isUnmatched({ ...TITLE, guids: { tmdb: '1' } })).toBe(false);
  });
});
