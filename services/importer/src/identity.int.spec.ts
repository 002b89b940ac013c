import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { statementsDuring } from '#libs/testing';
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

describe('which item a report is', () => {
  it('62. own ids make one item of two backends', async () => {
    await stage.import('plex', [aMovie()]);
    await stage.import('jf', [movie('a101', { imdb: 'tt9000001' })]);
    expect(await stage.items()).toMatchObject([{ copies: ['plex:101', 'jf:a101'] }]);
  });

  it('63. a movie and an episode of the same id are two items', async () => {
    await stage.import('plex', [movie('101', { tmdb: '700001' }), anEpisode({ guids: { tmdb: '700001' } })]);
    expect((await stage.items()).map(({ type }) => type)).toEqual(['movie', 'episode']);
  });

  it('64. the show and the numbers win over a wrong own id, which is listed and taught to nobody', async () => {
    await stage.import('plex', [
      anEpisode(),
      anEpisode({ id: '202', episode: 3, guids: { tvdb: '8800103' } }),
    ]);
    await stage.import('jf', [anEpisode({ id: 'a201', guids: { tvdb: '8800103', imdb: 'tt3' } })]);
    const [second, third] = await stage.items();
    expect(second).toMatchObject({ copies: ['plex:201', 'jf:a201'], guids: { tvdb: '8800102' } });
    expect(third).toMatchObject({ copies: ['plex:202'], guids: { tvdb: '8800103' } });
    expect(await stage.conflicts()).toMatchObject([
      {
        kind: 'contradicting-ids',
        status: 'open',
        itemId: second?.id,
        backend: 'jf',
        evidence: {
          differences: [{ of: 'item', source: 'tvdb', ours: '8800102', theirs: '8800103' }],
          others: [third?.id],
        },
      },
    ]);
  });

  it('65. other own ids of the same show and numbers are one item, listed', async () => {
    await stage.import('plex', [anEpisode()]);
    await stage.import('jf', [anEpisode({ id: 'a201', guids: { tvdb: '9900001' }, ...watched })]);
    expect(await stage.items()).toMatchObject([{ decision: 'played', guids: { tvdb: '8800102' } }]);
    expect(await stage.conflicts()).toMatchObject([{ kind: 'contradicting-ids', backend: 'jf' }]);
  });

  it('66. absolute and seasonal numbers meet by own id, and the item keeps its numbers', async () => {
    const own = { tvdb: '8800125' };
    await stage.import('plex', [anEpisode({ episode: 25, guids: own })]);
    await stage.import('jf', [
      anEpisode({ id: 'a201', season: 2, episode: 1, guids: { ...own, imdb: 'tt25' } }),
    ]);
    await stage.import('emby', [anEpisode({ id: 'e300', season: 2, episode: 1, guids: {} })]);
    expect(await stage.items()).toMatchObject([
      { season: 1, episode: 25, copies: ['plex:201', 'jf:a201'], guids: { ...own, imdb: 'tt25' } },
      { season: 2, episode: 1, copies: ['emby:e300'] },
    ]);
  });

  it('67. without own ids of episodes the numbers decide, and an episode without a show is left out', async () => {
    const own = { tvdb: '8800125' };
    const page = (id: string, changes: Partial<RemoteItem>) => [anEpisode({ id, guids: own, ...changes })];
    await stage.withSettings({ WS_GUID_DISABLE_EPISODE: true }, async () => {
      await stage.import('plex', page('201', { episode: 25 }));
      await stage.import('jf', page('a201', { season: 2, episode: 1 }));
      await stage.import('emby', page('e201', { parentGuids: {} }));
    });
    expect((await stage.items()).map(({ season, episode }) => [season, episode])).toEqual([
      [1, 25],
      [2, 1],
    ]);
  });

  it('8. a special keeps its season 0 apart', async () => {
    await stage.import('plex', [
      anEpisode({ season: 0, episode: 3, guids: {} }),
      anEpisode({ id: '9', episode: 3, guids: {} }),
    ]);
    expect((await stage.items()).map(({ season, episode }) => [season, episode])).toEqual([
      [0, 3],
      [1, 3],
    ]);
  });

  it('several copies of one title on one server are one item with many copies', async () => {
    await stage.import('plex', [aMovie(), aMovie({ id: '102', path: '/films/4k.mkv', libraryId: '2' })]);
    expect(await stage.items()).toMatchObject([{ copies: ['plex:101', 'plex:102'] }]);
  });
});

