import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { FakeEmby, FakeJellyfin } from '#libs/testing';
import { BackendError } from '../backend-error.js';
import type { Connection, Library, MediaServerClient, Password } from '../media-server.js';
import { backendOf } from '../registry.js';
import { mutated } from '../testing/mutations/mutate.js';
import { Random } from '../testing/mutations/random.js';
import { parsed, rowsIn } from '../testing/mutations/rows.js';
import { TamperedLine } from '../testing/mutations/tampered-line.js';

/** For each endpoint: 10,000, half of them from each type of server (issue 4). */
const ANSWERS = 5_000;

const TYPES = [
  { type: 'jellyfin', server: () => new FakeJellyfin({ version: '10.11' }) },
  { type: 'emby', server: () => new FakeEmby({ version: '4.9' }) },
] as const;

interface Scene {
  readonly client: MediaServerClient;
  readonly movies: Library;
  readonly shows: Library;
  readonly watchedMovie: string;
  readonly episode: string;
  readonly show: string;
  /** With the key of an admin. */
  readonly to: Connection;
  readonly playlist: string;
  readonly person: Password;
}

interface Endpoint {
  /** What of the conversation is tampered with: `METHOD path`. */
  readonly line: RegExp;
  ask(scene: Scene): Promise<unknown>;
}

const PAGE = { offset: 0, limit: 100 };
const MANNERS = { retries: 0 };

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'server, without a credential': { line: /Info\/Public$/, ask: ({ client }) => client.validate() },
  'server, with a credential': { line: /System\/Info$/, ask: ({ client }) => client.validate() },
  owner: { line: /Users\/Me$|GET \/Sessions$/, ask: ({ client }) => client.validate() },
  user: { line: /GET \/Users\/[0-9a-f]{32}$/, ask: ({ client }) => client.validate() },
  users: { line: /Users$/, ask: ({ client }) => client.users() },
  libraries: { line: /GET .*Items$/, ask: ({ client }) => client.libraries() },
  'page of movies': { line: /GET .*Items$/, ask: ({ client, movies }) => client.page(movies, PAGE) },
  'page of episodes and their shows': {
    line: /GET .*Items$/,
    ask: ({ client, shows }) => client.page(shows, PAGE),
  },
  'episodes of a show': {
    line: /GET .*Items(\/\w+)?$/,
    ask: ({ client, show }) => client.below(show, PAGE),
  },
  'webhook settings': {
    line: /GET .*(\/Configuration|\/Configured)$/,
    ask: ({ to }) =>
      backendOf(to.type).registerHook(to, 'https://here.test/v1/api/webhook/b7-x', { retries: 0 }),
  },
  'one movie': { line: /GET .*Items\/\w+$/, ask: ({ client, watchedMovie }) => client.find(watchedMovie) },
  'one episode': { line: /GET .*Items\/\w+$/, ask: ({ client, episode }) => client.find(episode) },
  folders: { line: /VirtualFolders/, ask: ({ client, episode }) => client.find(episode) },
  ancestors: { line: /Ancestors$/, ask: ({ client, episode }) => client.find(episode) },
  sessions: { line: /Sessions$/, ask: ({ client }) => client.sessions() },
  'sessions in detail': { line: /Sessions$/, ask: ({ client }) => client.inspect.nowPlaying() },
  'users in detail': { line: /Users$/, ask: ({ client }) => client.inspect.users() },
  details: { line: /System\/Info$/, ask: ({ client }) => client.inspect.details() },
  plugins: { line: /Plugins$/, ask: ({ client }) => client.inspect.capabilities() },
  search: { line: /GET .*Items$/, ask: ({ client }) => client.inspect.search('lighthouse', 25) },
  'search by id': { line: /GET .*Items\/\w+$/, ask: ({ client, episode }) => client.inspect.lookUp(episode) },
  titles: {
    line: /GET .*Items$/,
    ask: ({ client, movies }) => client.inspect.titles(movies, { ...PAGE, withPaths: true }),
  },
  ids: { line: /GET .*Items$/, ask: ({ client, movies }) => client.inspect.ids(movies, PAGE) },
  playlists: { line: /GET .*Items$/, ask: ({ client }) => client.playlists.list() },
  'one playlist': {
    line: /GET .*Items(\/\w+)?$/,
    ask: ({ client, playlist }) => client.playlists.read(playlist),
  },
  recent: { line: /GET .*Items$/, ask: ({ client }) => client.recent(20) },
  'sign-in': {
    line: /AuthenticateByName$/,
    ask: ({ to, person }) => backendOf(to.type).signIn?.(placeOf(to), person, MANNERS) ?? Promise.resolve(),
  },
  'API keys': {
    line: /Auth\/Keys$/,
    ask: ({ to, person }) => backendOf(to.type).makeKey?.(placeOf(to), person, MANNERS) ?? Promise.resolve(),
  },
  'Quick Connect': {
    line: /QuickConnect/,
    ask: async ({ to }) => {
      const { quickConnect } = backendOf(to.type);
      const begun = await quickConnect?.begin(placeOf(to), MANNERS);
      await quickConnect?.finish(placeOf(to), begun?.secret ?? '', MANNERS);
    },
  },
  mark: {
    line: /(POST|DELETE) .*PlayedItems/,
    ask: async ({ client, watchedMovie }) => {
      const current = { ...ITEM, id: watchedMovie, watched: true };
      await client.write(current, { watched: false, positionMs: 0, playedAt: null });
    },
  },
};

