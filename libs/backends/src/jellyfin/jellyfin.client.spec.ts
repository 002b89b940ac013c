import { afterEach, describe, expect, it } from 'vitest';
import { FakeEmby, FakeJellyfin, type FakeJellyfinOptions, type FakeMediaServer } from '#libs/testing';
import { failure, found, libraryOf, readAll, sceneWith } from '../testing/stage.js';
import { jellyfin } from './index.js';

const stage = { backend: jellyfin, keepsDates: true, adminActsFor: 'any-user' } as const;
const EPISODE = {
  type: 'episode',
  title: 'Harbor Street',
  season: 1,
  parentGuids: { tvdb: '700200' },
} as const;

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

const stageJellyfin = (options?: FakeJellyfinOptions) => play(new FakeJellyfin(options));
const paths = (server: FakeMediaServer) => server.requests.map(({ path }) => path.replace(/\?.*/, ''));

describe('the Jellyfin client', () => {
  it('refuses an Emby server and never shows it the token', async () => {
    const emby = await play(new FakeEmby());
    await failure(emby, emby.client().validate(), { key: 'wrong-server', field: 'type' });
    expect(paths(emby.server)).toEqual(['/System/Info/Public']);
    expect(emby.server.requests[0]?.user).toBeNull();
  });

  it.each(['10.7.7', '9.9', 'nightly'])('refuses the version %s', async (version) => {
    const scene = await stageJellyfin({ version });
    await failure(scene, scene.client().validate(), { key: 'unsupported-version' });
  });

  it('keeps the sub path of the address', async () => {
    const { server, client, owner } = await stageJellyfin({ basePath: '/jellyfin' });
    const url = `${server.url}/web/index.html#!/home`;
    expect((await client(owner, { url }).validate()).user.id).toBe(owner.id);
    expect(paths(server).every((path) => path.startsWith('/jellyfin/'))).toBe(true);
  });

  it.each([
    ['10.8', '/Users/'],
    ['10.9', '/Items'],
    ['12', '/Items'],
  ])('asks version %s for items at %s', async (version, start) => {
    const { server, client } = await stageJellyfin({ version });
    server.add({ type: 'movie', title: 'Night Ferry' });
    await client().libraries();
    expect(paths(server).at(-1)).toMatch(new RegExp(`^${start}`));
  });

  it('recognises the server once, however much is read', async () => {
    const { server, client } = await stageJellyfin();
    const reader = client();
    await Promise.all([reader.libraries(), reader.libraries(), reader.find('0'.repeat(32))]);
    expect(paths(server).filter((path) => path === '/System/Info/Public')).toHaveLength(1);
  });

  it('refuses to read from another server than the one it was set up for', async () => {
    const scene = await stageJellyfin();
    const read = scene.client(scene.owner, { uuid: 'f'.repeat(32) }).libraries();
    await failure(scene, read, { key: 'wrong-server', field: 'uuid' });
  });

  it('takes an id that cannot be one for an item that is not there', async () => {
    const { client } = await stageJellyfin();
    expect(await client().find('1201')).toBeNull();
  });

  it('does not take a user who is gone for an item that is gone', async () => {
    const scene = await stageJellyfin();
    const id = scene.server.add({ type: 'movie', title: 'Night Ferry' });
    const key = { token: scene.server.adminToken, user: '0'.repeat(32) };
    await failure(scene, scene.client(scene.owner, key).find(id), { key: 'wrong-user', field: 'user' });
  });

  it('does not take an address that lost its server for an item that is gone', async () => {
    const scene = await stageJellyfin();
    const reader = scene.client();
    const id = scene.server.add({ type: 'movie', title: 'Night Ferry' });
    await found(reader, id);
    scene.server.fault({ kind: { status: 404 } });
    await failure(scene, reader.find(id), { key: 'not-found', field: 'url' });
  });

  it('finds nothing in a library that the user may not see', async () => {
    const { server, client, guest } = await stageJellyfin();
    const id = server.add({ type: 'movie', title: 'Night Ferry' });
    const [library] = server.libraries;
    server.hideLibrary(guest.id, library?.id ?? '');
    expect(await client(guest).find(id)).toBeNull();
    expect(await client(guest).libraries()).toEqual([]);
  });

  it('leaves out episodes without a file', async () => {
    const { server, client } = await stageJellyfin();
    const id = server.add({ ...EPISODE, episode: 1 });
    const missing = server.addMissing({ ...EPISODE, episode: 2 });
    const library = await libraryOf(client(), 'show');
    expect((await readAll(client(), library)).map((item) => item.id)).toEqual([id]);
    expect(await client().find(missing)).toBeNull();
  });

  it('reads movies and episodes from a mixed library', async () => {
    const { server, client } = await stageJellyfin({ mixedLibrary: true });
    const ids = [server.add({ type: 'movie', title: 'Night Ferry' }), server.add({ ...EPISODE, episode: 1 })];
    const [library, ...others] = await client().libraries();
    expect(others).toEqual([]);
    expect(library).toMatchObject({ type: 'mixed', supported: true });
    const items = library ? await readAll(client(), library) : [];
    expect(items.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(items.find(({ type }) => type === 'episode')?.parentGuids).toEqual({ tvdb: '700200' });
  });

  it('reads the shows of a library once per pass, and again on the next', async () => {
    const { server, client } = await stageJellyfin();
    for (let episode = 1; episode <= 6; episode += 1) server.add({ ...EPISODE, episode });
    const reader = client();
    const library = await libraryOf(reader, 'show');
    const showReads = () => server.requests.filter(({ path }) => path.includes('includeItemTypes=Series'));
    expect(await readAll(reader, library, 2)).toHaveLength(6);
    expect(showReads()).toHaveLength(1);
    await readAll(reader, library, 2);
    expect(showReads()).toHaveLength(2);
  });

  it('reads a show that came after the others by itself, once', async () => {
    const { server, client } = await stageJellyfin();
    server.add({ ...EPISODE, episode: 1, addedAt: 1_700_000_000 });
    const reader = client();
    const library = await libraryOf(reader, 'show');
    await reader.page(library, { offset: 0, limit: 1 });
    const later = { title: 'Salt Works', parentGuids: { tvdb: '700300' }, addedAt: 1_700_000_001 };
    for (const episode of [1, 2]) server.add({ ...EPISODE, ...later, episode });
    server.clearRequests();
    const { items } = await reader.page(library, { offset: 1, limit: 5 });
    expect(items.map(({ parentGuids }) => parentGuids)).toEqual([{ tvdb: '700300' }, { tvdb: '700300' }]);
    expect(paths(server)).toHaveLength(2);
  });

  it('asks once for the show of a burst of episodes', async () => {
    const { server, client } = await stageJellyfin();
    const ids = [1, 2, 3].map((episode) => server.add({ ...EPISODE, episode }));
    const reader = client();
    const items = await Promise.all(ids.map((id) => reader.find(id)));
    expect(items.map((item) => item?.parentGuids)).toEqual(ids.map(() => ({ tvdb: '700200' })));
    const { showId } = await found(reader, String(ids[0]));
    expect(paths(server).filter((path) => path === `/Items/${showId}`)).toHaveLength(1);
  });

  it('never deletes anything', async () => {
    const { server, client } = await stageJellyfin();
    const id = server.add({ type: 'movie', title: 'Night Ferry' });
    for (const watched of [true, false])
      await client().write(await found(client(), id), { watched, positionMs: 0, playedAt: null });
    expect(server.deletions).toEqual([]);
  });

  it('counts one play for a mark, and none for a position', async () => {
    const { server, client, owner } = await stageJellyfin();
    const id = server.add({ type: 'movie', title: 'Night Ferry' });
    server.setFavourite(owner.id, id, true);
    const current = await found(client(), id);
    await client().write(current, { watched: true, positionMs: 900_000, playedAt: 1_700_000_000 });
    expect(server.stateOf(owner.id, id)).toEqual({
      watched: true,
      positionMs: 900_000,
      playCount: 1,
      playedAt: 1_700_000_000,
    });
  });

  it('writes dates that mean the same whatever zone the server is in', async () => {
    const { server, client, owner } = await stageJellyfin({ zoneMinutes: 120 });
    const id = server.add({ type: 'movie', title: 'Night Ferry' });
    const wanted = { watched: false, positionMs: 900_000, playedAt: 1_700_000_000 };
    await client().write(await found(client(), id), wanted);
    expect(server.stateOf(owner.id, id).playedAt).toBe(1_700_000_000);
  });

  it('lets an admin key act for one user and touch no other', async () => {
    const { server, client, owner, guest } = await stageJellyfin();
    const id = server.add({ type: 'movie', title: 'Night Ferry' });
    const withKey = client(guest, { token: server.adminToken });
    await withKey.write(await found(withKey, id), { watched: true, positionMs: 0, playedAt: null });
    expect(server.stateOf(guest.id, id).watched).toBe(true);
    expect(server.stateOf(owner.id, id).watched).toBe(false);
  });

  it("does not let an admin's own token act for somebody else", async () => {
    const scene = await stageJellyfin();
    const validated = scene.client(scene.owner, { user: scene.guest.id }).validate();
    await failure(scene, validated, { key: 'wrong-user', field: 'user' });
  });

  it('needs no user to list users with a key', async () => {
    const { server, client, owner } = await stageJellyfin();
    const users = await client(owner, { token: server.adminToken, user: null, uuid: null }).users();
    expect(users.map(({ name }) => name)).toEqual(server.users.map(({ name }) => name));
  });

  it('shows a user who may not list the others only itself', async () => {
    const { server, client, guest } = await stageJellyfin();
    server.fault({ match: /^GET \/Users$/, kind: { status: 403 } });
    expect(await client(guest, { user: null }).users()).toEqual([
      { id: guest.id, name: guest.name, admin: false },
    ]);
  });
});
