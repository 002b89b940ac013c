import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import {
  FakeEmby,
  FakeJellyfin,
  type FakeMediaServer,
  type FakeTitle,
  type FakeUser,
  type Fault,
  type LoggedRequest,
} from '#libs/testing';
import type { BackendErrorCode } from '../backend-error.js';
import type { Connection, Library, MediaServerClient } from '../media-server.js';
import { backendOf } from '../registry.js';
import { failure, sceneWith, type Scene } from '../testing/stage.js';

const SERVERS = [
  ...['10.8', '10.9', '10.10', '10.11', '12'].map((version) => ({ type: 'jellyfin' as const, version })),
  ...['4.7', '4.8', '4.9', '4.10'].map((version) => ({ type: 'emby' as const, version })),
];
type Server = (typeof SERVERS)[number];

interface Asked {
  readonly client: MediaServerClient;
  readonly server: FakeMediaServer & { passwordOf(user: FakeUser): string };
  readonly to: Connection;
  readonly movies: Library;
  readonly shows: Library;
  readonly movie: RemoteItem;
  readonly episode: RemoteItem;
  readonly playlist: string;
}

interface Call {
  /** Numbers of the call table (jellyfin-emby.md 1.4). */
  readonly numbers: string;
  readonly ask: (asked: Asked) => Promise<unknown>;
  /** The request that the vendor expects, by kind of path; `U` and `I` stand for ids of a user and an item. */
  readonly lines: { readonly legacy: RegExp; readonly modern?: RegExp };
  /** Whether there is a body that must be read. */
  readonly isRead: boolean;
  /** Why a version cannot be asked this. */
  readonly missingIn?: (server: Server) => string | null;
}

const PAGE = { offset: 0, limit: 50 };
const LIST = /(?=.*recursive=true)(?=.*parentId=\w+)(?=.*startIndex=0)(?=.*sortBy=DateCreated)/.source;
const listed = (more: string): Call['lines'] => ({
  legacy: new RegExp(`^GET /Users/U/Items\\?${LIST}${more}`),
  modern: new RegExp(`^GET /Items\\?userId=U&${LIST}${more}`),
});
const noPositions = ({ version }: Server): string | null => (version === '10.8' ? 'has no such call' : null);

const MANNERS = { retries: 0, timeoutMs: 300 };
const onlyOn =
  (type: Server['type']) =>
  (server: Server): string | null =>
    server.type === type ? null : 'has another way';

const register = ({ to }: Asked, url: string): Promise<unknown> =>
  backendOf(to.type).registerHook(to, url, MANNERS);

/** Only what is not there yet is written. */
let hooks = 100;
function registerAnother(asked: Asked): Promise<unknown> {
  hooks += 1;
  return register(asked, `https://here.test/v1/api/webhook/b${hooks}-another`);
}

async function signedIn({ to, server }: Asked): Promise<string> {
  const [user] = server.users;
  if (!user) throw new Error('nobody is there');
  const who = { username: user.name, password: server.passwordOf(user) };
  const { signIn } = backendOf(to.type);
  return (
    (await signIn?.({ url: to.url, uuid: null, deviceId: 'another-device', version: '1' }, who, MANNERS))
      ?.token ?? ''
  );
}