const placeOf = ({ url }: Connection) => ({ url, uuid: null, deviceId: 'd'.repeat(32), version: '1.0.0' });

const ITEM: RemoteItem = {
  id: '',
  type: 'movie',
  title: 'The Paper Lighthouse',
  episodeTitle: null,
  year: null,
  season: null,
  episode: null,
  lastEpisode: null,
  guids: {},
  parentGuids: {},
  watched: false,
  positionMs: 0,
  playCount: null,
  playedAt: null,
  addedAt: null,
  runtimeMs: null,
  libraryId: null,
  showId: null,
  path: null,
};

describe.each(TYPES)('mutated answers of $type', ({ type, server: makeServer }) => {
  const server = makeServer();
  const line = new TamperedLine();
  let fixed: Omit<Scene, 'client'>;

  const account = (): Connection => ({
    type,
    url: server.url,
    token: server.users[0]?.token ?? '',
    user: server.users[0]?.id ?? '',
    uuid: server.uuid,
    deviceId: 'd'.repeat(32),
    version: '1.0.0',
  });
  const connect = (): MediaServerClient => backendOf(type).connect(account(), { retries: 0 });

  beforeAll(async () => {
    await server.start();
    const alex = server.users[0]?.id ?? '';
    const watchedMovie = server.add({
      type: 'movie',
      title: 'The Paper Lighthouse',
      guids: { tmdb: '9001' },
    });
    const begun = server.add({ type: 'movie', title: 'Night Ferry', year: 2021 });
    server.add({ type: 'movie', title: 'Glass Orchard' });
    const about = { type: 'episode', title: 'Harbor Street', season: 1, parentGuids: { tvdb: '7' } } as const;
    const episode = server.add({ ...about, episode: 1, guids: { tvdb: '71' } });
    server.add({ ...about, episode: 2, lastEpisode: 3 });
    server.play(alex, watchedMovie, 1_700_000_000);
    server.play(alex, episode, 1_700_000_000);
    server.pauseAt(alex, begun, 1_800_000, 1_700_000_000);
    line.lay();
    const libraries = await connect().libraries();
    const [movies, shows] = ['movie', 'show'].map((kind) =>
      libraries.find((library) => library.type === kind),
    );
    if (!movies || !shows) throw new Error('the fake shows no libraries');
    const playlist = server.playlists.make(alex, {
      title: 'Rainy evening',
      itemIds: [watchedMovie, episode],
    });
    const show = server.folderOf(episode, 'show');
    const to: Connection = { ...account(), token: server.adminToken };
    const [person] = server.users.map((user) => ({ username: user.name, password: server.passwordOf(user) }));
    if (!person) throw new Error('nobody is there');
    fixed = { movies, shows, watchedMovie, episode, show, to, playlist, person };
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await server.stop();
  });

  it.each(Object.entries(ENDPOINTS))(
    'of “%s” make nothing crash and nobody unwatched',
    { timeout: 300_000 },
    async (_, { line: wanted, ask }) => {
      const random = new Random(20_260_920);
      for (let count = 0; count < ANSWERS; count += 1) {
        const told: string[] = [];
        line.tamper = (request, text) => {
          const arrived = wanted.test(request) ? mutated(text, random) : text;
          told.push(arrived);
          return arrived;
        };
        const outcome = await ask({ client: connect(), ...fixed }).catch((error: unknown) => error);
        if (outcome instanceof Error && !(outcome instanceof BackendError))
          throw new Error(`answer ${count} crashed the client: ${told.join('\n')}`, { cause: outcome });
        for (const item of itemsIn(outcome))
          if (!isSaid(item, told)) expect(item, `invented from ${told.join('\n')}`).toBeNull();
      }
      line.tamper = (__, text) => text;
    },
  );
});

/** The states that a client drew from an answer. */
function itemsIn(outcome: unknown): readonly { readonly id: string; readonly watched: boolean }[] {
  if (typeof outcome !== 'object' || outcome === null) return [];
  const all: readonly unknown[] =
    'items' in outcome && Array.isArray(outcome.items) ? outcome.items : [outcome];
  return all.filter(isState);
}

const isState = (value: unknown): value is { readonly id: string; readonly watched: boolean } =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'watched' in value &&
  typeof value.watched === 'boolean';

/** Whether an answer says of this very item, as a plain yes or no, what the client understood. */
const isSaid = (
  item: { readonly id: string; readonly watched: boolean },
  answers: readonly string[],
): boolean => answers.some((text) => rowsIn(parsed(text)).some((row) => saysSo(row, item)));

function saysSo(
  row: Readonly<Record<string, unknown>>,
  item: { readonly id: string; readonly watched: boolean },
) {
  const data = row['UserData'];
  const id = row['Id'];
  if (typeof id !== 'string' && typeof id !== 'number') return false;
  const said = String(id).replaceAll('\u0000', '').toWellFormed();
  if (said !== item.id || typeof data !== 'object' || data === null) return false;
  return 'Played' in data && data.Played === item.watched;
}
