import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { Backends } from '#libs/database';
import { aMovie } from './testing/items.js';
import { PageStage } from './testing/page-stage.js';

const L1 = 1_709_596_800;
const LIMITS = { maxChanges: 3, maxPercent: 0 };

let stage: PageStage;
beforeAll(async () => {
  stage = await PageStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.begin());

const movie = (number: number, changes: Partial<RemoteItem> = {}): RemoteItem =>
  aMovie({
    id: String(number),
    title: `Title ${number}`,
    guids: { tmdb: String(number) },
    path: `/films/${number}.mkv`,
    ...changes,
  });
const unmarked = async (): Promise<number> =>
  (await stage.items()).filter(({ decision }) => decision === 'unplayed').length;

describe('unmarks by single news', () => {
  it('count together under the lock, so that many at one moment do not pass the guard one by one', async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
    const watched = numbers.map((number) =>
      movie(number, { watched: true, playedAt: L1 - 60, playCount: 1 }),
    );
    await stage.import('jf', watched, { readAt: L1 });

    await Promise.all(numbers.map((number) => stage.import('jf', [movie(number)], { unmarkLimits: LIMITS })));

    expect(await unmarked()).toBe(LIMITS.maxChanges);
  });

  it('count each episode of a file', async () => {
    const file = (changes: Partial<RemoteItem>): RemoteItem =>
      movie(1, {
        type: 'episode',
        season: 1,
        episode: 1,
        lastEpisode: 5,
        parentGuids: { tvdb: '880010' },
        ...changes,
      });
    await stage.import('jf', [file({ watched: true, playedAt: L1 - 60, playCount: 1 })], { readAt: L1 });

    await stage.import('jf', [file({})], { unmarkLimits: LIMITS });

    expect(await unmarked()).toBe(LIMITS.maxChanges);
  });
});

it('news that were read from an account which is not the backend’s any more are not taken', async () => {
  const before = stage.backend('jf');
  await stage.module.get(Backends).changeAccount(before, { userId: 'another' });

  await expect(stage.import('jf', [movie(1)])).rejects.toMatchObject({
    key: 'account-changed',
    remedy: { retry: 'soon' },
  });
  expect(await stage.items()).toEqual([]);
});
