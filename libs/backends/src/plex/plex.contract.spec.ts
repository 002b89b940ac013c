import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackendError } from '../backend-error.js';
import type { Library, MediaServerClient } from '../media-server.js';
import { plex } from './index.js';
import { RecordingServer, type Recorded, type Scripted } from './testing/recording-server.js';

const UUID = 'f0e1d2c3b4a5968778695a4b3c2d1e0f12345678';
const TOKEN = 'secret-server-token';
const MOVIES: Library = { id: '1', title: 'Movies', type: 'movie', supported: true };
const SHOWS: Library = { id: '2', title: 'TV Shows', type: 'show', supported: true };
const PAGE = { offset: 2_000, limit: 1_000 };
const FILM = {
  ratingKey: '101',
  type: 'movie',
  title: 'Harbour Lights',
  guid: 'plex://movie/5d776825880197001ec90101',
  Guid: [{ id: 'imdb://tt7000101' }],
  duration: 6_300_000,
  addedAt: 1_600_000_101,
};

const server = new RecordingServer();
let client: MediaServerClient;

beforeAll(async () => {
  await server.start();
  client = plex.connect(
    {
      type: 'plex',
      url: `${server.url}/sub/path/`,
      token: TOKEN,
      user: '5',
      uuid: UUID,
      deviceId: 'us',
      version: '1.2.3',
    },
    { retries: 0 },
  );
});
afterAll(() => server.stop());

const container = (values: object): Scripted => ({ json: { MediaContainer: values } });
const list = (...Metadata: readonly object[]): Scripted =>
  container({ size: Metadata.length, totalSize: 2_001, Metadata });
const root = container({ machineIdentifier: UUID, friendlyName: 'Attic', version: '1.42.1' });

const LIST = {
  ratingKey: '901',
  key: '/playlists/901/items',
  type: 'playlist',
  title: 'Rainy evening',
  smart: false,
  playlistType: 'video',
  leafCount: 1,
  addedAt: 1_700_000_901,
  updatedAt: 1_753_000_901,
};

interface Contract {
  readonly call: string;
  readonly ask: () => Promise<unknown>;
  /** By path; anything else gets the root of the server. */
  readonly answer: Scripted;
  /** What is asked before it. */
  readonly besides?: Readonly<Record<string, Scripted>>;
  readonly request: { readonly method: string; readonly path: string; readonly query: object };
  /** The window, where it is not the first thousand. */
  readonly window?: readonly [start: string, size: string];
  readonly result: unknown;
  /** Statuses that are an answer of their own, and what they come to. */
  readonly understood?: Readonly<Record<number, unknown>>;
}

const current = {
  id: '101',
  type: 'movie',
  title: 'Harbour Lights',
  episodeTitle: null,
  year: null,
  season: null,
  episode: null,
  lastEpisode: null,
  guids: {},
  parentGuids: {},
  showId: null,
  watched: false,
  positionMs: 0,
  playCount: 0,
  playedAt: null,
  addedAt: null,
  runtimeMs: 6_300_000,
  libraryId: '1',
  path: null,
} as const;
const written = { watched: true, positionMs: 0, playedAt: null };
const LIBRARY = 'com.plexapp.plugins.library';