const CALLS: Readonly<Record<string, Call>> = {
  'who answers here': {
    numbers: 'C01, C02',
    ask: ({ client }) => client.inspect.details(),
    lines: { legacy: /^GET \/System\/Info$/ },
    isRead: true,
  },
  'whose token it is': {
    numbers: 'C03, C05',
    ask: ({ client }) => client.validate(),
    lines: { legacy: /^GET \/(Users\/Me|Sessions\?DeviceId=\S+)$/ },
    isRead: true,
  },
  'all users': {
    numbers: 'C04',
    ask: ({ client }) => client.users(),
    lines: { legacy: /^GET \/Users$/ },
    isRead: true,
  },
  libraries: {
    numbers: 'C08',
    ask: ({ client }) => client.libraries(),
    lines: { legacy: /^GET \/Users\/U\/Items$/, modern: /^GET \/Items\?userId=U$/ },
    isRead: true,
  },
  'folders of the libraries': {
    numbers: 'C09',
    ask: ({ client, movie }) => client.find(movie.id),
    lines: { legacy: /^GET \/Library\/VirtualFolders(\/Query)?$/ },
    isRead: true,
  },
  'page of movies': {
    numbers: 'C10, C12',
    ask: ({ client, movies }) => client.page(movies, PAGE),
    lines: listed('(?=.*includeItemTypes=Movie,Episode)(?=.*excludeLocationTypes=Virtual)(?=.*limit=50)'),
    isRead: true,
  },
  'shows before episodes': {
    numbers: 'C11',
    ask: ({ client, shows }) => client.page(shows, PAGE),
    lines: listed('(?=.*includeItemTypes=Series)(?!.*filters=)(?=.*enableUserData=false)'),
    isRead: true,
  },
  'episodes of a show': {
    numbers: 'C12, C13',
    ask: ({ client, episode }) => client.below(episode.showId ?? '', PAGE),
    lines: listed('(?=.*includeItemTypes=Movie,Episode)(?=.*excludeLocationTypes=Virtual)(?=.*limit=50)'),
    isRead: true,
  },
  'what was watched last': {
    numbers: 'C33',
    ask: ({ client }) => client.recent(20),
    lines: {
      legacy:
        /^GET \/Users\/U\/Items\?sortBy=DatePlayed,SortName&sortOrder=Descending&recursive=true(?=.*limit=20)/,
      modern:
        /^GET \/Items\?userId=U&sortBy=DatePlayed,SortName&sortOrder=Descending&recursive=true(?=.*limit=20)/,
    },
    isRead: true,
  },
  'one item': {
    numbers: 'C13',
    ask: ({ client, movie }) => client.find(movie.id),
    lines: { legacy: /^GET \/Users\/U\/Items\/I\?/, modern: /^GET \/Items\/I\?userId=U&/ },
    isRead: true,
  },
  search: {
    numbers: 'C14',
    ask: ({ client }) => client.inspect.search('lighthouse', 25),
    lines: {
      legacy: /^GET \/Users\/U\/Items\?searchTerm=lighthouse&limit=25&recursive=true/,
      modern: /^GET \/Items\?userId=U&searchTerm=lighthouse&limit=25&recursive=true/,
    },
    isRead: true,
  },
  'mark played with a date': {
    numbers: 'C15',
    ask: ({ client, movie }) =>
      client.write(
        { ...movie, watched: false, positionMs: 0 },
        { watched: true, positionMs: 0, playedAt: 1_758_391_445 },
      ),
    lines: {
      legacy: /^POST \/Users\/U\/PlayedItems\/I\?DatePlayed=(20250920180405|2025-09-20T18:04:05Z)$/,
      modern: /^POST \/UserPlayedItems\/I\?userId=U&DatePlayed=2025-09-20T18:04:05Z$/,
    },
    isRead: false,
  },
  'mark unplayed': {
    numbers: 'C16',
    ask: ({ client, movie }) =>
      client.write(
        { ...movie, watched: true, positionMs: 0 },
        { watched: false, positionMs: 0, playedAt: null },
      ),
    lines: {
      legacy: /^DELETE \/Users\/U\/PlayedItems\/I$/,
      modern: /^DELETE \/UserPlayedItems\/I\?userId=U$/,
    },
    isRead: false,
  },
  'store a position': {
    numbers: 'C17, C18',
    ask: ({ client, movie }) =>
      client.write(
        { ...movie, watched: false, positionMs: 0 },
        { watched: false, positionMs: 900_000, playedAt: 1_758_391_445 },
      ),
    lines: {
      legacy: /^POST \/Users\/U\/Items\/I\/UserData$/,
      modern: /^POST \/UserItems\/I\/UserData\?userId=U$/,
    },
    isRead: false,
    missingIn: noPositions,
  },
  'sessions now playing': {
    numbers: 'C20',
    ask: ({ client }) => client.inspect.nowPlaying(),
    lines: { legacy: /^GET \/Sessions$/ },
    isRead: true,
  },
  'plugins, for webhooks': {
    numbers: 'C21',
    ask: ({ client }) => client.inspect.capabilities(),
    lines: { legacy: /^GET \/Plugins$/ },
    isRead: true,
    missingIn: ({ type }) => (type === 'emby' ? 'sends webhooks without one' : null),
  },
  'settings of the plugin': {
    numbers: 'C22',
    ask: (asked) => register(asked, 'https://here.test/v1/api/webhook/b7-known'),
    lines: { legacy: /^GET \/Plugins\/\w+\/Configuration$/ },
    isRead: true,
    missingIn: onlyOn('jellyfin'),
  },
  'save them': {
    numbers: 'C22',
    ask: registerAnother,
    lines: { legacy: /^POST \/Plugins\/\w+\/Configuration$/ },
    isRead: false,
    missingIn: onlyOn('jellyfin'),
  },
  'webhook notifications': {
    numbers: 'C23',
    ask: (asked) => register(asked, 'https://here.test/v1/api/webhook/b7-known'),
    lines: { legacy: /^GET \/Notifications\/Services\/Configured\?UserId=U$/ },
    isRead: true,
    missingIn: onlyOn('emby'),
  },
  'save one': {
    numbers: 'C23',
    ask: registerAnother,
    lines: { legacy: /^POST \/Notifications\/Services\/Configured\?UserId=U$/ },
    isRead: false,
    missingIn: onlyOn('emby'),
  },
  'test one': {
    numbers: 'C24',
    ask: async (asked) => {
      const url = 'http://127.0.0.1:9/v1/api/webhook/b7-known';
      await register(asked, url);
      await backendOf(asked.to.type).testHook?.(asked.to, url, MANNERS);
    },
    lines: { legacy: /^POST \/Notifications\/Services\/Test$/ },
    isRead: false,
    missingIn: onlyOn('emby'),
  },
  'sign in': {
    numbers: 'C06',
    ask: (asked) => signedIn(asked),
    lines: { legacy: /^POST \/Users\/AuthenticateByName$/ },
    isRead: true,
  },
  'sign out': {
    numbers: 'C07',
    ask: async (asked) => {
      const token = await signedIn(asked);
      await backendOf(asked.to.type)
        .connect({ ...asked.to, token }, MANNERS)
        .signOut?.();
    },
    lines: { legacy: /^POST \/Sessions\/Logout$/ },
    isRead: false,
  },
  'titles of a library': {
    numbers: '6',
    ask: ({ client, movies }) => client.inspect.titles(movies, { ...PAGE, withPaths: true }),
    lines: listed('(?=.*includeItemTypes=Movie,Series)(?=.*enableUserData=false)'),
    isRead: true,
  },
  'ids of a library': {
    numbers: '6',
    ask: ({ client, movies }) => client.inspect.ids(movies, PAGE),
    lines: listed('(?=.*includeItemTypes=Movie,Episode)(?=.*enableUserData=false)(?!.*fields=)'),
    isRead: true,
  },
  playlists: {
    numbers: 'C25',
    ask: ({ client }) => client.playlists.list(),
    lines: {
      legacy:
        /^GET \/Users\/U\/Items\?recursive=true(?=.*includeItemTypes=Playlist)(?=.*startIndex=0)(?!.*mediaTypes)/,
      modern:
        /^GET \/Items\?userId=U&recursive=true(?=.*includeItemTypes=Playlist)(?=.*startIndex=0)(?!.*mediaTypes)/,
    },
    isRead: true,
  },
  'one playlist': {
    numbers: 'C26',
    ask: ({ client, playlist }) => client.playlists.read(playlist),
    lines: { legacy: /^GET \/Users\/U\/Items\/P\?/, modern: /^GET \/Items\/P\?userId=U&/ },
    isRead: true,
  },
  'entries of a playlist': {
    numbers: 'C27',
    ask: ({ client, playlist }) => client.playlists.read(playlist),
    lines: { legacy: /^GET \/Playlists\/P\/Items\?userId=U&(?=.*startIndex=0)/ },
    isRead: true,
  },
  'make a playlist': {
    numbers: 'C28',
    ask: ({ client, movie }) => client.playlists.create({ title: 'Friday', itemIds: [movie.id] }),
    lines: { legacy: /^POST \/Playlists(\?Name=Friday&Ids=\d+&userId=U&MediaType=Video)?$/ },
    isRead: false,
  },
  'remove a playlist': {
    numbers: 'C29',
    ask: async ({ client, server, playlist }) => {
      const kept = server.playlists.copy();
      await client.playlists.remove(playlist);
      server.playlists.restore(kept);
    },
    lines: { legacy: /^DELETE \/Items\/P$/ },
    isRead: false,
  },
  pictures: {
    numbers: 'C30',
    ask: async ({ client, movie }) => {
      const answer = await client.inspect.image({ remoteId: movie.id, kind: 'poster' });
      if (answer.kind === 'image') answer.body.destroy();
    },
    lines: { legacy: /^GET \/Items\/I\/Images\/Primary\?maxWidth=600$/ },
    isRead: false,
  },
};

