import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakePlex, FakePlexTv } from '#libs/testing';
import type { Library, MediaServerClient } from '../media-server.js';
import { PlexCloud, TokenFinder } from './cloud/index.js';
import { plex } from './index.js';

/** One of each kind that says something else than its neighbours (libs/testing: plex-dialect.ts). */
const VERSIONS = [
  '1.25.9.5721-965587f64',
  '1.32.4.7195-7c8f9d3b6',
  '1.41.6.9685-d301f511a',
  '1.42.1.10060-4e8b05daf',
  '1.43.0.10162-b67a664ab',
] as const;
type Version = (typeof VERSIONS)[number];

const ALEX = { id: '14800001', name: 'alex', token: 'secret-alex', admin: true };
const KID = { id: '14800002', name: 'Kids Room', token: 'secret-kid', pin: '1234' };
const BOB = { id: '15900003', name: 'bob', token: 'secret-bob', role: 'friend' } as const;
const MOVIES: Library = { id: '1', title: 'Movies', type: 'movie', supported: true };
const SHOWS: Library = { id: '2', title: 'TV Shows', type: 'show', supported: true };
const WATCHED = { watched: true, positionMs: 0, playedAt: null };

interface Scene {
  readonly server: FakePlex;
  readonly tv: FakePlexTv;
  readonly client: MediaServerClient;
  readonly cloud: PlexCloud;
  readonly finder: TokenFinder;
  readonly movie: string;
  readonly episode: string;
}

const found = async ({ client, movie }: Scene) => {
  const item = await client.find(movie);
  if (!item) throw new Error('the movie is gone');
  return item;
};
const hook = 'https://here.test/v1/api/webhook/b7-secret';

/** Every call of plex.md that our features need: what it comes to over a server that keeps state. */
const CALLS: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'P1 `/`': async ({ client, server }) => expect((await client.inspect.details()).uuid).toBe(server.uuid),
  '`/identity`': async ({ client }) => expect(await client.find('99999')).toBeNull(),
  '`/accounts`': async ({ client }) => expect((await client.validate()).user.admin).toBe(true),
  'P2 sections': async ({ client }) => expect(await client.libraries()).toHaveLength(2),
  'P3, P6 movies': async ({ client, movie }) =>
    expect(await client.page(MOVIES, { offset: 0, limit: 5_000 })).toMatchObject({
      items: [{ id: movie }],
      total: 1,
    }),
  'P4, P5, P6 episodes with shows': async ({ client, episode }) =>
    expect(await client.page(SHOWS, { offset: 0, limit: 1_000 })).toMatchObject({
      items: [{ id: episode, parentGuids: { tvdb: '370201' } }],
    }),
  'allLeaves, children of a show': async ({ client, server, episode }) => {
    for (const kind of ['show', 'season'] as const)
      expect(await client.below(server.folderOf(episode, kind), { offset: 0, limit: 100 })).toMatchObject({
        items: [{ id: episode, parentGuids: { tvdb: '370201' } }],
      });
  },
  'what was watched last': async ({ client, server, movie }) => {
    server.play(ALEX.id, movie, 1_700_000_000);
    const lists = await client.recent(5);
    expect(lists.find(({ name, items }) => name === 'viewed' && items.length > 0)?.items).toMatchObject([
      { remoteId: movie, at: 1_700_000_000 },
    ]);
    server.unplay(ALEX.id, movie);
  },
  'P7 titles': async ({ client }) =>
    expect(await client.inspect.titles(MOVIES, { offset: 0, limit: 100, withPaths: true })).toMatchObject({
      total: 1,
    }),
  'P8 item': async ({ client, episode }) =>
    expect(await client.inspect.lookUp(episode)).toMatchObject({ episodeTitle: 'High Water' }),
  'P9 paths of shows': async ({ client }) => {
    const { titles } = await client.inspect.titles(SHOWS, { offset: 0, limit: 100, withPaths: true });
    expect(titles[0]?.paths).toHaveLength(1);
  },
  'P10 scrobble': async (scene) => {
    await scene.client.write(await found(scene), WATCHED);
    expect(scene.server.stateOf(ALEX.id, scene.movie)).toMatchObject({ watched: true, playCount: 1 });
  },
  'P11 unscrobble': async (scene) => {
    await scene.client.write(await found(scene), { ...WATCHED, watched: false });
    expect(scene.server.stateOf(ALEX.id, scene.movie)).toMatchObject({ watched: false, playCount: 0 });
  },
  'P12 timeline': async (scene) => {
    await scene.client.write(await found(scene), { ...WATCHED, watched: false, positionMs: 700_000 });
    expect(scene.server.stateOf(ALEX.id, scene.movie)).toMatchObject({ watched: false, positionMs: 700_000 });
  },
  'P13 sessions': async ({ client, server, episode }) => {
    const key = server.startSession(ALEX.id, episode, 612_000);
    expect(await client.sessions()).toEqual([episode]);
    expect(await client.inspect.nowPlaying()).toMatchObject([{ positionMs: 612_000, state: 'playing' }]);
    server.endSession(key);
  },
  'P14 search': async ({ client }) =>
    expect(await client.inspect.search('tide', 25)).toMatchObject([{ type: 'show', title: 'Tide Tables' }]),
  'P15 playlists': async ({ client, server, movie }) => {
    const id = server.playlists.make(ALEX.id, {
      title: 'Rainy evening',
      itemIds: [movie],
      at: 1_700_000_000,
    });
    server.playlists.make(ALEX.id, { title: 'Unwatched', isSmart: true, isReadOnly: true });
    expect(await client.playlists.list()).toMatchObject([
      { id, count: 1, changedAt: 1_700_000_000, isDated: true, isSmart: false, isEditable: true },
      { title: 'Unwatched', isSmart: true, isEditable: false },
    ]);
  },
  'P16, P17 playlist with entries': async ({ client, server, movie, episode }) => {
    const id = server.playlists.make(ALEX.id, { title: 'Both', itemIds: [episode, movie] });
    expect((await client.playlists.read(id))?.entries.map(({ remoteId }) => remoteId)).toEqual([
      episode,
      movie,
    ]);
  },
  'P18 make a playlist': async ({ client, server, movie, episode }) => {
    const id = await client.playlists.create({ title: 'Friday', itemIds: [movie, episode] });
    expect(server.playlists.get(id)).toMatchObject({ title: 'Friday', itemIds: [movie, episode] });
  },
  'P19 remove a playlist': async ({ client, server }) => {
    const id = server.playlists.make(ALEX.id, { title: 'Gone soon' });
    await client.playlists.remove(id);
    expect(server.playlists.find(id)).toBeUndefined();
  },
  picture: async ({ client, movie }) => {
    const picture = await client.inspect.image({ remoteId: movie, kind: 'poster' });
    expect(picture.kind).toBe('image');
    if (picture.kind === 'image') picture.body.destroy();
  },
  'T1, T2 sign-in': async ({ cloud, tv }) => {
    const begun = await cloud.startSignIn();
    tv.approve(begun.code, ALEX.id);
    expect((await cloud.pollSignIn(begun))?.authToken).toBe(ALEX.token);
  },
  'T3 devices': async ({ cloud, tv, server }) => {
    tv.fault({ match: /\/api\/v2\/resources/, kind: { status: 404 } });
    const [device] = await cloud.servers(ALEX.token);
    tv.clearFaults();
    expect(device).toMatchObject({ uuid: server.uuid, version: server.version });
  },
  'T4, T5 people': async ({ finder }) =>
    expect((await finder.people())?.map(({ kind }) => kind)).toEqual(['home', 'home', 'friend']),
  "T6 a friend's token": async ({ finder }) =>
    expect(await finder.of({ user: BOB.id, pin: null })).toMatchObject({ token: `at-server-${BOB.token}` }),
  "T7, T8 a member's token": async ({ finder }) =>
    expect(await finder.of({ user: KID.id, pin: KID.pin })).toMatchObject({
      token: `at-server-${KID.token}`,
    }),
  'T9, T10 webhooks': async ({ server, tv }) => {
    const { url, uuid } = server;
    const to = {
      type: 'plex',
      url,
      token: ALEX.token,
      user: ALEX.id,
      uuid,
      deviceId: 'us',
      version: '1',
    } as const;
    expect(await plex.registerHook(to, hook, { plexTvUrl: tv.url })).toBe('created');
    expect(tv.webhookUrls).toEqual([hook]);
  },
  'T11 account': async ({ cloud }) => expect(await cloud.account(KID.token)).toMatchObject({ id: KID.id }),
};