const CONTRACTS: readonly Contract[] = [
  {
    call: 'P1 root',
    ask: () => client.inspect.details(),
    answer: root,
    request: { method: 'GET', path: '/', query: {} },
    result: expect.objectContaining({ uuid: UUID, name: 'Attic', version: '1.42.1' }),
  },
  {
    call: 'P2 sections',
    ask: () => client.libraries(),
    answer: container({ Directory: [{ key: '1', type: 'movie', title: 'Movies' }] }),
    request: { method: 'GET', path: '/library/sections', query: {} },
    result: [expect.objectContaining(MOVIES)],
  },
  {
    call: 'P5 page of shows',
    ask: () => client.inspect.titles(SHOWS, { ...PAGE, withPaths: false }),
    answer: list({ ratingKey: '201', type: 'show', title: 'Tide Tables' }),
    request: {
      method: 'GET',
      path: '/library/sections/2/all',
      query: { type: '2', sort: 'addedAt', includeGuids: '1' },
    },
    window: ['2000', '1000'],
    result: expect.objectContaining({ received: 1, total: 2_001 }),
  },
  {
    call: 'P6 page of movies',
    ask: () => client.page(MOVIES, PAGE),
    answer: list(FILM),
    request: {
      method: 'GET',
      path: '/library/sections/1/all',
      query: { type: '1', sort: 'addedAt', includeGuids: '1' },
    },
    window: ['2000', '1000'],
    result: expect.objectContaining({ received: 1, total: 2_001 }),
  },
  {
    call: 'P6 page of episodes',
    ask: () => client.page(SHOWS, PAGE),
    answer: list({ ratingKey: '222', type: 'episode', title: 'High Water', index: 2 }),
    request: {
      method: 'GET',
      path: '/library/sections/2/all',
      query: { type: '4', sort: 'episode.addedAt', includeGuids: '1' },
    },
    window: ['2000', '1000'],
    result: expect.objectContaining({ received: 1, total: 2_001 }),
  },
  {
    call: 'P8 item',
    ask: () => client.find('101'),
    answer: list(FILM),
    request: { method: 'GET', path: '/library/metadata/101', query: { includeGuids: '1' } },
    result: expect.objectContaining({ id: '101', guids: { imdb: 'tt7000101' } }),
    understood: { 404: null },
  },
  {
    call: 'P10 scrobble',
    ask: () => client.write(current, written),
    answer: { text: '' },
    request: { method: 'GET', path: '/:/scrobble', query: { identifier: LIBRARY, key: '101' } },
    result: undefined,
  },
  {
    call: 'P11 unscrobble',
    ask: () => client.write({ ...current, watched: true }, { ...written, watched: false }),
    answer: { text: '' },
    request: { method: 'GET', path: '/:/unscrobble', query: { identifier: LIBRARY, key: '101' } },
    result: undefined,
  },
  {
    call: 'P12 timeline',
    ask: () => client.write(current, { ...written, watched: false, positionMs: 1_900_000 }),
    answer: { text: '' },
    request: {
      method: 'POST',
      path: '/:/timeline',
      query: {
        ratingKey: '101',
        key: '/library/metadata/101',
        identifier: LIBRARY,
        state: 'stopped',
        time: '1900000',
        duration: '6300000',
        'X-Plex-Client-Identifier': 'us',
      },
    },
    result: undefined,
  },
  {
    call: 'P13 sessions',
    ask: () => client.sessions(),
    answer: list({ ratingKey: '101', User: { id: '5' } }),
    request: { method: 'GET', path: '/status/sessions', query: {} },
    result: ['101'],
    understood: { 401: [], 403: [], 404: [] },
  },
  {
    call: 'P14 search',
    ask: () => client.inspect.search('harbour', 25),
    answer: container({ Hub: [{ type: 'movie', Metadata: [FILM] }] }),
    request: {
      method: 'GET',
      path: '/hubs/search',
      query: {
        query: 'harbour',
        limit: '25',
        includeGuids: '1',
        includeLocations: '1',
        includeExternalMedia: '0',
        includeCollections: '0',
      },
    },
    result: [expect.objectContaining({ id: '101', title: 'Harbour Lights' })],
  },
  {
    call: 'P15 playlists',
    ask: () => client.playlists.list(),
    answer: container({ size: 1, Metadata: [LIST] }),
    request: { method: 'GET', path: '/playlists', query: { playlistType: 'video' } },
    result: [expect.objectContaining({ id: '901', title: 'Rainy evening', changedAt: 1_753_000_901 })],
  },
  {
    call: 'P17 entries of a playlist',
    ask: () => client.playlists.read('901'),
    answer: container({ size: 1, Metadata: [FILM] }),
    besides: { '/playlists/901': container({ size: 1, Metadata: [LIST] }) },
    request: { method: 'GET', path: '/playlists/901/items', query: {} },
    result: expect.objectContaining({
      entries: [{ remoteId: '101', type: 'movie', title: 'Harbour Lights' }],
    }),
  },
  {
    call: 'P18 make a playlist',
    ask: () => client.playlists.create({ title: 'Friday', itemIds: ['101', '102'] }),
    answer: container({ size: 1, Metadata: [{ ...LIST, ratingKey: '902' }] }),
    request: {
      method: 'POST',
      path: '/playlists',
      query: {
        title: 'Friday',
        smart: '0',
        type: 'video',
        uri: `server://${UUID}/com.plexapp.plugins.library/library/metadata/101,102`,
      },
    },
    result: '902',
  },
  {
    call: 'P19 remove a playlist',
    ask: () => client.playlists.remove('901'),
    answer: { status: 204, text: '' },
    request: { method: 'DELETE', path: '/playlists/901', query: {} },
    result: undefined,
    understood: { 404: undefined },
  },
  {
    call: 'accounts of the server',
    ask: () => client.users(),
    answer: container({ Account: [{ id: 1, name: 'alice' }] }),
    request: { method: 'GET', path: '/accounts', query: {} },
    result: [{ id: '1', name: 'alice', admin: true }],
  },
];

