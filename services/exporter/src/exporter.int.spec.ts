import { randomBytes } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UNDECIDED, type RemoteItem, type Truth } from '#libs/core';
import {
  Backends,
  DatabaseModule,
  ExportPlans,
  History,
  Identities,
  ImportPages,
  Ledger,
  migrate,
  OpenIntents,
  PersonMarks,
  Runs,
  type BackendRecord,
  type RunRecord,
} from '#libs/database';
import { DirectoryModule, ServerDirectory } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { loadConfig, RuntimeModule, SecretBox } from '#libs/runtime';
import {
  FakeEmby,
  FakeJellyfin,
  FakePlex,
  type FakeMediaServer,
  createCache,
  createDatabase,
} from '#libs/testing';
import { Pusher } from './exports/pusher.js';
import { RunExporter } from './exports/run-exporter.js';
import { ExporterConfig } from './exporter.config.js';
import { EXPORT_PARTS } from './exporter.parts.js';

const LONG_AGO = 1_700_000_000;
const LATER = 1_710_000_000;
const job = { signal: new AbortController().signal, isLastAttempt: true };

let module: TestingModule;
let identityId: number;
let server: FakeMediaServer;

beforeAll(async () => {
  const database = await createDatabase();
  process.env['WS_DATABASE_URL'] = database.url;
  process.env['WS_CACHE_URL'] = await createCache();
  process.env['WS_SECRET_KEY'] ??= randomBytes(32).toString('hex');
  await migrate(database.url);
  module = await Test.createTestingModule({
    imports: [RuntimeModule.forService('test'), DatabaseModule, QueueModule.forRoot(), DirectoryModule],
    providers: [{ provide: ExporterConfig, useFactory: () => loadConfig(ExporterConfig) }, ...EXPORT_PARTS],
  }).compile();
  await module.init();
});

afterAll(async () => {
  await module.close();
});

let count = 0;

beforeEach(async () => {
  count += 1;
  identityId = (await module.get(Identities).add(`person_${count}`)).id;
});

async function stage(fake: FakeMediaServer, titles: number): Promise<BackendRecord> {
  server = fake;
  await server.start();
  for (let number = 1; number <= titles; number += 1) {
    server.add({
      type: 'movie',
      title: `Title ${number}`,
      year: 2020,
      guids: { tmdb: String(number) },
      addedAt: LONG_AGO,
      runtimeMs: 6_000_000,
    });
  }
  const [user] = server.users;
  if (!user) throw new Error('a fake without users');
  const backend = await module.get(Backends).add({
    identityId,
    name: server.type,
    type: server.type,
    url: server.url,
    sealedToken: module.get(SecretBox).seal(user.token),
    userId: user.id,
    userName: user.name,
    uuid: server.uuid,
    importEnabled: true,
    exportEnabled: true,
    options: {},
  });
  await module.get(Backends).recordSync(backend.id, 'import', new Date());
  return reload(backend);
}

async function reload(backend: BackendRecord): Promise<BackendRecord> {
  const found = await module.get(Backends).byId(backend.id);
  if (!found) throw new Error('the backend is gone');
  return found;
}

/** Stores what the server shows now, with a truth of the test's choice beside it. */
async function know(backend: BackendRecord, truthOf: (item: RemoteItem) => Truth): Promise<void> {
  const { client } = module.get(ServerDirectory).contact(backend);
  for (const library of await client.libraries()) {
    const { items } = await client.page(library, { offset: 0, limit: 1_000 });
    const now = Math.floor(Date.now() / 1_000);
    const context = {
      identityId,
      cause: 'import',
      runId: null,
      backendId: backend.id,
      via: 'test',
      event: 'test',
      accountGeneration: 0,
      now,
      asSource: true,
      dryRun: false,
      lastCompleteRead: null,
    } as const;
    await module.get(ImportPages).apply(
      context,
      { remoteIds: [], keys: [] },
      {
        cursor: null,
        decide: () => ({
          newItems: items.map((report) => ({
            report,
            truth: truthOf(report),
            keys: [`movie://tmdb/${report.guids.tmdb ?? ''}`],
            rule: 'test',
          })),
          changes: [],
          proposals: [],
          grown: [],
          seen: items.map((report, place) => ({
            remoteId: report.id,
            part: 0,
            fingerprint: report.id,
            isEcho: false,
            report,
            item: { isNew: place },
          })),
          restless: [],
          step: { done: 0, counts: {}, requests: 0 },
        }),
      },
    );
  }
  server.clearRequests();
}

const watched: Truth = { kind: 'played', decidedAt: LATER, playedAt: LATER, positionMs: 0, positionAt: null };
const unwatched: Truth = {
  kind: 'unplayed',
  decidedAt: LATER,
  playedAt: null,
  positionMs: 0,
  positionAt: LATER,
};
const user = (): string => server.users[0]?.id ?? '';
const stateOf = (title: string) => server.stateOf(user(), server.idOf({ title }));

