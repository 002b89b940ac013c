import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakePlex } from '#libs/testing';
import type { Connection, Library, MediaServerClient } from '../media-server.js';
import type { Fields } from '../reading.js';
import { readFoundItem, readHubs } from './inspection/found-item.js';
import { isOlder } from './inspection/capabilities.js';
import { readPlexSession } from './inspection/playing-session.js';
import { plex } from './index.js';
import { episodeRange } from './plex.episode-range.js';
import { readPlexGuids } from './plex.guid.js';
import { metadataOf, readPlexItem, readPlexServer } from './plex.mapper.js';
import { readPlaying } from './plex.sessions.js';
import { readPlexWebhook } from './plex.webhook.js';
import { planWrite } from './plex.write-plan.js';
import { RecordingServer } from './testing/recording-server.js';

// The traps of plex.md 7 that no other spec holds; docs/traps-plex.md lists them all.

const MOVIES: Library = { id: '1', title: 'Movies', type: 'movie', supported: true };
const FILM: Fields = { ratingKey: '101', type: 'movie', title: 'Harbour Lights', addedAt: 1_600_000_101 };
const read = (row: Fields) => readPlexItem(row, { libraryId: '9', show: () => undefined });
const guidsOf = (...ids: readonly string[]) => readPlexGuids({ Guid: ids.map((id) => ({ id })) });

const server = new RecordingServer();
const fake = new FakePlex();
let client: MediaServerClient;
let faked: MediaServerClient;
const to = (url: string, over: Partial<Connection> = {}): Connection => ({
  type: 'plex',
  url,
  token: fake.adminToken,
  user: '14800001',
  uuid: null,
  deviceId: 'us',
  version: '1.0.0',
  ...over,
});

beforeAll(async () => {
  await Promise.all([server.start(), fake.start()]);
  client = plex.connect(to(`${server.url}/behind/a/proxy`), { retries: 0 });
  faked = plex.connect(to(fake.url), { retries: 0 });
});
afterAll(() => Promise.all([server.stop(), fake.stop()]));

const page = (values: object) => ({ json: { MediaContainer: values } });

describe('transport and paging', () => {
  it('quirk 2: never asks for more than 1000 at once', async () => {
    server.says(page({ totalSize: 0 }));
    await client.page(MOVIES, { offset: 0, limit: 8_000 });
    expect(server.request.headers['x-plex-container-size']).toBe('1000');
  });

  it('quirks 3 and 4: sends start and size with every call', async () => {
    server.says(page({ machineIdentifier: 'f0e1', Directory: [] }));
    await Promise.all([
      client.libraries(),
      client.sessions(),
      client.inspect.search('a', 5),
      client.inspect.details(),
    ]);
    for (const { headers } of server.requests) {
      expect(headers['x-plex-container-start']).toBe('0');
      expect(headers['x-plex-container-size']).toBe('1000');
    }
  });

  it('quirk 5: finds the total in the header whatever its case, else in the body', async () => {
    server.says({ ...page({ size: 0 }), headers: { 'x-PLEX-container-total-SIZE': '7' } });
    expect((await client.page(MOVIES, { offset: 0, limit: 5 })).total).toBe(7);
    server.says(page({ size: 0, totalSize: 8 }));
    expect((await client.page(MOVIES, { offset: 0, limit: 5 })).total).toBe(8);
  });

  it('quirk 6: asks for JSON every time', async () => {
    server.says(page({ Directory: [] }));
    await client.libraries();
    expect(server.request.headers.accept).toBe('application/json');
  });

  it('quirk 9: takes a list without its key for an empty one', () => {
    expect(metadataOf({ size: 0 })).toEqual([]);
  });

  it('quirk 10: keeps the sub path of the address', async () => {
    server.says(page({ Directory: [] }));
    await client.libraries();
    expect(server.request.path).toBe('/behind/a/proxy/library/sections');
  });

  it('quirk 13: reads a title with broken characters', async () => {
    server.says({
      text: '{"MediaContainer":{"totalSize":1,"Metadata":[{"ratingKey":"1","type":"movie","title":"a\\ud800b\\u0000"}]}}',
    });
    const { items } = await client.page(MOVIES, { offset: 0, limit: 5 });
    expect(items[0]?.title.isWellFormed()).toBe(true);
    expect(items[0]?.title).not.toContain('\u0000');
  });

  it('half a page moves on by what came, so that nothing is left out', async () => {
    for (let n = 0; n < 10; n += 1) fake.add({ type: 'movie', title: `Reel ${n}` });
    fake.lie({ halfPages: true });
    const seen = new Set<string>();
    for (let offset = 0; offset < 10;) {
      const { items, received, total } = await faked.page(MOVIES, { offset, limit: 4 });
      expect(total).toBe(10);
      for (const { id } of items) seen.add(id);
      offset += received;
      if (received === 0) fake.lie({});
    }
    fake.lie({});
    expect(seen.size).toBe(10);
  });

  it.each([
    ['another page', { offset: 4 }],
    ['fewer in all than it sends', { total: 1 }],
    ['half a document', { cutJson: true }],
  ])('a server that tells %s is not believed', async (_, lie) => {
    fake.lie(lie);
    await expect(faked.page(MOVIES, { offset: 0, limit: 5 })).rejects.toMatchObject({ key: 'bad-answer' });
    fake.lie({});
  });

  it('an item of another server is not taken for gone', async () => {
    const known = plex.connect(to(fake.url, { uuid: fake.uuid }), { retries: 0 });
    fake.lie({ uuid: 'another' });
    await expect(known.find('99999')).rejects.toMatchObject({ key: 'wrong-server' });
    fake.lie({});
  });

  it('an answer about another item is not taken for the one that was asked for', async () => {
    server.says(page({ Metadata: [{ ...FILM, ratingKey: '202' }] }));
    await expect(client.find('101')).rejects.toMatchObject({ key: 'bad-answer' });
  });
});

