import { afterEach, describe, expect, it } from 'vitest';
import { FakeEmby, FakeJellyfin, type FakeEmbyOptions, type FakeMediaServer } from '#libs/testing';
import { failure, found, libraryOf, readAll, sceneWith } from '../testing/stage.js';
import { embyDialect } from './emby.dialect.js';
import { emby } from './index.js';

const stage = { backend: emby, keepsDates: true, adminActsFor: 'any-user' } as const;

let started: FakeMediaServer[] = [];
afterEach(async () => {
  await Promise.all(started.map((server) => server.stop()));
  started = [];
});

async function play<Server extends FakeMediaServer>(server: Server) {
  await server.start();
  started.push(server);
  return { ...sceneWith({ ...stage, server: () => server }, server), server };
}

const stageEmby = (options?: FakeEmbyOptions) => play(new FakeEmby(options));

describe('the Emby client', () => {
  it('refuses a Jellyfin server and never shows it the token', async () => {
    const jellyfin = await play(new FakeJellyfin({ basePath: '/emby' }));
    await failure(jellyfin, jellyfin.client().validate(), { key: 'wrong-server', field: 'type' });
    expect(jellyfin.server.requests).toHaveLength(1);
    expect(jellyfin.server.requests[0]?.user).toBeNull();
  });

  it('refuses an old version', async () => {
    const scene = await stageEmby({ version: '4.6.7.0' });
    await failure(scene, scene.client().validate(), { key: 'unsupported-version' });
  });

  it.each(['', '/', '/emby', '/emby/', '/web/index.html#!/home'])(
    'finds the API from the address with %j behind it, once',
    async (rest) => {
      const { server, client, owner } = await stageEmby();
      await client(owner, { url: `${server.url}${rest}` }).validate();
      for (const { path } of server.requests) expect(path).toMatch(/^\/emby\/(?!emby)/);
    },
  );

  it('sees how often and when something was played in lists, too', async () => {
    const { server, client, owner } = await stageEmby();
    const id = server.add({ type: 'movie', title: 'Night Ferry', year: 2021 });
    server.play(owner.id, id, 1_700_000_000);
    const [listed] = await readAll(client(), await libraryOf(client(), 'movie'));
    expect(listed).toMatchObject({ year: 2021, playCount: 1, playedAt: 1_700_000_000 });
  });

  it('changes a position and nothing else that the server keeps', async () => {
    const { server, client, owner } = await stageEmby();
    const id = server.add({ type: 'movie', title: 'Night Ferry' });
    server.play(owner.id, id, 1_690_000_000);
    server.setFavourite(owner.id, id, true);
    const current = await found(client(), id);
    await client().write(current, { watched: true, positionMs: 900_000, playedAt: null });
    expect(server.stateOf(owner.id, id)).toEqual({
      watched: true,
      positionMs: 900_000,
      playCount: 1,
      playedAt: 1_690_000_000,
    });
    const item = await fetch(`${server.url}/Users/${owner.id}/Items/${id}`, {
      headers: { 'X-Emby-Token': owner.token },
    });
    expect(await item.json()).toMatchObject({ UserData: { IsFavorite: true } });
  });

  it('keeps what a player wrote since the item was read', async () => {
    const { server, client, owner } = await stageEmby();
    const id = server.add({ type: 'movie', title: 'Night Ferry' });
    const current = await found(client(), id);
    server.play(owner.id, id, 1_690_000_000);
    await client().write(current, { watched: false, positionMs: 900_000, playedAt: 1_690_000_500 });
    expect(server.stateOf(owner.id, id)).toMatchObject({
      watched: true,
      playCount: 1,
      playedAt: 1_690_000_500,
    });
  });

  it('says so when the item goes while its position is written', async () => {
    const scene = await stageEmby();
    const id = scene.server.add({ type: 'movie', title: 'Night Ferry' });
    const current = await found(scene.client(), id);
    scene.server.remove(id);
    const written = scene.client().write(current, { watched: false, positionMs: 900_000, playedAt: null });
    await failure(scene, written, { key: 'not-found' });
    expect(scene.server.writes()).toEqual([]);
  });

  it('lets no token act for a user whose states it may not read', async () => {
    const scene = await stageEmby();
    const { owner, guest } = scene;
    const stranger = scene.client(guest, { user: owner.id, deviceId: 'another-device' });
    await failure(scene, stranger.validate(), { key: 'wrong-user', field: 'user' });
  });

  it('does not let the token of an admin stand for somebody else', async () => {
    const scene = await stageEmby();
    const validated = scene.client(scene.owner, { user: scene.guest.id }).validate();
    await failure(scene, validated, { key: 'wrong-user', field: 'user' });
  });

  it('lists users from the newer place when the old one is gone', async () => {
    const { server, client } = await stageEmby();
    server.fault({ match: /^GET \/emby\/Users$/, kind: { status: 404 } });
    expect((await client().users()).map(({ name }) => name)).toEqual(server.users.map(({ name }) => name));
  });
});

describe('the owner of a token on Emby', () => {
  const to = {
    type: 'emby',
    url: '',
    token: '',
    user: null,
    uuid: null,
    deviceId: 'ours',
    version: '1.2.3',
  } as const;
  const session = (deviceId: string, minute: number, user?: string) => ({
    DeviceId: deviceId,
    LastActivityDate: `2026-09-20T20:${minute}:00.0000000Z`,
    UserId: user,
  });

  it.each([
    ['the user of our own session', [session('theirs', 30, 'bob'), session('ours', 20, 'alice')], 'alice'],
    ['nobody for a key', [session('theirs', 30, 'bob'), session('ours', 20)], null],
    [
      'nobody when an older token of our device had a user',
      [session('ours', 10, 'alice'), session('ours', 20)],
      null,
    ],
    ['the newest of our sessions', [session('ours', 10), session('ours', 20, 'alice')], 'alice'],
    ['nobody when we have no session', [session('theirs', 30, 'bob')], null],
    ['nobody for an answer of another kind', { Items: [] }, null],
  ])('is %s', (_, sessions, owner) => {
    expect(embyDialect.readOwner(sessions, to)).toBe(owner);
  });
});

describe('the body that changes a position on Emby', () => {
  const stored = {
    PlayedPercentage: 3,
    PlayCount: 2,
    IsFavorite: true,
    Played: true,
    Rating: 8,
    PlaybackPositionTicks: 5,
  };

  it('holds everything that was stored but what the server counts itself', async () => {
    expect(
      await embyDialect.positionBody({ ticks: 9_000_000, playedAt: 1_789_935_245 }, () =>
        Promise.resolve(stored),
      ),
    ).toEqual({
      PlayCount: 2,
      IsFavorite: true,
      Played: true,
      Rating: 8,
      PlaybackPositionTicks: 9_000_000,
      LastPlayedDate: '2026-09-20T20:14:05Z',
    });
  });
});
