import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackendRecord } from '#libs/database';
import { FakeEmby, FakeJellyfin, type FakeMediaServer, FakePlex } from '#libs/testing';
import { ImporterStage } from './testing/importer-stage.js';

const SEEN_AT = 1_710_000_000;
const FILMS = ['The Salt Road', 'Nine Lanterns', 'A Borrowed Winter', 'Low Tide'];
const STARTING = '<Response code="503" title="Maintenance" status="The server is starting."/>';

type Row = Record<string, unknown>;
interface List {
  readonly rows: readonly Row[];
  readonly total: number;
}

let stage: ImporterStage;
let server: FakeMediaServer;
let backend: BackendRecord;
/** The page of films as it was read first, by its `METHOD path`. */
let page: { readonly line: string; readonly body: unknown };

beforeAll(async () => {
  stage = await ImporterStage.open();
});
afterAll(() => stage.close());

const isPlex = (): boolean => server.type === 'plex';

/** What the server answers to a request of the log, asked for again. */
async function answerTo(path: string): Promise<unknown> {
  const token = server.users[0]?.token ?? '';
  const headers = {
    accept: 'application/json',
    authorization: `MediaBrowser Token="${token}"`,
    'x-emby-token': token,
    'x-plex-token': token,
    'x-plex-container-start': '0',
    'x-plex-container-size': '1000',
  };
  return (await fetch(`${server.url}${path}`, { headers })).json();
}

interface Answered {
  readonly MediaContainer?: { readonly Metadata: readonly Row[]; readonly totalSize: number };
  readonly Items?: readonly Row[];
  readonly TotalRecordCount?: number;
}

function listIn(body: unknown): List {
  const { MediaContainer: plex, Items = [], TotalRecordCount = 0 } = body as Answered;
  return plex ? { rows: plex.Metadata, total: plex.totalSize } : { rows: Items, total: TotalRecordCount };
}

const bodyOf = ({ rows, total }: List): string =>
  JSON.stringify(
    isPlex()
      ? { MediaContainer: { size: rows.length, totalSize: total, offset: 0, Metadata: rows } }
      : { Items: rows, TotalRecordCount: total, StartIndex: 0 },
  );

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** From now on the films are listed so. */
const listed = (change: (list: List) => List): void =>
  server.fault({
    match: new RegExp(
      `^${escaped(page.line.replace(/\?.*/, ''))}\\?.*${isPlex() ? 'type=1' : 'includeItemTypes=Movie'}`,
      'i',
    ),
    kind: { answer: bodyOf(change(listIn(page.body))) },
  });

const unwatched = (row: Row): Row => {
  if (!isPlex())
    return {
      ...row,
      UserData: { ...(row['UserData'] as Row), Played: false, PlayCount: 0, LastPlayedDate: undefined },
    };
  const { viewCount: _count, lastViewedAt: _date, ...rest } = row;
  return rest;
};

/** The id, the file and its date of one, all else of another. */
const renumbered = (row: Row, other: Row): Row => {
  const kept = isPlex() ? ['ratingKey', 'key', 'Media', 'addedAt'] : ['Id', 'Path', 'DateCreated'];
  return { ...unwatched(other), ...Object.fromEntries(kept.map((name) => [name, row[name]])) };
};

/** Where the server says which one it is, with the name of the id. */
const identity = () =>
  isPlex()
    ? {
        match: /^GET (\/|\/identity)$/,
        kind: { answer: '{"MediaContainer":{"machineIdentifier":"another","version":"1.42.1"}}' },
      }
    : {
        match: /^GET (\/emby)?\/System\/Info$/i,
        kind: {
          answer: '{"Id":"ffffffffffffffffffffffffffffffff","ServerName":"Another","Version":"10.11.0"}',
        },
      };

/** Each film watched, and read once. */
async function open(fake: FakeMediaServer): Promise<void> {
  await stage.newPerson();
  server = await stage.start(fake);
  FILMS.forEach((title, index) => {
    const id = server.add({ type: 'movie', title, guids: { tmdb: `88${index}` }, addedAt: 1_700_000_000 });
    server.play(server.users[0]?.id ?? '', id, SEEN_AT);
  });
  backend = await stage.backendOn(server);
  expect(await stage.import(backend)).toMatchObject({ status: 'succeeded', counts: { added: FILMS.length } });
  backend = await stage.reload(backend);
  const line = server.requests
    .map(({ method, path }) => `${method} ${path}`)
    .findLast((one) =>
      (isPlex() ? /\/all\?type=1/ : /IncludeItemTypes=Movie,Episode|includeItemTypes=Movie%2CEpisode/i).test(
        one,
      ),
    );
  if (line === undefined) throw new Error('the films were not asked for');
  page = { line, body: await answerTo(line.replace('GET ', '')) };
  expect(listIn(page.body)).toMatchObject({ total: FILMS.length, rows: FILMS.map(() => expect.anything()) });
}

