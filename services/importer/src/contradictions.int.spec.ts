import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { aMovie, anEpisode } from './testing/items.js';
import { PageStage } from './testing/page-stage.js';

const P1 = 1_709_287_200;
const L1 = 1_709_596_800;
const P2 = 1_709_719_200;
const NOW = 1_709_899_200;

let stage: PageStage;
beforeAll(async () => {
  stage = await PageStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.begin());

const watched = { watched: true, playedAt: P1, playCount: 1 };
const movie = (id: string, guids: RemoteItem['guids'], changes: Partial<RemoteItem> = {}) =>
  aMovie({ id, guids, ...changes });

describe('contradictions', () => {
  const [one, two] = [
    movie('101', { imdb: 'tt9000001', tmdb: '700001' }, watched),
    movie('102', { imdb: 'tt9000002' }, { title: 'The Lamp' }),
  ];
  const bridge = movie('a101', { imdb: 'tt9000002', tmdb: '700001' }, watched);

  it('69. an item that two contradicting rows claim alike is kept out, with the evidence, until it is clear', async () => {
    await stage.import('plex', [one, two]);
    await stage.import('jf', [bridge]);
    const [first, second] = await stage.items();
    expect([first, second]).toMatchObject([
      { decision: 'played', copies: ['plex:101'], guids: { imdb: 'tt9000001', tmdb: '700001' } },
      { decision: 'default', copies: ['plex:102'], guids: { imdb: 'tt9000002' } },
    ]);
    expect(await stage.conflicts()).toMatchObject([
      {
        kind: 'quarantined',
        status: 'open',
        itemId: null,
        remoteId: 'a101',
        evidence: {
          by: 'own',
          candidates: [{ id: first?.id }, { id: second?.id }],
          report: { title: 'The Lantern' },
        },
      },
    ]);

    await stage.import('jf', [bridge]);
    expect(await stage.conflicts()).toHaveLength(1);

    await stage.import('jf', [movie('a101', { imdb: 'tt9000002' }, watched)]);
    expect((await stage.items())[1]).toMatchObject({ decision: 'played', copies: ['plex:102', 'jf:a101'] });
    expect(await stage.conflicts()).toMatchObject([{ status: 'resolved' }]);
  });

  describe('75. Path id: the same file under two roots', () => {
    const here = movie(
      '101',
      { tmdb: '700001' },
      { path: '/data/Movies/The Lantern (2020)/The Lantern.mkv' },
    );
    const there = { path: 'D:\\Movies\\The Lantern (2020)\\The Lantern.mkv' };

    it('is two items, since nobody asked for paths', async () => {
      await stage.import('plex', [here]);
      await stage.import('jf', [movie('a101', { imdb: 'tt9000001' }, there)]);
      expect(await stage.items()).toHaveLength(2);
    });

    it('is one with WS_GUID_PATH_ENABLED, even where a server knows no other id', async () => {
      await stage.withSettings({ WS_GUID_PATH_ENABLED: true }, async () => {
        await stage.import('plex', [here]);
        await stage.import('jf', [movie('a101', { imdb: 'tt9000001' }, there)]);
        await stage.import('emby', [movie('e101', {}, there)]);
      });
      expect(await stage.items()).toMatchObject([
        { copies: ['plex:101', 'jf:a101', 'emby:e101'], guids: { path: 'a6e056f096f27bbc25b48b8d42f0fc07' } },
      ]);
      expect(await stage.conflicts()).toEqual([]);
    });

    it('is two where the ids contradict, and where the years do', async () => {
      await stage.withSettings({ WS_GUID_PATH_ENABLED: true }, async () => {
        await stage.import('plex', [here]);
        await stage.import('jf', [movie('a101', { tmdb: '700002' }, there)]);
        await stage.import('emby', [movie('e101', { imdb: 'tt9000009' }, { ...there, year: 1987 })]);
      });
      expect((await stage.items()).map(({ copies }) => copies)).toEqual([
        ['plex:101'],
        ['jf:a101'],
        ['emby:e101'],
      ]);
    });

    it('is no conflict when a matched copy lies elsewhere', async () => {
      await stage.withSettings({ WS_GUID_PATH_ENABLED: true }, async () => {
        await stage.import('plex', [here]);
        await stage.import('jf', [movie('a101', { tmdb: '700001' }, { path: '/other/Lantern/film.mkv' })]);
      });
      expect(await stage.items()).toHaveLength(1);
      expect(await stage.conflicts()).toEqual([]);
    });
  });

  it('76. rows of the same file name but other ids are never merged', async () => {
    await stage.import('plex', [movie('101', { imdb: 'tt9000001' }), movie('102', { imdb: 'tt9000002' })]);
    expect(await stage.items()).toHaveLength(2);
  });

  it('close by themselves when the ids agree again (M-29)', async () => {
    await stage.import('plex', [anEpisode()]);
    await stage.import('jf', [anEpisode({ id: 'a201', guids: { tvdb: '9900001' } })]);
    await stage.import('jf', [anEpisode({ id: 'a201' })]);
    expect(await stage.conflicts()).toMatchObject([{ kind: 'contradicting-ids', status: 'resolved' }]);
  });
});

describe('an unmark here and a viewing there between two runs (M-33)', () => {
  const unmark = () =>
    stage.import('jf', [aMovie({ id: 'a101', playCount: 0, playedAt: P1 })], { readAt: NOW });
  const view = () =>
    stage.import('plex', [aMovie({ ...watched, playedAt: P2, playCount: 2 })], { readAt: NOW });

  it.each([
    { order: 'the viewing is heard first', acts: [view, unmark] },
    { order: 'the unmark is heard first', acts: [unmark, view] },
  ])('49. stays played and is listed, when $order', async ({ acts }) => {
    await stage.import('plex', [aMovie(watched)], { readAt: L1 });
    await stage.import('jf', [aMovie({ id: 'a101', ...watched })], { readAt: L1 });
    for (const act of acts) await act();

    const [item] = await stage.items();
    expect(item?.decision).toBe('played');
    expect(await stage.conflicts()).toMatchObject([
      { kind: 'opposite-wishes', status: 'open', itemId: item?.id, backend: 'jf', remoteId: 'a101' },
    ]);
    expect(await stage.told(item?.id ?? 0)).not.toContain('jf');

    await stage.import('jf', [aMovie({ id: 'a101', ...watched, playedAt: NOW + 60 })], { readAt: NOW + 90 });
    expect(await stage.conflicts()).toMatchObject([{ status: 'resolved' }]);
  });
});