describe('rows that prove to be one', () => {
  const stored = async () => {
    await stage.import('plex', [movie('101', { imdb: 'tt9000001' }, watched)]);
    await stage.import('emby', [movie('e101', { tmdb: '700001' })]);
  };

  it('stay watched when one of them was unmarked after the viewing of the other, and a person is asked', async () => {
    await stage.import('plex', [movie('101', { imdb: 'tt9000001' }, watched)], { readAt: L1 });
    await stage.import('emby', [movie('e101', { tmdb: '700001' }, watched)], { readAt: L1 });
    await stage.import('emby', [movie('e101', { tmdb: '700001' })], { readAt: NOW });
    expect((await stage.items()).map(({ decision }) => decision)).toEqual(['played', 'unplayed']);

    await stage.import('jf', [movie('a101', { imdb: 'tt9000001', tmdb: '700001' })], { readAt: NOW + 60 });

    const [item, ...others] = await stage.items();
    expect(others).toEqual([]);
    expect(item).toMatchObject({ decision: 'played', copies: ['plex:101', 'jf:a101', 'emby:e101'] });
    expect(await stage.conflicts()).toMatchObject([
      {
        kind: 'opposite-wishes',
        status: 'open',
        itemId: item?.id,
        backend: 'emby',
        remoteId: 'e101',
        evidence: { viewedAt: P1, since: L1, until: NOW },
      },
    ]);
    expect(await stage.told(item?.id ?? 0)).toEqual(['jf']);
  });

  it('68. become the older one with ids, copies and history, and an entry that can undo it', async () => {
    await stored();
    const [first, second] = await stage.items();
    await stage.import('jf', [movie('a101', { imdb: 'tt9000001', tmdb: '700001' })]);

    expect(await stage.items()).toMatchObject([
      {
        id: first?.id,
        decision: 'played',
        guids: { imdb: 'tt9000001', tmdb: '700001' },
        copies: ['plex:101', 'jf:a101', 'emby:e101'],
      },
    ]);
    const entries = await stage.rows<{ rule: string; evidence: unknown }>(
      'SELECT rule, evidence FROM state_change WHERE item_id = $1 ORDER BY id',
      [first?.id],
    );
    expect(entries.map(({ rule }) => rule)).toEqual(['first-seen-played', 'merged']);
    expect(entries[1]?.evidence).toMatchObject({
      merged: [
        {
          id: second?.id,
          title: 'The Lantern',
          keys: ['movie://tmdb/700001'],
          copies: [{ remote_id: 'e101' }],
        },
      ],
    });
    expect(await stage.told(first?.id ?? 0)).toEqual(['jf', 'emby']);
  });

  it('bring the history of both, and lose no viewing', async () => {
    await stage.import('emby', [movie('e101', { tmdb: '700001' }, { ...watched, playedAt: P1 })]);
    await stage.import('plex', [movie('101', { imdb: 'tt9000001' }, { ...watched, playedAt: L1 })]);
    await stage.import('emby', [movie('e101', { tmdb: '700001' }, { playCount: 0, playedAt: P1 })], {
      readAt: NOW,
    });
    await stage.import('jf', [aMovie({ id: 'a101' })], { readAt: NOW + 1 });
    const [item, ...rest] = await stage.items();
    expect([item?.decision, rest]).toEqual(['played', []]);
    const [{ count }] = (await stage.rows<{ count: string }>(
      'SELECT count(*) FROM state_change WHERE item_id = $1',
      [item?.id],
    )) as [{ count: string }];
    expect(Number(count)).toBe(4);
  });

  it('are merged by a page that also brings one of them anew', async () => {
    await stage.import('plex', [
      movie('101', { imdb: 'tt9000001' }, watched),
      movie('102', { tmdb: '700001' }),
      movie('103', { imdb: 'tt9000001', tmdb: '700001' }),
    ]);
    expect(await stage.items()).toMatchObject([
      {
        decision: 'played',
        copies: ['plex:101', 'plex:102', 'plex:103'],
        guids: { imdb: 'tt9000001', tmdb: '700001' },
      },
    ]);
    await stage.import('jf', [movie('a1', { tmdb: '700001' })]);
    expect(await stage.items()).toHaveLength(1);
  });

  it('cost no more statements for many than for one', async () => {
    const pages = (from: number, count: number) => {
      const numbers = Array.from({ length: count }, (_, n) => from + n);
      const page = (id: string, guids: (n: number) => RemoteItem['guids']) =>
        numbers.map((n) => movie(`${id}${n}`, guids(n), { title: `Title ${n}` }));
      return {
        imdb: page('p', (n) => ({ imdb: `tt8${n}` })),
        tmdb: page('e', (n) => ({ tmdb: `8${n}` })),
        both: page('j', (n) => ({ imdb: `tt8${n}`, tmdb: `8${n}` })),
      };
    };
    await stage.import('plex', pages(1, 21).imdb);
    await stage.import('emby', pages(1, 21).tmdb);
    const one = await statementsDuring(() => stage.import('jf', pages(1, 1).both));
    const twenty = await statementsDuring(() => stage.import('jf', pages(2, 20).both));
    expect(twenty).toBe(one);
    expect(await stage.items()).toHaveLength(21);
  });
});

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