const held = async (): Promise<readonly string[]> =>
  (await stage.items()).map(({ title, decision }) => `${title}: ${decision}`);

/** How a server, or what stands before it, can say what is not so; and how such a run ends. */
const LIES: readonly {
  readonly what: string;
  readonly ends: string | null;
  readonly tell: () => void;
  readonly isOf?: (type: FakeMediaServer['type']) => boolean;
}[] = [
  {
    what: 'lists nothing under the real total',
    ends: 'incomplete-read',
    tell: () => listed(({ total }) => ({ rows: [], total })),
  },
  {
    what: 'lists nothing and says that this is all',
    ends: null,
    tell: () => listed(() => ({ rows: [], total: 0 })),
  },
  {
    what: 'lists some and says that these are all',
    ends: null,
    tell: () => listed(({ rows }) => ({ rows: rows.slice(0, 2), total: 2 })),
  },
  {
    what: 'says that there are less than it lists',
    ends: 'broken',
    tell: () => listed(({ rows }) => ({ rows: rows.map(unwatched), total: 1 })),
  },
  {
    what: 'says that there are more than it lists, and shows them unwatched',
    ends: 'broken',
    tell: () => listed(({ rows, total }) => ({ rows: rows.map(unwatched), total: total + 1 })),
  },
  {
    what: 'lists films without what the person did',
    ends: 'bad-answer',
    isOf: (type) => type !== 'plex',
    tell: () => listed(({ rows, total }) => ({ rows: rows.map(({ UserData: _, ...row }) => row), total })),
  },
  {
    what: 'has given its ids to other films',
    ends: null,
    tell: () =>
      listed(({ rows, total }) => ({
        rows: rows.map((row, index) => renumbered(row, rows[(index + 1) % rows.length] ?? {})),
        total,
      })),
  },
  { what: 'is another one', ends: 'wrong-server', tell: () => server.fault(identity()) },
  {
    what: 'becomes another one while it is read',
    ends: 'wrong-server',
    tell: () => {
      server.fault({ ...identity(), after: 1 });
      listed(({ rows, total }) => ({ rows: rows.map(unwatched), total }));
    },
  },
  {
    what: 'is still starting',
    ends: 'server-error',
    tell: () => server.fault({ kind: { answer: STARTING } }),
  },
  {
    what: 'falls back into starting after it was recognised',
    ends: 'server-error',
    tell: () => server.fault({ match: /\/(all|Items)\b/i, kind: { answer: STARTING } }),
  },
  {
    what: 'stands behind a page for signing in',
    ends: 'not-an-api',
    tell: () => server.fault({ kind: { html: true } }),
  },
  {
    what: 'breaks off',
    ends: 'bad-answer',
    tell: () => server.fault({ match: /\/(all|Items)\b/i, kind: { truncate: true } }),
  },
  {
    what: 'answers with nothing but an empty object',
    ends: 'broken',
    tell: () => server.fault({ match: /\/(all|Items)\b/i, kind: { answer: '{}' } }),
  },
];

describe.each([
  ['Plex', () => new FakePlex()],
  ['Jellyfin', () => new FakeJellyfin()],
  ['Emby', () => new FakeEmby()],
] as const)('a server of %s that', (_, fake) => {
  beforeEach(() => open(fake()));

  it.each(LIES)('$what takes nothing away', async ({ ends, tell, isOf }) => {
    if (isOf && !isOf(server.type)) return;
    const before = await held();
    tell();

    const run = await stage.import(backend);

    expect(await held()).toEqual(before);
    if (ends === null) expect(run).toMatchObject({ status: 'succeeded' });
    else expect(run).toMatchObject({ status: 'failed', ...(ends !== 'broken' && { error: { key: ends } }) });

    server.clearFaults();
    expect(await stage.import(await stage.reload(backend))).toMatchObject({
      status: 'succeeded',
      counts: { unplayed: 0 },
    });
    expect(await held()).toEqual(before);
    expect(server.writes()).toEqual([]);
  });
});
