import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeEmby, FakeJellyfin, type FakeTitle, type Fault, type LoggedRequest } from '#libs/testing';
import type { BackendErrorCode } from '../backend-error.js';
import type { Connection, ConnectOptions, MediaServerClient } from '../media-server.js';
import { backendOf } from '../registry.js';
import { failure, sceneWith, type Scene } from '../testing/stage.js';
import {
  HASTY,
  PATIENT,
  placeOf,
  SERVERS,
  type Asked,
  type Call,
} from '../testing/mediabrowser-calls/call.js';
import { ITEM_CALLS } from '../testing/mediabrowser-calls/item-calls.js';
import { SERVER_CALLS } from '../testing/mediabrowser-calls/server-calls.js';

const CALLS: Readonly<Record<string, Call>> = { ...SERVER_CALLS, ...ITEM_CALLS };

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
  let asked: Omit<Asked, 'client' | 'manners'>;

  const client = (manners: ConnectOptions = PATIENT): MediaServerClient =>
    scene.client(undefined, { token: server.adminToken }, manners);

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
    const quickCode = (await backend.quickConnect?.begin(placeOf(to))) ?? { code: '', secret: '' };
    asked = { server, to, movies, shows, movie: items[0], episode: items[1], playlist, quickCode };
  });
  afterAll(() => server.stop());

  /** Makes the call and finds the request that it stands for; without one the call is not what the vendor expects. */
  async function requestOf(call: Call): Promise<LoggedRequest> {
    server.clearRequests();
    await call.ask({ client: client(), ...asked, manners: PATIENT });
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
  )('%s: answered with %s is told as such', async (...[name, what, kind, key]) => {
    const call = CALLS[name];
    if (!call || call.missingIn?.({ type, version })) return;
    const { method, path } = await requestOf(call);
    const manners = what === 'silence' ? HASTY : PATIENT;
    const mine = client(manners);
    // The server is recognised first; the fault is for the call itself. Where it may not be silent for long, that is told alike.
    if (manners === PATIENT) await mine.libraries();
    server.fault({ match: new RegExp(`^${method} ${path.replace(/\?.*$/, '')}$`), kind });
    const outcome = call.ask({ client: mine, ...asked, manners });
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
