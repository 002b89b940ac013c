import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeEmby, FakeJellyfin } from '#libs/testing';
import { CAPABILITIES } from '../inspection.js';
import type { Connection, MediaServerInspector } from '../media-server.js';
import { backendOf } from '../registry.js';
import { failure, libraryOf, sceneWith } from '../testing/stage.js';

const SERVERS = [
  ...['10.8', '10.9', '10.10', '10.11', '12'].map((version) => ({ type: 'jellyfin' as const, version })),
  ...['4.7', '4.8', '4.9', '4.10'].map((version) => ({ type: 'emby' as const, version })),
];

describe.each(SERVERS)('looking at $type $version', ({ type, version }) => {
  let server: FakeJellyfin | FakeEmby;
  let movie: string, episode: string;

  beforeEach(async () => {
    const zeroed = { version, policies: {} };
    server = type === 'jellyfin' ? new FakeJellyfin(zeroed) : new FakeEmby(zeroed);
    await server.start();
    movie = server.add({
      type: 'movie',
      title: 'The Paper Lighthouse',
      year: 2019,
      guids: { tmdb: '900101' },
    });
    server.add({ type: 'movie', title: 'Night Ferry', year: 2021 });
    episode = server.add({
      type: 'episode',
      title: 'Harbor Street',
      season: 1,
      episode: 2,
      episodeTitle: 'The Pier',
      parentGuids: { tvdb: '7002' },
    });
    server.addMissing({ type: 'episode', title: 'Harbor Street', season: 1, episode: 3 });
  });
  afterEach(() => server.stop());

  const scene = () =>
    sceneWith(
      { backend: backendOf(type), server: () => server, keepsDates: true, adminActsFor: 'any-user' },
      server,
    );
  const owner = (to: Partial<Connection> = {}): MediaServerInspector =>
    scene().client(undefined, { token: server.adminToken, ...to }).inspect;
  const guest = (): MediaServerInspector => scene().client(scene().guest).inspect;

  it('names version, product and how far the clocks are apart', async () => {
    const details = await owner().details();
    expect(details).toMatchObject({ uuid: server.uuid, name: server.name, clockSkewMs: 0 });
    expect(details.version).toContain(version);
    expect(details.product).toMatch(type === 'jellyfin' ? /Jellyfin/ : /Emby/);
  });

  it('tells each capability once, for an administrator and for anybody else', async () => {
    for (const inspector of [owner(), guest()]) {
      const told = await inspector.capabilities();
      expect(told.map(({ key }) => key)).toEqual([...CAPABILITIES]);
      for (const { note } of told) expect(note).toMatch(/\.$/);
    }
    const [mine, theirs] = [await owner().capabilities(), await guest().capabilities()];
    const of = (list: typeof mine, key: string) => list.find((each) => each.key === key)?.isAvailable;
    expect(of(mine, 'other-users')).toBe(true);
    expect(of(theirs, 'other-users')).toBe(false);
    expect(of(mine, 'progress')).toBe(version !== '10.8');
    expect(of(mine, 'webhooks')).toBe(type === 'jellyfin' ? true : null);
    expect(of(theirs, 'webhook-registration')).toBe(false);
  });

  it('lists the users with their rights', async () => {
    const all = await owner().users();
    expect(all.map(({ id, admin }) => ({ id, admin }))).toEqual(
      server.users.map(({ id, admin = false }) => ({ id, admin })),
    );
    expect(all[0]?.updatedAt).toBeGreaterThan(1_700_000_000);
  });

  it('shows who plays what and where, and nobody who only browses', async () => {
    const [alex] = server.users;
    server.startPlaying(alex?.id ?? '', episode, 1_700_000_000);
    server.progressPlaying(alex?.id ?? '', episode, 900_000);
    expect(await owner().nowPlaying()).toMatchObject([
      {
        userId: alex?.id,
        userName: alex?.name,
        itemId: episode,
        itemTitle: 'Harbor Street: The Pier',
        itemType: 'episode',
        positionMs: 900_000,
        state: 'playing',
      },
    ]);
    expect(await guest().nowPlaying()).toEqual([]);
  });

  it('finds by words, as few as asked for, and nothing where nothing is', async () => {
    expect(await owner().search('lighthouse', 25)).toMatchObject([
      { id: movie, type: 'movie', title: 'The Paper Lighthouse', year: 2019, guids: { tmdb: '900101' } },
    ]);
    expect(await owner().search('r', 1)).toHaveLength(1);
    expect(await owner().search('no such words', 25)).toEqual([]);
  });

  it('finds by id, with the ids of the show, and null for what is not there', async () => {
    expect(await owner().lookUp(episode)).toMatchObject({
      id: episode,
      type: 'episode',
      title: 'Harbor Street',
      episodeTitle: 'The Pier',
      season: 1,
      episode: 2,
      watched: false,
      parentGuids: { tvdb: '7002' },
    });
    expect(await owner().lookUp(type === 'jellyfin' ? 'f'.repeat(32) : '999999')).toBeNull();
  });

  it('reads the titles of a library with paths, shows among them and episodes not', async () => {
    const shows = await libraryOf(scene().client(), 'show');
    const page = await owner().titles(shows, { offset: 0, limit: 10, withPaths: true });
    expect(page).toMatchObject({ received: 1, total: 1 });
    expect(page.titles).toMatchObject([{ type: 'show', title: 'Harbor Street', guids: { tvdb: '7002' } }]);
    expect(page.titles[0]?.paths[0]).toContain('Harbor Street');
  });

  it('reads the ids of exactly the items that an import reads', async () => {
    for (const kind of ['movie', 'show'] as const) {
      const library = await libraryOf(scene().client(), kind);
      const page = await scene().client().page(library, { offset: 0, limit: 100 });
      const ids = await owner().ids(library, { offset: 0, limit: 100 });
      expect(ids.ids).toEqual(page.items.map(({ id }) => id));
      expect(ids.total).toBe(page.total);
    }
  });

  it('passes a picture on, spares one that the browser has, and says when there is none', async () => {
    const first = await owner().image({ remoteId: movie, kind: 'poster' });
    if (first.kind !== 'image') throw new Error(`expected a picture, got ${first.kind}`);
    const bytes: Buffer[] = [];
    for await (const chunk of first.body) bytes.push(Buffer.from(chunk as Uint8Array));
    expect(Buffer.concat(bytes).subarray(1, 4).toString()).toBe('PNG');
    expect(first.contentType).toBe('image/png');
    const again = { remoteId: movie, kind: 'poster', ifModifiedSince: first.lastModified ?? '' } as const;
    expect(await owner().image(again)).toEqual({ kind: 'not-modified' });
    server.setPicture(movie, 'backdrop', null);
    expect(await owner().image({ remoteId: movie, kind: 'background' })).toEqual({ kind: 'none' });
  });

  it('takes a login page for no picture', async () => {
    server.fault({ match: /Images/, kind: { html: true } });
    await failure(scene(), owner().image({ remoteId: movie, kind: 'poster' }), { key: 'bad-answer' });
  });

  it('turns a name and a password into a token of that user, and says what is wrong with others', async () => {
    const backend = backendOf(type);
    const [, sam] = server.users;
    if (!sam || !backend.signIn) throw new Error('the fake needs a second user');
    const place = { url: server.url, uuid: server.uuid, deviceId: 'device-of-sam', version: '1.2.3' };
    const who = { username: sam.name, password: server.passwordOf(sam) };
    const signedIn = await backend.signIn(place, who);
    expect(signedIn).toMatchObject({ user: { id: sam.id, name: sam.name }, uuid: server.uuid });
    const client = scene().client(sam, { token: signedIn.token, deviceId: 'device-of-sam' });
    expect((await client.validate()).user.id).toBe(sam.id);
    await failure(scene(), backend.signIn(place, { ...who, password: 'a guess' }), {
      key: 'token-rejected',
      field: 'token',
    });
    expect(JSON.stringify(server.requests)).not.toContain(who.password);
  });

  it('sends no password to another server than the known one', async () => {
    const place = { url: server.url, uuid: 'another', deviceId: 'd', version: '1.2.3' };
    const attempt = backendOf(type).signIn?.(place, { username: 'sam', password: 'x' });
    await failure(scene(), attempt ?? Promise.resolve(), { key: 'wrong-server' });
    expect(server.requests.map(({ method }) => method)).not.toContain('POST');
  });
});