describe('copies that move', () => {
  it('70. a copy that is matched anew leaves its row, takes nothing along, and the row goes when nothing supports it', async () => {
    await stage.import('plex', [movie('101', { imdb: 'tt9000001' }, watched)]);
    const [before] = await stage.items();
    await stage.import('plex', [movie('101', { imdb: 'tt9000009' }, { title: 'The Lamp' })]);
    const [after, ...rest] = await stage.items();
    expect([after, rest]).toMatchObject([
      { title: 'The Lamp', decision: 'default', copies: ['plex:101'] },
      [],
    ]);
    expect(after?.id).not.toBe(before?.id);
  });

  it('70. the row stays when another backend supports it', async () => {
    await stage.import('plex', [movie('101', { imdb: 'tt9000001' }, watched)]);
    await stage.import('jf', [movie('a101', { imdb: 'tt9000001' })]);
    await stage.import('plex', [movie('101', { imdb: 'tt9000009' }, { ...watched, playedAt: P2 })]);
    expect(await stage.items()).toMatchObject([
      { decision: 'played', copies: ['jf:a101'], guids: { imdb: 'tt9000001' } },
      { decision: 'played', copies: ['plex:101'], guids: { imdb: 'tt9000009' } },
    ]);
  });

  it.each([
    { number: 32, what: 'a new item id and date', now: { id: 'a999', addedAt: P2 } },
    { number: 33, what: 'the same id and a new date', now: { addedAt: P2 } },
    { number: 34, what: 'a date off by a second', now: { addedAt: 1_704_067_201 } },
    { number: 35, what: 'a new item id and an old date', now: { id: 'a999', addedAt: 1_706_745_600 } },
  ])('$number: a replaced file with $what is healed, not believed', async ({ now }) => {
    await stage.import('jf', [aMovie({ id: 'a101', ...watched })], { readAt: L1 });
    await stage.import('jf', [aMovie({ id: 'a101', playCount: 0, ...now })]);
    const [item] = await stage.items();
    expect(item?.decision).toBe('played');
    expect(await stage.told(item?.id ?? 0)).toEqual(['jf']);
  });

  it('36. an unmark of a backend that may not unmark leaves the row played and is put right', async () => {
    const backend = { ...stage.backend('jf'), options: { DISABLE_MARK_UNPLAYED: true } };
    await stage.import('jf', [aMovie({ id: 'a101', ...watched })], { readAt: L1 });
    await stage.import('jf', [aMovie({ id: 'a101', playedAt: P1, playCount: 0 })], { backend });
    const [item] = await stage.items();
    expect([item?.decision, await stage.told(item?.id ?? 0)]).toEqual(['played', ['jf']]);
  });

  it('37. a new item that is unwatched there leaves the row played, and is told so', async () => {
    await stage.import('plex', [aMovie(watched)]);
    await stage.import('jf', [aMovie({ id: 'a101', addedAt: P2 })]);
    await stage.import('jf', [aMovie({ id: 'a101', addedAt: P2 })], { force: true });
    const [item] = await stage.items();
    expect([item?.decision, await stage.told(item?.id ?? 0)]).toEqual(['played', ['jf']]);
  });
});

describe('files of several episodes', () => {
  const file = anEpisode({ id: '301', episode: 1, lastEpisode: 2, guids: { tvdb: '8800101' }, ...watched });

  it('77. are one row for each episode, own ids with the first', async () => {
    await stage.import('plex', [file]);
    expect(await stage.items()).toMatchObject([
      { episode: 1, decision: 'played', guids: { tvdb: '8800101' }, copies: ['plex:301'] },
      { episode: 2, decision: 'played', guids: {}, copies: ['plex:301/1'] },
    ]);
  });

  it('78. join the rows of separate files and leave their ids alone', async () => {
    await stage.import('jf', [
      anEpisode({ id: 'a1', episode: 1, guids: { tvdb: '8800101' } }),
      anEpisode({ id: 'a2', episode: 2, guids: { tvdb: '8800102' } }),
    ]);
    await stage.import('plex', [file]);
    expect(await stage.items()).toMatchObject([
      { decision: 'played', guids: { tvdb: '8800101' }, copies: ['plex:301', 'jf:a1'] },
      { decision: 'played', guids: { tvdb: '8800102' }, copies: ['plex:301/1', 'jf:a2'] },
    ]);
    expect(await stage.conflicts()).toEqual([]);
  });

  it('79. over the limit are one episode', async () => {
    await stage.import('plex', [anEpisode({ episode: 1, lastEpisode: 8 })]);
    expect(await stage.items()).toMatchObject([{ episode: 1, copies: ['plex:201'] }]);
  });

  it('lose the episodes that they no longer hold, and only those', async () => {
    await stage.import('plex', [file]);
    await stage.import('plex', [{ ...file, guids: { tvdb: '8800101', imdb: 'tt1' } }]);
    expect(await stage.items()).toHaveLength(2);
    await stage.import('plex', [{ ...file, lastEpisode: null }]);
    expect(await stage.items()).toMatchObject([{ episode: 1, copies: ['plex:301'] }]);
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