/** What a fault of the very call is understood as, whatever the call. */
const ERRORS: readonly (readonly [what: string, kind: Fault['kind'], key: BackendErrorCode])[] = [
  ['429', { status: 429, retryAfterSeconds: 600 }, 'rate-limited'],
  ['500', { status: 500 }, 'server-error'],
  ['503 while it starts', { status: 503 }, 'server-error'],
  ['a redirect', { redirectTo: 'https://elsewhere.example/' }, 'not-an-api'],
  ['a closed line', { reset: true }, 'unreachable'],
  ['silence', { delayMs: 2_000 }, 'timeout'],
];
const READ_ERRORS: typeof ERRORS = [
  ['a web page', { html: true }, 'not-an-api'],
  ['half an answer', { truncate: true }, 'bad-answer'],
];

const TITLE: FakeTitle = { type: 'movie', title: 'The Paper Lighthouse', guids: { tmdb: '900101' } };

const table: Record<string, Record<string, string>> = {};

describe.each(SERVERS)('the calls to $type $version', ({ type, version }) => {
  const server = type === 'jellyfin' ? new FakeJellyfin({ version }) : new FakeEmby({ version });
  let scene: Scene;
  let asked: Omit<Asked, 'client'>;

  const client = (): MediaServerClient =>
    scene.client(undefined, { token: server.adminToken }, { timeoutMs: 300 });

  beforeAll(async () => {
    await server.start();
    const backend = backendOf(type);
    scene = sceneWith({ backend, server: () => server, keepsDates: true, adminActsFor: 'any-user' }, server);
    const movie = server.add(TITLE);
    const episode = server.add({ type: 'episode', title: 'Harbor Street', season: 1, episode: 1 });
    const libraries = await client().libraries();
    const [movies, shows] = libraries;
    const items = await Promise.all([client().find(movie), client().find(episode)]);
    if (!movies || !shows || !items[0] || !items[1]) throw new Error('the fake shows too little');
    const owner = server.users[0]?.id ?? '';
    const playlist = server.playlists.make(owner, { title: 'Rainy evening', itemIds: [movie] });
    const to: Connection = {
      type,
      url: server.url,
      token: server.adminToken,
      user: owner,
      uuid: server.uuid,
      deviceId: 'suite-device',
      version: '1.2.3',
    };
    asked = { server, to, movies, shows, movie: items[0], episode: items[1], playlist };
  });
  afterAll(() => server.stop());

  /** Makes the call and finds the request that it stands for; without one the call is not what the vendor expects. */
  async function requestOf(call: Call): Promise<LoggedRequest> {
    server.clearRequests();
    await call.ask({ client: client(), ...asked });
    const isModern = type === 'jellyfin' && version !== '10.8';
    const expected = (isModern && call.lines.modern) || call.lines.legacy;
    const found = server.requests.find((request) => expected.test(inShort(request)));
    if (!found) throw new Error(`no ${String(expected)} among\n${server.requests.map(inShort).join('\n')}`);
    return found;
  }

  /** A request with the ids of the person and the item in short. */
  const inShort = ({ method, path }: LoggedRequest): string =>
    `${method} ${decodeURIComponent(path)}`
      .replace(/ \/emby/, ' ')
      .replaceAll(server.users[0]?.id ?? '', 'U')
      .replaceAll(new RegExp(`(?<=[/])${asked.movie.id}(?=[/?]|$)`, 'g'), 'I')
      .replaceAll(asked.playlist, 'P');

  it.each(Object.entries(CALLS))('%s: asked as the vendor expects', async (name, call) => {
    const why = call.missingIn?.({ type, version }) ?? null;
    (table[name] ??= {})[`${type} ${version}`] = why === null ? 'yes' : why;
    if (why !== null) return;
    await requestOf(call);
    for (const request of server.requests) expect(request.path).not.toMatch(/api_?key|token/i);
  });

  it.each(
    Object.entries(CALLS).flatMap(([name, call]) =>
      [...ERRORS, ...(call.isRead ? READ_ERRORS : [])].map((error) => [name, ...error] as const),
    ),
  )('%s: answered with %s is told as such', async (...[name, , kind, key]) => {
    const call = CALLS[name];
    if (!call || call.missingIn?.({ type, version })) return;
    const { method, path } = await requestOf(call);
    const mine = client();
    // The server is recognised first; the fault is for the call itself.
    await mine.libraries();
    server.fault({ match: new RegExp(`^${method} ${path.replace(/\?.*$/, '')}$`), kind });
    const outcome = call.ask({ client: mine, ...asked });
    await failure(scene, outcome, { key });
    server.clearFaults();
  });
});

describe('the conformance table', () => {
  it('is the one in the documentation; `--update=all` writes it anew', async () => {
    const columns = SERVERS.map(({ type, version }) => `${type} ${version}`);
    const rows = Object.entries(CALLS).map(([name, { numbers }]) => [
      name,
      numbers,
      ...columns.map((column) => table[name]?.[column] ?? ''),
    ]);
    const head = [
      'Call',
      'Facts',
      ...columns.map((column) => column.replace('jellyfin', 'Jellyfin').replace('emby', 'Emby')),
    ];
    await expect(markdown(head, rows)).toMatchFileSnapshot('../../../../docs/conformance-jellyfin-emby.md');
  });
});

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [
    '# Jellyfin and Emby: call by call',
    '',
    'Made and checked by `libs/backends/src/mediabrowser/contract.spec.ts`: each call is made to a fake server of each version, must be asked as',
    'the vendor expects it, and each way of failing must be told as what it is (429, 500, 503, a redirect, a closed line, silence; of a read',
    'also a web page and half an answer). “Facts” are the numbers of the call table that the code was written from.',
    '',
    line(head),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...rows.map(line),
    '',
  ].join('\n');
}
