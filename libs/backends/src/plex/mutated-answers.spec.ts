import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakePlex, FakePlexTv } from '#libs/testing';
import { BackendError } from '../backend-error.js';
import type { Library, MediaServerClient } from '../media-server.js';
import { mutated } from '../testing/mutations/mutate.js';
import { Random } from '../testing/mutations/random.js';
import { parsed, rowsIn } from '../testing/mutations/rows.js';
import { TamperedLine } from '../testing/mutations/tampered-line.js';
import { PlexCloud } from './cloud/index.js';
import { plex } from './index.js';

/** For each endpoint (issue 4). */
const ANSWERS = 10_000;

const ALEX = { id: '14800001', name: 'alex', token: 'secret-alex', admin: true };
const KID = { id: '14800002', name: 'Kids Room', token: 'secret-kid' };
const BOB = { id: '15900003', name: 'bob', token: 'secret-bob', role: 'friend' } as const;
const MOVIES: Library = { id: '1', title: 'Movies', type: 'movie', supported: true };
const SHOWS: Library = { id: '2', title: 'TV Shows', type: 'show', supported: true };
const PAGE = { offset: 0, limit: 100 };

interface Scene {
  readonly client: MediaServerClient;
  readonly cloud: PlexCloud;
  readonly movie: string;
  readonly episode: string;
  readonly show: string;
  readonly playlist: string;
}

interface Endpoint {
  /** What of the conversation is tampered with: `METHOD path`. */
  readonly line: RegExp;
  ask(scene: Scene): Promise<unknown>;
}

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  root: { line: /GET \/$/, ask: ({ client }) => client.inspect.details() },
  accounts: { line: /GET \/accounts$/, ask: ({ client }) => client.validate() },
  sections: { line: /sections$/, ask: ({ client }) => client.libraries() },
  'page of movies': { line: /sections\/1\/all$/, ask: ({ client }) => client.page(MOVIES, PAGE) },
  'page of episodes and their shows': {
    line: /sections\/2\/all$/,
    ask: ({ client }) => client.page(SHOWS, PAGE),
  },
  'one movie': { line: /metadata\/\d+$/, ask: ({ client, movie }) => client.find(movie) },
  'one episode': { line: /metadata\/\d+$/, ask: ({ client, episode }) => client.find(episode) },
  'episodes of a show': {
    line: /metadata\/\d+(\/allLeaves)?$/,
    ask: ({ client, show }) => client.below(show, PAGE),
  },
  season: { line: /children$/, ask: ({ client, episode }) => client.find(episode) },
  identity: { line: /identity$/, ask: ({ client }) => client.find('99999') },
  sessions: { line: /sessions$/, ask: ({ client }) => client.sessions() },
  'sessions in detail': { line: /sessions$/, ask: ({ client }) => client.inspect.nowPlaying() },
  search: { line: /search$/, ask: ({ client }) => client.inspect.search('e', 25) },
  'search by id': { line: /metadata\/\d+$/, ask: ({ client, episode }) => client.inspect.lookUp(episode) },
  titles: {
    line: /all$|metadata/,
    ask: ({ client }) => client.inspect.titles(SHOWS, { ...PAGE, withPaths: true }),
  },
  ids: { line: /all$/, ask: ({ client }) => client.inspect.ids(MOVIES, PAGE) },
  playlists: { line: /playlists$/, ask: ({ client }) => client.playlists.list() },
  'one playlist': {
    line: /playlists\/\d+(\/items)?$/,
    ask: ({ client, playlist }) => client.playlists.read(playlist),
  },
  capabilities: { line: /GET \/$|webhooks|home/, ask: ({ client }) => client.inspect.capabilities() },
  people: { line: /home|api\/users/, ask: ({ client }) => client.inspect.users() },
  'T1 sign-in': { line: /POST .*pins$/, ask: ({ cloud }) => cloud.startSignIn() },
  'T3 devices': { line: /resources$/, ask: ({ cloud }) => cloud.servers(ALEX.token) },
  'T5 friends': { line: /api\/users/, ask: ({ cloud }) => cloud.friends(ALEX.token, 'f0e1') },
  'T6 shares': { line: /shared_servers/, ask: ({ cloud }) => cloud.sharedTokens(ALEX.token, UUID) },
  'T7 switch': {
    line: /switch/,
    ask: ({ cloud }) => cloud.switchTo(ALEX.token, { uuid: KID_UUID, pin: null }),
  },
  'T9 webhooks': { line: /webhooks/, ask: ({ cloud }) => cloud.hooks(ALEX.token) },
  'T11 account': { line: /v2\/user$/, ask: ({ cloud }) => cloud.account(ALEX.token) },
};