describe('types of values', () => {
  it('quirk 14: reads the numbers of sessions as text and as numbers', () => {
    const row = { ratingKey: '222', sessionKey: '17', viewOffset: '612000', User: { id: '5' } };
    const numeric = { ratingKey: 222, sessionKey: 17, viewOffset: 612_000, User: { id: 5 } };
    for (const session of [row, numeric])
      expect(readPlexSession(session)).toMatchObject({
        itemId: '222',
        id: '17',
        positionMs: 612_000,
        userId: '5',
      });
  });

  it('quirk 15: has ids as text, however they come', () => {
    expect(read({ ...FILM, ratingKey: 101, librarySectionID: 4 })).toMatchObject({
      id: '101',
      libraryId: '4',
    });
  });

  it('quirk 16: knows the person of a session as text and as a number', () => {
    const person = { id: '5', uuid: null };
    expect(readPlaying([{ ratingKey: 1, User: { id: 5 } }], person)).toEqual(['1']);
  });

  it.each([
    [{ year: 0, originallyAvailableAt: '2018-03-08' }, 2018],
    [{ parentYear: 2020, year: 2021 }, 2020],
    [{}, null],
  ])('quirk 17: has the year of %j as %j', (fields, year) => {
    expect(read({ ...FILM, ...fields })?.year).toBe(year);
  });
});

describe('users and tokens', () => {
  it('quirk 20: knows the owner by the local id, too', () => {
    const local = [{ ratingKey: '1', User: { id: '1' } }];
    expect(readPlaying(local, { id: '14800001', uuid: null })).toEqual(['1']);
    const payload = { event: 'media.stop', owner: true, user: true, Account: { id: 1 } };
    const about = { Server: { uuid: 'f0e1' }, Metadata: { type: 'movie', ratingKey: '101' } };
    expect(readPlexWebhook({ ...payload, ...about })).toMatchObject({ kind: 'item-changed', user: null });
  });

  it('quirk 30: names the same device to the server and in a position', async () => {
    const item = { ...FILM, duration: 6_300_000 };
    server.says(page({ Metadata: [item] }));
    const current = await client.find('101');
    if (!current) throw new Error('the movie is gone');
    server.says({ text: '' });
    await client.write(current, { watched: false, positionMs: 60_000, playedAt: null });
    expect(server.request.headers['x-plex-client-identifier']).toBe('us');
    expect(server.request.query['X-Plex-Client-Identifier']).toBe('us');
  });
});

