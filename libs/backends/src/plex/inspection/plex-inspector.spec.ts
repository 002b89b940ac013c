import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlex, FakePlexTv, MUSIC } from '#libs/testing';
import { CAPABILITIES } from '../../inspection.js';
import type { Connection, Library, MediaServerClient } from '../../media-server.js';
import { plex } from '../index.js';

const ALEX = { id: '14800001', name: 'alex', token: 'secret-alex', admin: true };
const KID = { id: '14800002', name: 'Kids Room', token: 'secret-kid', pin: '1234' };
const BOB = { id: '15900003', name: 'bob', token: 'secret-bob', role: 'friend' } as const;

const PLEX_VERSIONS = [
  '1.25.9.5721-965587f64',
  '1.32.4.7195-7c8f9d3b6',
  '1.41.6.9685-d301f511a',
  '1.42.1.10060-4e8b05daf',
  '1.43.0.10162-b67a664ab',
];

const MOVIES: Library = { id: '1', title: 'Movies', type: 'movie', supported: true };
const SHOWS: Library = { id: '2', title: 'TV Shows', type: 'show', supported: true };

describe.each(PLEX_VERSIONS)('looking at Plex %s', (version) => {
  let server: FakePlex;
  let tv: FakePlexTv;
  let movie: string, episode: string;

  beforeEach(async () => {
    server = new FakePlex({ version, users: [ALEX, KID, BOB], otherSections: [MUSIC] });
    tv = new FakePlexTv({ servers: [server] });
    await Promise.all([server.start(), tv.start()]);
    movie = server.add({ type: 'movie', title: 'Harbour Lights', year: 2019, guids: { imdb: 'tt7000101' } });
    server.add({ type: 'movie', title: 'holiday_2014_raw' });
    episode = server.add({
      type: 'episode',
      title: 'Tide Tables',
      year: 2020,
      season: 1,
      episode: 2,
      episodeTitle: 'High Water',
      guids: { tvdb: '7700222' },
      parentGuids: { tvdb: '370201' },
    });
  });
  afterEach(() => Promise.all([server.stop(), tv.stop()]));

  const as = (person: { readonly id: string; readonly token: string }, over: Partial<Connection> = {}) =>
    plex.connect(
      {
        type: 'plex',
        url: server.url,
        token: person.token,
        user: person.id,
        uuid: server.uuid,
        deviceId: 'us',
        version: '1.0.0',
        ...over,
      },
      { retries: 0, plexTvUrl: tv.url },
    );
  const owner = (): MediaServerClient => as(ALEX);

  it('names product, platform and how far the clocks are apart', async () => {
    expect(await owner().inspect.details()).toMatchObject({
      uuid: server.uuid,
      name: server.name,
      version,
      product: 'Plex Media Server',
      platform: 'Linux',
      clockSkewMs: 0,
      raw: { machineIdentifier: server.uuid },
    });
  });

  it('lists every library with its agent, and says which can be read', async () => {
    expect(await owner().libraries()).toEqual([
      expect.objectContaining({ id: '1', type: 'movie', supported: true, agent: 'tv.plex.agents.movie' }),
      expect.objectContaining({ id: '2', type: 'show', supported: true, scanner: 'Plex TV Series' }),
      expect.objectContaining({ id: '3', type: 'other', supported: false, contentType: 'artist' }),
    ]);
  });

  it('finds movies, shows and episodes by words, and no more than asked for', async () => {
    const search = async (words: string, limit = 25) =>
      (await owner().inspect.search(words, limit)).map(({ type, title }) => [type, title]);
    expect(await search('harbour')).toEqual([['movie', 'Harbour Lights']]);
    expect(await search('tide')).toEqual([['show', 'Tide Tables']]);
    expect(await search('high water')).toEqual([['episode', 'Tide Tables']]);
    expect(await search('nothing like it')).toEqual([]);
    for (let n = 0; n < 9; n += 1) server.add({ type: 'movie', title: `Harbour ${n}` });
    expect(await search('harbour', 5)).toHaveLength(5);
  });

  it('finds an item by its id, with the ids of its show', async () => {
    expect(await owner().inspect.lookUp(episode)).toMatchObject({
      id: episode,
      type: 'episode',
      title: 'Tide Tables',
      episodeTitle: 'High Water',
      season: 1,
      episode: 2,
      guids: { tvdb: '7700222' },
      parentGuids: { tvdb: '370201' },
      watched: false,
      libraryId: '2',
      genres: ['drama', 'mystery'],
    });
    const show = (await owner().inspect.lookUp(episode))?.showId ?? '';
    expect(await owner().inspect.lookUp(show)).toMatchObject({ type: 'show', watched: null });
    expect(await owner().inspect.lookUp('99999')).toBeNull();
  });

  it('lists titles under all their names, with paths, also of shows', async () => {
    const window = { offset: 0, limit: 100, withPaths: true };
    const movies = await owner().inspect.titles(MOVIES, window);
    expect(movies).toMatchObject({ received: 2, total: 2 });
    expect(movies.titles[0]).toMatchObject({
      title: 'Harbour Lights',
      guids: { imdb: 'tt7000101' },
      paths: [expect.stringContaining('Harbour Lights (2019).mkv')],
    });
    expect(movies.titles[1]?.guids).toEqual({});
    const shows = await owner().inspect.titles(SHOWS, window);
    expect(shows.titles).toMatchObject([
      { title: 'Tide Tables', paths: [expect.stringContaining('/media/tv/')] },
    ]);
    server.clearRequests();
    const [bare] = (await owner().inspect.titles(SHOWS, { ...window, withPaths: false })).titles;
    expect(bare?.paths).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('lists all ids of a library', async () => {
    const { ids, total } = await owner().inspect.ids(SHOWS, { offset: 0, limit: 100 });
    expect({ ids, total }).toEqual({ ids: [episode], total: 1 });
  });

  it('tells who is watching what', async () => {
    server.startSession(KID.id, episode, 612_000);
    expect(await owner().inspect.nowPlaying()).toMatchObject([
      {
        userId: KID.id,
        userName: 'Kids Room',
        itemId: episode,
        itemTitle: 'Tide Tables: High Water',
        itemType: 'episode',
        positionMs: 612_000,
        state: 'playing',
        device: 'Living room',
      },
    ]);
    await expect(as(BOB).inspect.nowPlaying()).rejects.toMatchObject({ key: 'forbidden' });
  });

  it('tells who uses the server, with what a form must know', async () => {
    expect(await owner().inspect.users()).toEqual([
      expect.objectContaining({ id: ALEX.id, admin: true, restricted: false }),
      expect.objectContaining({ id: KID.id, uuid: expect.any(String), protected: true, restricted: true }),
      expect.objectContaining({ id: BOB.id, guest: true }),
    ]);
  });

  it('tells each capability once, in their order, for everybody', async () => {
    for (const client of [owner(), as(KID), as(BOB), as(KID, { token: `at-server-${KID.token}` })]) {
      const told = await client.inspect.capabilities();
      expect(told.map(({ key }) => key)).toEqual([...CAPABILITIES]);
      for (const { note } of told) expect(note).toMatch(/\.$/);
    }
  });

  it('tells what only the owner can do', async () => {
    const can = async (client: MediaServerClient) =>
      Object.fromEntries(
        (await client.inspect.capabilities()).map(({ key, isAvailable }) => [key, isAvailable]),
      );
    const all = { progress: true, 'played-dates': false, 'other-users': false, webhooks: true };
    expect(await can(owner())).toMatchObject({
      ...all,
      users: true,
      sessions: true,
      'webhook-registration': true,
    });
    expect(await can(as(BOB))).toMatchObject({
      ...all,
      users: false,
      sessions: false,
      'webhook-registration': false,
    });
    tv.fault({ match: /webhooks/, kind: { status: 503 } });
    expect(await can(owner())).toMatchObject({ 'webhook-registration': null });
  });

  it('streams pictures of this server only, and knows what has not changed', async () => {
    const { inspect } = owner();
    const picture = await inspect.image({ remoteId: movie, kind: 'poster' });
    if (picture.kind !== 'image') throw new Error('there is no picture');
    expect(picture.contentType).toBe('image/gif');
    expect(await text(picture.body)).toMatch(/^GIF89a/);
    const again = {
      remoteId: movie,
      kind: 'background',
      ifModifiedSince: picture.lastModified ?? '',
    } as const;
    expect((await inspect.image(again)).kind).toBe('not-modified');
    expect(await inspect.image({ remoteId: '99999', kind: 'poster' })).toEqual({ kind: 'none' });
  });
});