async function exportTo(
  backend: BackendRecord,
  options: RunRecord['options'] & { dryRun?: boolean } = {},
): Promise<RunRecord> {
  const { dryRun = false, ...rest } = options;
  const added = await module.get(Runs).add({
    kind: 'export',
    identityId,
    backendId: backend.id,
    backendName: backend.name,
    mode: null,
    dryRun,
    options: rest,
  });
  if (!('run' in added)) throw new Error('another export is under way');
  await module.get(RunExporter).export(added.run.id, job);
  return module.get(Runs).get(added.run.id);
}

describe.each([
  ['plex', () => new FakePlex()],
  ['jellyfin', () => new FakeJellyfin()],
  ['emby', () => new FakeEmby()],
] as const)('an export to %s', (_type, make) => {
  it('writes what differs, and a second one writes nothing', async () => {
    const backend = await stage(make(), 3);
    await know(backend, ({ title }) => {
      if (title === 'Title 1') return watched;
      return title === 'Title 2' ? { ...UNDECIDED, positionMs: 600_000, positionAt: LATER } : UNDECIDED;
    });

    const first = await exportTo(backend);

    expect(first).toMatchObject({
      status: 'succeeded',
      mode: 'full',
      done: 2,
      total: 2,
      counts: { played: 1, progress: 1, failed: 0 },
    });
    expect(stateOf('Title 1').watched).toBe(true);
    expect(stateOf('Title 2')).toMatchObject({ watched: false, positionMs: 600_000 });
    expect(stateOf('Title 3')).toMatchObject({ watched: false, positionMs: 0 });

    server.clearRequests();
    expect((await exportTo(await reload(backend))).counts.updated).toBe(0);
    expect(server.writes()).toEqual([]);
    await server.stop();
  });

  it('shows its plan on a dry run and calls nothing', async () => {
    const backend = await stage(make(), 2);
    await know(backend, () => watched);

    const run = await exportTo(backend, { dryRun: true });

    expect(run).toMatchObject({ status: 'succeeded', total: 2, done: 0, counts: { played: 2 } });
    const { changes } = await module.get(Ledger).changes(run.id, { status: null, limit: 10, offset: 0 });
    expect(changes.map(({ rule, status, after }) => [rule, status, after.watched])).toEqual([
      ['write-played', 'planned', true],
      ['write-played', 'planned', true],
    ]);
    expect(server.writes()).toEqual([]);
    await server.stop();
  });
});

describe('an export', () => {
  it('hears a target with news before it overwrites it', async () => {
    const backend = await stage(new FakeJellyfin(), 1);
    server.play(user(), server.idOf({ title: 'Title 1' }), LONG_AGO);
    await know(backend, () => unwatched);
    server.unplay(user(), server.idOf({ title: 'Title 1' }));
    server.play(user(), server.idOf({ title: 'Title 1' }), LONG_AGO + 50);
    server.pauseAt(user(), server.idOf({ title: 'Title 1' }), 90_000, LATER + 90);
    server.unplay(user(), server.idOf({ title: 'Title 1' }));
    server.clearRequests();

    const run = await exportTo(backend);

    const { changes } = await module.get(Ledger).changes(run.id, { status: null, limit: 10, offset: 0 });
    expect(changes).toMatchObject([{ status: 'skipped', reason: 'news-there' }]);
    expect(server.writes()).toEqual([]);
    await server.stop();
  });

  it('waits for a person when it would unmark too much', async () => {
    const backend = await stage(new FakeEmby(), 30);
    for (let number = 1; number <= 30; number += 1)
      server.play(user(), server.idOf({ title: `Title ${number}` }), LONG_AGO);
    await know(backend, () => unwatched);

    const run = await exportTo(backend);

    expect(run.status).toBe('awaiting_approval');
    expect(server.writes()).toEqual([]);

    await module.get(Runs).approve(run.id);
    await module.get(RunExporter).export(run.id, job);

    expect(await module.get(Runs).get(run.id)).toMatchObject({
      status: 'succeeded',
      counts: { unplayed: 30 },
    });
    expect(stateOf('Title 7').watched).toBe(false);
    await server.stop();
  });

  it('ends with a sentence when the token is refused, and keeps what it wrote', async () => {
    const backend = await stage(new FakePlex(), 5);
    await know(backend, () => watched);
    server.fault({ match: /scrobble/, after: 2, kind: { status: 401 } });

    const run = await exportTo(backend);

    expect(run).toMatchObject({ status: 'failed', error: { key: 'token-rejected' } });
    expect((await reload(backend)).healthStatus).toBe('failing');
    expect((await reload(backend)).exportLastSync).toBeNull();

    server.clearFaults();
    expect(await exportTo(await reload(backend))).toMatchObject({ status: 'succeeded' });
    expect([1, 2, 3, 4, 5].every((number) => stateOf(`Title ${number}`).watched)).toBe(true);
    await server.stop();
  });

  it('goes on where a killed worker stopped, and writes nothing twice', async () => {
    const backend = await stage(new FakeJellyfin(), 6);
    await know(backend, () => watched);
    const killed = new AbortController();
    server.fault({ match: /PlayedItems/, after: 3, kind: { delayMs: 1 } });
    const added = await module.get(Runs).add({
      kind: 'export',
      identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun: false,
      options: {},
    });
    if (!('run' in added)) throw new Error('another export is under way');
    const plans = module.get(ExportPlans);
    const settle = plans.settle.bind(plans);
    plans.settle = () => {
      killed.abort();
      return Promise.reject(new Error('killed before it could say so'));
    };
    await expect(
      module.get(RunExporter).export(added.run.id, { ...job, signal: killed.signal }),
    ).rejects.toThrow();
    plans.settle = settle;

    await module.get(RunExporter).export(added.run.id, job);

    expect(await module.get(Runs).get(added.run.id)).toMatchObject({ status: 'succeeded', done: 6 });
    expect(server.writes()).toHaveLength(6);
    await server.stop();
  });
});