const results = new Map<string, string>();
const keyOf = (call: string, version: Version) => `${call}\n${version}`;

describe.each(VERSIONS)('Plex %s', (version) => {
  let scene: Scene | null = null;

  beforeAll(async () => {
    const server = new FakePlex({ version, users: [ALEX, KID, BOB] });
    const tv = new FakePlexTv({ servers: [server] });
    await Promise.all([server.start(), tv.start()]);
    const movie = server.add({ type: 'movie', title: 'Harbour Lights', guids: { imdb: 'tt7000101' } });
    const episode = server.add({
      type: 'episode',
      title: 'Tide Tables',
      season: 1,
      episode: 2,
      episodeTitle: 'High Water',
      parentGuids: { tvdb: '370201' },
    });
    const { url, uuid } = server;
    const [token, user] = [ALEX.token, ALEX.id];
    const client = plex.connect(
      { type: 'plex', url, token, user, uuid, deviceId: 'us', version: '1.0.0' },
      { retries: 0, plexTvUrl: tv.url },
    );
    const cloud = new PlexCloud({ url: tv.url, deviceId: 'us', version: '1.0.0', retries: 0 });
    const finder = new TokenFinder(cloud, { token, serverUuid: uuid });
    scene = { server, tv, client, cloud, finder, movie, episode };
  });
  afterAll(() => Promise.all([scene?.server.stop(), scene?.tv.stop()]));

  it.each(Object.entries(CALLS))('%s', async (call, play) => {
    if (!scene) throw new Error('the stage is not set');
    results.set(keyOf(call, version), '✗');
    await play(scene);
    results.set(keyOf(call, version), '✓');
  });
});

it('comes to the table of docs/conformance-plex.md', async () => {
  const short = (version: string) => version.split('.').slice(0, 3).join('.');
  const rows = Object.keys(CALLS).map((call) =>
    [call, ...VERSIONS.map((version) => results.get(keyOf(call, version)))].join(' | '),
  );
  const head = ['Call', ...VERSIONS.map(short)];
  const table = [head.join(' | '), head.map(() => '---').join(' | '), ...rows]
    .map((row) => `| ${row} |`)
    .join('\n');
  const docs = readFileSync(new URL('../../../../docs/conformance-plex.md', import.meta.url), 'utf8');
  const written = /<!-- plex -->\n+([\s\S]*?)\n*<!-- \/plex -->/.exec(docs)?.[1];
  expect(written).toBe((await format(table, { parser: 'markdown' })).trim());
});
