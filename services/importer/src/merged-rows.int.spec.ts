import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { statementsDuring } from '#libs/testing';
import { aMovie } from './testing/items.js';
import { PageStage } from './testing/page-stage.js';

const P1 = 1_709_287_200;
const L1 = 1_709_596_800;
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
