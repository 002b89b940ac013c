import { describe, expect, it } from 'vitest';
import { readSearch } from './search-words.js';

describe('search words', () => {
  it.each([
    ['lantern', { title: 'lantern' }],
    ['  slow   lantern ', { title: 'slow lantern' }],
    ['lantern s01e02', { title: 'lantern', season: 1, episode: 2 }],
    ['lantern S1 E10', { title: 'lantern', season: 1, episode: 10 }],
    ['3x07 lantern', { title: 'lantern', season: 3, episode: 7 }],
    ['S00E01', { season: 0, episode: 1 }],
    ['lantern (1999)', { title: 'lantern', year: 1999 }],
    ['2049', { title: '2049' }],
    ['lantern 1999', { title: 'lantern 1999' }],
    ['boxes1e2', { title: 'boxes1e2' }],
    ['', {}],
    ['   ', {}],
  ])('read %j as a person means it', (words, wanted) => {
    expect(readSearch(words)).toEqual(wanted);
  });
});