describe('a push', () => {
  it('carries what a person marked to a backend that was exported to before, and no other', async () => {
    const backend = await stage(new FakeJellyfin(), 2);
    await know(backend, () => UNDECIDED);
    await exportTo(backend);
    const page = await module
      .get(ExportPlans)
      .candidates(
        { backendId: backend.id, lastCompleteRead: null },
        { after: { remoteId: '', part: 0 }, limit: 10, all: true },
      );
    expect(page).toEqual([]);
    const itemId = await itemOf('Title 2');

    const outcome = await module.get(PersonMarks).mark({ identityId, itemId, watched: true, at: LATER });
    expect(outcome).toEqual({ kind: 'marked', backendIds: [backend.id] });
    await module.get(Pusher).push(backend.id, job);

    expect(stateOf('Title 2').watched).toBe(true);
    expect(stateOf('Title 1').watched).toBe(false);
    expect(await module.get(OpenIntents).count()).toBe(0);
    await server.stop();
  });
});

describe('a file of two episodes', () => {
  const file = {
    type: 'episode',
    title: 'Harbour Tales',
    season: 1,
    episode: 1,
    lastEpisode: 2,
    parentGuids: { tvdb: '880010' },
    path: '/shows/Harbour Tales S01E01-E02.mkv',
    addedAt: LONG_AGO,
  } as const;

  /** Played on the server, and known so; the truths of its two episodes as given. */
  async function torn(truths: readonly [Truth, Truth]): Promise<BackendRecord> {
    const backend = await stage(new FakePlex(), 0);
    server.play(user(), server.add(file), LONG_AGO + 60);
    const { client } = module.get(ServerDirectory).contact(backend);
    const [library] = await client.libraries();
    const [item] = library ? (await client.page(library, { offset: 0, limit: 10 })).items : [];
    if (!item) throw new Error('the fake shows no file');
    const now = Math.floor(Date.now() / 1_000);
    const told = {
      cause: 'import',
      runId: null,
      via: 'test',
      event: 'test',
      accountGeneration: 0,
      asSource: true,
      dryRun: false,
    } as const;
    await module.get(ImportPages).apply(
      { ...told, identityId, backendId: backend.id, now, lastCompleteRead: null },
      { remoteIds: [], keys: [] },
      {
        cursor: null,
        decide: () => ({
          newItems: truths.map((truth, part) => ({
            report: { ...item, episode: 1 + part },
            truth,
            keys: [`show://tvdb/880010/1/${1 + part}`],
            rule: 'test',
          })),
          changes: [],
          proposals: [],
          grown: [],
          seen: truths.map((_, part) => ({
            remoteId: item.id,
            part,
            fingerprint: 'f',
            isEcho: false,
            report: item,
            item: { isNew: part },
          })),
          restless: [],
          step: { done: 0, counts: {}, requests: 0 },
        }),
      },
    );
    server.clearRequests();
    return backend;
  }

  it('80. is not written while one episode is played and the other is not', async () => {
    const backend = await torn([watched, unwatched]);
    expect(await exportTo(backend)).toMatchObject({ status: 'succeeded', total: 0 });
    expect(server.writes()).toEqual([]);
    await server.stop();
  });

  it('80. is unmarked once when both are, and not again', async () => {
    const backend = await torn([unwatched, unwatched]);
    expect(await exportTo(backend)).toMatchObject({ status: 'succeeded', total: 1, counts: { unplayed: 1 } });
    expect(server.writes()).toHaveLength(1);
    expect((await exportTo(await reload(backend))).total).toBe(0);
    expect(server.writes()).toHaveLength(1);
    await server.stop();
  });

  it('80. is unmarked when one was, and nobody decided on the other', async () => {
    await exportTo(await torn([UNDECIDED, unwatched]));
    expect(server.writes()).toHaveLength(1);
    await server.stop();
  });
});

async function itemOf(title: string): Promise<number> {
  const { items } = await module
    .get(History)
    .list(identityId, { filter: { title }, sort: [], limit: 1, offset: 0 });
  return items[0]?.id ?? 0;
}