const UUID = 'f0e1d2c3b4a5968778695a4b3c2d1e0f12345678';
const KID_UUID = 'b2c3d4e5f6071829';

describe('mutated answers of Plex and plex.tv', () => {
  const server = new FakePlex({ uuid: UUID, users: [ALEX, { ...KID, uuid: KID_UUID }, BOB] });
  const tv = new FakePlexTv({ servers: [server] });
  const line = new TamperedLine();
  let ids = { movie: '', episode: '', show: '', playlist: '' };

  const scene = (): Scene => {
    const to = { type: 'plex', url: server.url, token: ALEX.token, user: ALEX.id, uuid: UUID } as const;
    return {
      client: plex.connect({ ...to, deviceId: 'us', version: '1.0.0' }, { retries: 0, plexTvUrl: tv.url }),
      cloud: new PlexCloud({ url: tv.url, deviceId: 'us', version: '1.0.0', retries: 0 }),
      ...ids,
    };
  };

  beforeAll(async () => {
    await Promise.all([server.start(), tv.start()]);
    const movie = server.add({ type: 'movie', title: 'Harbour Lights', guids: { imdb: 'tt7000101' } });
    const begun = server.add({ type: 'movie', title: 'Paper Planets' });
    server.add({ type: 'movie', title: 'Glass Ferry' });
    const about = { type: 'episode', title: 'Tide Tables', season: 1, parentGuids: { tvdb: '7' } } as const;
    const episode = server.add({ ...about, episode: 1, lastEpisode: 2, guids: { tvdb: '71' } });
    server.add({ ...about, episode: 3 });
    server.play(ALEX.id, movie, 1_700_000_000);
    server.play(ALEX.id, episode, 1_700_000_000);
    server.pauseAt(ALEX.id, begun, 1_800_000, 1_700_000_000);
    server.startSession(ALEX.id, begun, 1_000);
    const playlist = server.playlists.make(ALEX.id, { title: 'Rainy evening', itemIds: [movie, episode] });
    ids = { movie, episode, show: server.folderOf(episode, 'show'), playlist };
    line.lay();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await Promise.all([server.stop(), tv.stop()]);
  });

  it.each(Object.entries(ENDPOINTS))(
    'of “%s” make nothing crash and nobody unwatched',
    { timeout: 300_000 },
    async (_, { line: wanted, ask }) => {
      const random = new Random(20_260_920);
      let hits = 0;
      for (let count = 0; count < ANSWERS; count += 1) {
        const told: string[] = [];
        line.tamper = (request, text) => {
          const isHit = wanted.test(request);
          if (isHit) hits += 1;
          const arrived = isHit ? mutated(text, random) : text;
          told.push(arrived);
          return arrived;
        };
        const outcome: unknown = await ask(scene()).catch((error: unknown) => error);
        if (outcome instanceof Error && !(outcome instanceof BackendError))
          throw new Error(`answer ${count} crashed the client: ${told.join('\n')}`, { cause: outcome });
        for (const state of statesIn(outcome))
          if (!isSaid(state, told)) expect(state, `invented from ${told.join('\n')}`).toBeNull();
      }
      line.tamper = (__, text) => text;
      expect(hits).toBeGreaterThanOrEqual(ANSWERS);
    },
  );
});

interface State {
  readonly id: string;
  readonly watched: boolean;
}

/** The states that a client drew from an answer. */
function statesIn(outcome: unknown): readonly State[] {
  if (typeof outcome !== 'object' || outcome === null) return [];
  const all: readonly unknown[] =
    'items' in outcome && Array.isArray(outcome.items) ? outcome.items : [outcome];
  return all.filter(isState);
}

const isState = (value: unknown): value is State =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'watched' in value &&
  typeof value.watched === 'boolean';

/** Whether an answer says of this very item, in a way that Plex speaks, what the client understood. */
const isSaid = (state: State, answers: readonly string[]): boolean =>
  answers.some((text) => rowsIn(parsed(text)).some((row) => saysSo(row, state)));

function saysSo(row: Readonly<Record<string, unknown>>, { id, watched }: State): boolean {
  const { ratingKey } = row;
  if (typeof ratingKey !== 'string' && typeof ratingKey !== 'number') return false;
  if (String(ratingKey).replaceAll('\u0000', '').toWellFormed() !== id) return false;
  // What was never seen has no count at all; any other count is a whole number.
  if (!('viewCount' in row)) return !watched;
  const count = Number(row['viewCount']);
  return (
    /^(string|number)$/.test(typeof row['viewCount']) && Number.isInteger(count) && count > 0 === watched
  );
}
