import { describe, expect, it } from 'vitest';
import { itemKeys, itemsInFile, whyUnusable } from './item-key.js';
import { episode, report } from './testing/build.js';

describe('itemKeys', () => {
  it('names a movie by its own ids (SR-21)', () => {
    expect(itemKeys(report())).toEqual(['movie://imdb/tt9000001', 'movie://tmdb/700001']);
  });

  it('63. never lets a movie meet an episode of the same id', () => {
    const movie = itemKeys(report({ guids: { tmdb: '700001' } }));
    const part = itemKeys(episode({ guids: { tmdb: '700001' } }));
    expect(movie.filter((key) => part.includes(key))).toEqual([]);
  });

  it('64. puts the ids of the show before those of the episode, which are more often wrong (SR-24)', () => {
    expect(itemKeys(episode())).toEqual(['show://tvdb/880010/1/2', 'episode://tvdb/8800102']);
  });

  it('tells seasons and numbers apart', () => {
    expect(itemKeys(episode({ season: 11, episode: 2, guids: {} }))).not.toEqual(
      itemKeys(episode({ season: 1, episode: 12, guids: {} })),
    );
  });

  it('knows an episode of an unknown number by its own ids only', () => {
    expect(itemKeys(episode({ episode: null }))).toEqual(['episode://tvdb/8800102']);
  });

  it('gives no keys to what has no ids', () => {
    expect(itemKeys(report({ guids: {} }))).toEqual([]);
  });
});

describe('whyUnusable', () => {
  it.each([
    { what: 'a movie with an id', item: report(), why: null },
    { what: '5. a movie without one', item: report({ guids: {} }), why: 'no-guid' },
    {
      what: 'a movie with ids of a show only',
      item: report({ guids: {}, parentGuids: { tvdb: '1' } }),
      why: 'no-guid',
    },
    { what: '6. an episode that only its show names', item: episode({ guids: {} }), why: null },
    {
      what: 'an episode that nothing names',
      item: episode({ guids: {}, parentGuids: {} }),
      why: 'no-guid',
    },
    { what: '7. an episode number 0', item: episode({ episode: 0 }), why: 'no-episode-number' },
    { what: 'an episode without a number', item: episode({ episode: null }), why: 'no-episode-number' },
    { what: 'an episode without a season', item: episode({ season: null }), why: 'no-episode-number' },
    { what: '8. a special of season 0', item: episode({ season: 0, episode: 3 }), why: null },
  ])('$what: $why', ({ item, why }) => {
    expect(whyUnusable(item)).toBe(why);
  });
});

describe('itemsInFile', () => {
  const numbers = (items: readonly { readonly episode: number | null }[]) =>
    items.map((item) => item.episode);

  it('77. gives one item for each episode of a file, with own ids for the first only (G-21)', () => {
    const items = itemsInFile(episode({ episode: 1, lastEpisode: 3, watched: true }), 5);
    expect(numbers(items)).toEqual([1, 2, 3]);
    expect(items.map(({ guids }) => guids)).toEqual([{ tvdb: '8800102' }, {}, {}]);
    expect(items.every(({ watched, id }) => watched && id === '201')).toBe(true);
  });

  it('takes a range of exactly the limit', () => {
    expect(itemsInFile(episode({ episode: 1, lastEpisode: 5 }), 5)).toHaveLength(5);
  });

  it.each([
    { what: 'a range over the limit', item: episode({ episode: 1, lastEpisode: 8 }) },
    { what: 'a range that ends where it starts', item: episode({ episode: 2, lastEpisode: 2 }) },
    { what: 'a range that goes backwards', item: episode({ episode: 2, lastEpisode: 1 }) },
    { what: 'a range of a show without ids', item: episode({ lastEpisode: 3, parentGuids: {} }) },
    { what: 'a movie', item: report() },
  ])('takes $what for a single item', ({ item }) => {
    expect(itemsInFile(item, 5)).toEqual([item]);
  });
});