describe('state and dates', () => {
  it('quirks 33 and 34: only the count says watched, whatever the dates', () => {
    expect(read({ ...FILM, lastViewedAt: 1_753_900_000, viewOffset: 5_000 })).toMatchObject({
      watched: false,
      positionMs: 5_000,
    });
    expect(read({ ...FILM, viewCount: 1 })).toMatchObject({ watched: true, playedAt: null });
  });

  it.each([null, 'often', -1, 0.5, true, {}, [1], ''])(
    'a count of %j is no word about the state: the item is left out',
    (viewCount) => {
      expect(read({ ...FILM, viewCount })).toBeNull();
    },
  );

  const item = (state: object) => {
    const found = read({ ...FILM, duration: 6_000_000, ...state });
    if (!found) throw new Error('the item was not understood');
    return found;
  };

  it('quirk 36: is not marked again when it is watched', () => {
    expect(planWrite(item({ viewCount: 1 }), { watched: true, positionMs: 0 })).toEqual([]);
  });

  it('quirk 37: a watched item has no position unless the server says so', () => {
    expect(item({ viewCount: 1 }).positionMs).toBe(0);
  });

  it('quirk 39: has its position set by the timeline, with duration and device', async () => {
    server.says({ text: '' });
    await client.write(item({}), { watched: false, positionMs: 60_000, playedAt: null });
    expect(server.request).toMatchObject({ method: 'POST', path: '/behind/a/proxy/:/timeline' });
    expect(server.request.query).toMatchObject({ state: 'stopped', duration: '6000000', time: '60000' });
  });

  it('quirk 40: never gets a position that means watched', () => {
    expect(planWrite(item({}), { watched: false, positionMs: 5_400_000 })).toEqual([]);
  });

  it('quirk 41: a time of zero is none', () => {
    expect(read({ ...FILM, addedAt: 0, lastViewedAt: 0 })).toMatchObject({ addedAt: null, playedAt: null });
  });

  it('quirk 43: an item that is gone is gone by the word of its server', async () => {
    expect(await faked.find('99999')).toBeNull();
  });

  it('quirk 44: an episode of a hidden season is a special, of its show all the same', () => {
    const hidden = { ratingKey: '5', type: 'episode', index: 3, parentRatingKey: '201' };
    expect(read(hidden)).toMatchObject({ season: 0, episode: 3, showId: '201' });
  });

  it('quirk 45: an episode without a number has none, instead of a made-up one', () => {
    expect(read({ ratingKey: '5', type: 'episode', parentIndex: 1 })).toMatchObject({ episode: null });
  });
});

describe('identification', () => {
  it('quirk 46: an id of Plex itself is no pointer', () => {
    expect(readPlexGuids({ guid: 'plex://movie/5d776825880197001ec90101' })).toEqual({});
  });

  it('quirk 47: asks for the ids of lists', async () => {
    server.says(page({ totalSize: 0 }));
    await client.page(MOVIES, { offset: 0, limit: 5 });
    expect(server.request.query['includeGuids']).toBe('1');
  });

  it('quirk 48: of two ids of one source the smaller one counts, in either order', () => {
    expect(guidsOf('tmdb://9', 'tmdb://10')).toEqual(guidsOf('tmdb://10', 'tmdb://9'));
    expect(guidsOf('tmdb://10', 'tmdb://9')).toEqual({ tmdb: '9' });
  });

  it.each([
    'com.plexapp.agents.thetvdb://121361/1/2?lang=en',
    'com.plexapp.agents.hama://anidb-70203/1/1?lang=en',
    'local://104',
    'com.plexapp.agents.none://123456',
    'tv.plex.agents.nfo.movie://movie/858024',
  ])('quirks 49, 50, 51 and 53: %s is nobody’s id', (guid) => {
    expect(readPlexGuids({ guid })).toEqual({});
  });

  it.each(['Show.S01E03.4K.mkv', 'Show.S01E07.8bit.mkv', 'Show.S01E09.10bit.mkv', 'Show.S01E05.1080p.mkv'])(
    'quirk 54: %s holds one episode',
    (name) => {
      const range = episodeRange(name);
      expect(range?.last).toBe(range?.first);
    },
  );

  it('quirk 55: the first file stands for an item, but all are shown', () => {
    const Media = [{ Part: [{ file: '/a.mkv' }] }, { Part: [{ file: '/b.mkv' }] }];
    expect(read({ ...FILM, Media })?.path).toBe('/a.mkv');
    expect(readFoundItem({ ...FILM, Media })?.path).toBe('/a.mkv');
  });

  it('U9: a search finds shows under either name', () => {
    const show = { ratingKey: '201', type: 'show', title: 'Tide Tables' };
    for (const name of ['Metadata', 'Directory'])
      expect(readHubs({ Hub: [{ type: 'show', [name]: [show] }] })).toMatchObject([{ id: '201' }]);
  });
});