const scripted =
  ({ request, answer, besides }: Contract, instead: Scripted = answer) =>
  ({ path }: Recorded): Scripted =>
    path === `/sub/path${request.path}` ? instead : (besides?.[path.replace('/sub/path', '')] ?? root);

const sentFor = ({ request }: Contract): Recorded | undefined =>
  server.requests.find(({ path }) => path === `/sub/path${request.path}`);

async function outcomeOf({ ask }: Contract): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const said = [error.message, error.hint, error.stack, JSON.stringify(error)].join('\n');
    for (const secret of [TOKEN, server.url]) expect(said).not.toContain(secret);
    return error;
  }
}

describe.each(CONTRACTS)('$call', (contract) => {
  const { request, window = ['0', '1000'], result, understood = {} } = contract;

  it('is asked as Plex expects it, below the sub path, and understood', async () => {
    server.says(scripted(contract));
    expect(await contract.ask()).toEqual(result);
    const sent = sentFor(contract);
    expect(sent).toMatchObject({ method: request.method, query: request.query, body: '' });
    expect(Object.keys(sent?.query ?? {}).sort()).toEqual(Object.keys(request.query).sort());
    expect(sent?.headers).toMatchObject({
      accept: 'application/json',
      'x-plex-token': TOKEN,
      'x-plex-container-start': window[0],
      'x-plex-container-size': window[1],
      'x-plex-client-identifier': 'us',
      'x-plex-product': 'WatchState',
      'user-agent': 'WatchState/1.2.3',
    });
    expect(JSON.stringify(server.requests.map(({ query }) => query))).not.toContain(TOKEN);
  });

  it.each([
    [401, 'token-rejected'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [400, 'bad-answer'],
    [429, 'rate-limited'],
    [500, 'server-error'],
    [503, 'server-error'],
    [302, 'not-an-api'],
  ])('quirk 7: takes an HTML answer with status %i for what it is', async (status, key) => {
    const headers = { 'Content-Type': 'text/html', Location: 'https://elsewhere.test/' };
    const body = `<html><body><h1>${status}</h1></body></html>`;
    server.says(scripted(contract, { status, text: body, headers }));
    const outcome = await outcomeOf(contract);
    if (status in understood) expect(outcome).toEqual(understood[status]);
    else if (contract.call.startsWith('accounts') && [401, 403, 404].includes(status))
      expect(outcome).toMatchObject({ key: 'forbidden' });
    else expect(outcome).toMatchObject({ key, status });
    expect(server.requests.some(({ headers: { host } }) => host?.includes('elsewhere'))).toBe(false);
  });
});

const READS = CONTRACTS.filter(({ result }) => result !== undefined);

describe.each(READS)('$call', (contract) => {
  it.each([
    ['a web page', { text: '<!DOCTYPE html><title>Sign in</title>' }, 'not-an-api'],
    ['half an answer', { text: '{"MediaContainer": {"size": 1, "Metadata": [{"ratingKey"' }, 'bad-answer'],
    ['nothing', { text: '' }, 'bad-answer'],
    ['another API', { json: { hello: 'there' } }, 'not-an-api'],
    [
      'XML in spite of what was asked',
      { text: '<?xml version="1.0"?><MediaContainer size="1"/>' },
      'not-an-api',
    ],
  ])('refuses %s', async (...[, instead, key]) => {
    server.says(scripted(contract, instead));
    expect(await outcomeOf(contract)).toMatchObject({ key });
  });
});

it('U8: marks with PUT where a server insists on it, and only there', async () => {
  server.says(({ method }) => ({ status: method === 'GET' ? 405 : 200, text: '' }));
  await client.write(current, written);
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /sub/path/:/scrobble',
    'PUT /sub/path/:/scrobble',
  ]);
});
