import { afterEach, describe, expect, it } from 'vitest';
import { FakeEmby, FakeJellyfin } from '#libs/testing';
import { backendOf } from '../registry.js';
import { libraryOf, readAll, sceneWith } from '../testing/stage.js';
import { readPlaying } from './server-mapper.js';

// Those of docs/traps-jellyfin-emby.md that no other test shows.

let server: FakeJellyfin | FakeEmby | null = null;
afterEach(() => server?.stop());

async function clientOf(started: FakeJellyfin | FakeEmby) {
  server = started;
  await started.start();
  const backend = backendOf(started.type);
  return sceneWith(
    { backend, server: () => started, keepsDates: true, adminActsFor: 'any-user' },
    started,
  ).client();
}

describe('a trap of Jellyfin and Emby', () => {
  it('9. An item that the person may no longer see is simply not there, and nothing is written about it', async () => {
    const jellyfin = new FakeJellyfin();
    const client = await clientOf(jellyfin);
    const id = jellyfin.add({ type: 'movie', title: 'Night Ferry' });
    jellyfin.hideLibrary(jellyfin.users[0]?.id ?? '', jellyfin.libraries[0]?.id ?? '');
    expect(await client.find(id)).toBeNull();
    expect(await client.libraries()).toEqual([]);
    expect(jellyfin.writes()).toEqual([]);
  });

  it.each([
    ['jellyfin', () => new FakeJellyfin({ unstableSort: true })],
    ['emby', () => new FakeEmby({ unstableSort: true })],
  ] as const)(
    '14. Rows added in one second change places between calls to %s, and each is read once',
    async (_, make) => {
      const fake = make();
      const client = await clientOf(fake);
      for (let n = 0; n < 40; n += 1) fake.add({ type: 'movie', title: `Reel ${n}`, addedAt: 1_700_000_000 });
      const items = await readAll(client, await libraryOf(client, 'movie'), 7);
      expect(items).toHaveLength(40);
      expect(new Set(items.map(({ id }) => id)).size).toBe(40);
    },
  );

  it('33. and 46. Only the owner of a session plays: no additional user, and no key', () => {
    const [alice, bob] = ['a'.repeat(32), 'b'.repeat(32)];
    const playing = { NowPlayingItem: { Id: 'x' }, AdditionalUsers: [{ UserId: bob }] };
    const sessions = [{ ...playing, UserId: alice }, playing, { ...playing, UserId: '0'.repeat(32) }];
    expect(readPlaying(sessions, alice)).toEqual(['x']);
    expect(readPlaying(sessions, bob)).toEqual([]);
  });

  it('35. Emby tells dates and counts in a list, because they are asked for by name', async () => {
    const emby = new FakeEmby();
    const client = await clientOf(emby);
    const id = emby.add({ type: 'movie', title: 'Night Ferry', year: 2021 });
    emby.play(emby.users[0]?.id ?? '', id, 1_700_000_000);
    const [item] = await readAll(client, await libraryOf(client, 'movie'));
    expect(item).toMatchObject({ watched: true, playCount: 1, playedAt: 1_700_000_000, year: 2021 });
  });

  it.each([
    ['jellyfin', () => new FakeJellyfin()],
    ['emby', () => new FakeEmby()],
  ] as const)('another item than the one that was asked %s for is no answer', async (_, make) => {
    const fake = make();
    const client = await clientOf(fake);
    const id = fake.add({ type: 'movie', title: 'Night Ferry' });
    const row = { Id: 'another', Type: 'Movie', Name: 'Day Ferry', UserData: { Played: false } };
    fake.fault({ match: new RegExp(`/Items/${id}`), kind: { answer: JSON.stringify(row) } });
    await expect(client.find(id)).rejects.toMatchObject({ key: 'bad-answer' });
  });

  it('42. (scenario) A write that is answered and not done leaves the item as it was, and rings no bell', async () => {
    const jellyfin = new FakeJellyfin();
    const client = await clientOf(jellyfin);
    const id = jellyfin.add({ type: 'movie', title: 'Night Ferry' });
    const item = await client.find(id);
    if (!item) throw new Error('the fake lost its movie');
    jellyfin.fault({ match: /PlayedItems/, kind: { pretend: true } });
    await client.write(item, { watched: true, positionMs: 0, playedAt: 1_700_000_000 });
    expect((await client.find(id))?.watched).toBe(false);
    expect(jellyfin.writes()).toHaveLength(1);
  });
});