describe('webhooks', () => {
  const about = { Server: { uuid: 'f0e1' }, Account: { id: 5 }, Metadata: { type: 'movie', ratingKey: 101 } };

  it('quirk 57: is about the person who plays, on the server that is named', () => {
    const payload = { ...about, event: 'media.stop', owner: true, user: false, Player: { uuid: 'player-1' } };
    expect(readPlexWebhook(payload)).toMatchObject({ user: '5', serverUuid: 'f0e1', remoteId: '101' });
  });

  it.each(['media.play', 'media.pause', 'media.resume', 'media.stop'])(
    'quirk 58: %s says nothing about watched',
    (event) => {
      const payload = { ...about, event, Metadata: { ...about.Metadata, viewCount: 0 } };
      expect(JSON.stringify(readPlexWebhook(payload))).not.toContain('"watched":false');
    },
  );

  it('quirk 59: a scrobble means watched, whatever count it carries', () => {
    const payload = { ...about, event: 'media.scrobble' };
    expect(JSON.stringify(readPlexWebhook(payload))).not.toContain('"watched":false');
  });

  it.each(['show', 'season'])(
    'quirk 60: news about a new %s rings for it, a play of one is nothing',
    (type) => {
      const Metadata = { type, ratingKey: 201 };
      expect(readPlexWebhook({ ...about, event: 'library.new', Metadata })).toMatchObject({
        kind: 'item-changed',
        remoteId: '201',
        user: null,
      });
      expect(readPlexWebhook({ ...about, event: 'media.play', Metadata })).toMatchObject({ kind: 'ignored' });
    },
  );

  it.each([{ Server: { uuid: '' } }, { Server: {} }, { Account: { id: '' } }, { Account: {} }])(
    'quirk 65: %j is not matched with a half-configured backend',
    (empty) => {
      expect(readPlexWebhook({ ...about, event: 'media.stop', ...empty })).toMatchObject({ kind: 'ignored' });
    },
  );
});

it.each([200, 204, 404])(
  'quirk 67: a playlist is removed when the server answers with %i',
  async (status) => {
    server.requests.length = 0;
    server.says(({ method }) =>
      method === 'DELETE' ? { status, text: '' } : page({ machineIdentifier: 'f0e1' }),
    );
    await expect(client.playlists.remove('901')).resolves.toBeUndefined();
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /behind/a/proxy/',
      'DELETE /behind/a/proxy/playlists/901',
    ]);
  },
);

it('quirk 70: an old server is told from the recommended one', () => {
  expect(['1.25.9.5721', '1.41.6.9605-a', '1.41.5'].map(isOlder)).toEqual([true, true, true]);
  expect(['1.41.6.9606-a', '1.41.6.9685', '1.43.0', '2.0', '', 'new'].map(isOlder)).not.toContain(true);
});

it('a server without a name or version is a server all the same', () => {
  expect(readPlexServer({ machineIdentifier: 'f0e1' })).toMatchObject({ uuid: 'f0e1' });
});

describe('docs/traps-plex.md', () => {
  const docs = readFileSync(new URL('../../../../docs/traps-plex.md', import.meta.url), 'utf8');
  const rows = [...docs.matchAll(/^\| (\d+) +\|([^|]*)\|([^|]*)\|/gm)].map(([, number, , held = '']) => ({
    number: Number(number),
    held: held.trim(),
  }));
  const folder = new URL('.', import.meta.url);
  const specs = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const tested = new Set(
    [...specs.matchAll(/quirks? ([\d, and]+):/g)].flatMap(([, numbers = '']) => numbers.match(/\d+/g) ?? []),
  );

  it('lists every trap of plex.md once', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 71 }, (_, index) => index + 1));
  });

  it.each(rows)('says rightly how trap $number is held', ({ number, held }) => {
    expect(held.startsWith('test')).toBe(tested.has(String(number)));
    expect(held.length).toBeGreaterThan(3);
  });
});
