import { describe, expect, it } from 'vitest';
import { readOldState, type OldRow } from './old-state.js';

const NOW = 1_760_000_000;
const reading = { sources: ['attic', 'den'], now: NOW } as const;

const movie = (changes: OldRow = {}): OldRow => ({
  id: 7,
  type: 'movie',
  updated: 1_700_000_000,
  watched: 1,
  via: 'den',
  title: 'The Lantern',
  year: 2020,
  season: null,
  episode: null,
  parent: {},
  guids: { guid_imdb: 'tt9000001', guid_tmdb: 700_001, guid_plex: 'x' },
  metadata: { den: { id: '9', added_at: '1600000000', path: '/films/the-lantern.mkv', progress: '0' } },
  extra: {},
  ...changes,
});

describe('what an older installation knew of an item', () => {
  it('is read with its ids, its date, and who said it', () => {
    expect(readOldState(movie(), reading)).toEqual({
      backend: 'den',
      item: expect.objectContaining({
        id: 'old-7',
        type: 'movie',
        title: 'The Lantern',
        guids: { imdb: 'tt9000001', tmdb: '700001' },
        watched: true,
        playedAt: 1_700_000_000,
        positionMs: 0,
        addedAt: 1_600_000_000,
        path: '/films/the-lantern.mkv',
      }) as unknown,
    });
  });

  it('of an episode says show, number and the title of its own', () => {
    const row = movie({
      type: 'episode',
      title: 'Harbour Tales',
      season: 1,
      episode: '2',
      guids: null,
      parent: { guid_tvdb: '880010' },
      metadata: { den: { extra: { title: 'The Second Bell' } } },
    });
    expect(readOldState(row, reading)?.item).toMatchObject({
      title: 'Harbour Tales',
      episodeTitle: 'The Second Bell',
      season: 1,
      episode: 2,
      guids: {},
      parentGuids: { tvdb: '880010' },
    });
  });

  it.each<[string, OldRow, string]>([
    ['who said it last', {}, 'den'],
    ['another that knows it, when that one is gone', { via: 'gone', metadata: { den: {} } }, 'den'],
    ['the first of all, when none of them knows it', { via: 'gone', metadata: {} }, 'attic'],
  ])('is told by %s', (_who, changes, backend) => {
    expect(readOldState(movie(changes), reading)?.backend).toBe(backend);
  });

  it('has the position that was reported last, with its date', () => {
    const row = movie({
      watched: '0',
      metadata: { attic: { progress: '900000' }, den: { progress: '1200000' }, shed: { progress: 5 } },
      extra: {
        attic: { received_at: '2024-03-02T10:00:00+00:00' },
        den: { received_at: '2024-03-01T10:00:00+00:00' },
      },
    });
    expect(readOldState(row, reading)?.item).toMatchObject({
      watched: false,
      positionMs: 900_000,
      playedAt: Date.parse('2024-03-02T10:00:00Z') / 1_000,
    });
  });

  it('keeps no date of an unwatched item, which would only say when it was added', () => {
    expect(readOldState(movie({ watched: 0 }), reading)?.item).toMatchObject({
      watched: false,
      positionMs: 0,
      playedAt: null,
    });
  });

  it.each([NOW + 1, 0, 'soon', null])('takes %s for no date', (updated) => {
    expect(readOldState(movie({ updated }), reading)?.item).toMatchObject({ watched: true, playedAt: null });
  });

  it('of a kind that nobody watches is nothing', () => {
    expect(readOldState(movie({ type: 'show' }), reading)).toBeNull();
  });

  it('survives columns that hold anything', () => {
    const row = movie({
      guids: 'x',
      parent: [1],
      metadata: 5,
      extra: null,
      via: null,
      year: {},
      title: null,
    });
    expect(readOldState(row, reading)).toMatchObject({ backend: 'attic', item: { guids: {}, title: '' } });
  });
});
