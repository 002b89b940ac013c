import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { aMovie } from './testing/items.js';
import { PageStage } from './testing/page-stage.js';

const P1 = 1_709_287_200;
const L1 = 1_709_596_800;
const P2 = 1_709_719_200;

let stage: PageStage;
beforeAll(async () => {
  stage = await PageStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.begin());

const watched = { watched: true, playedAt: P1, playCount: 1 };
const movie = (id: string, guids: RemoteItem['guids'], changes: Partial<RemoteItem> = {}) =>
  aMovie({ id, guids, ...changes });

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
