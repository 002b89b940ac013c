import { randomBytes } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import type { RemoteItem, Truth } from '#libs/core';
import {
  Backends,
  DatabaseModule,
  History,
  Identities,
  ImportPages,
  Ledger,
  migrate,
  Runs,
  type BackendRecord,
  type PageContext,
  type RunChange,
  type RunRecord,
} from '#libs/database';
import { DirectoryModule, ServerDirectory } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { loadConfig, RuntimeModule, SecretBox } from '#libs/runtime';
import { createCache, createDatabase, type FakeMediaServer, FakePlexTv } from '#libs/testing';
import { ExporterConfig } from '../exporter.config.js';
import { EXPORT_PARTS } from '../exporter.parts.js';
import { Pusher } from '../exports/pusher.js';
import { RunExporter } from '../exports/run-exporter.js';

export const LONG_AGO = 1_700_000_000;
export const LATER = 1_710_000_000;

export const WATCHED: Truth = {
  kind: 'played',
  decidedAt: LATER,
  playedAt: LATER,
  positionMs: 0,
  positionAt: null,
};
export const UNWATCHED: Truth = {
  kind: 'unplayed',
  decidedAt: LATER,
  playedAt: null,
  positionMs: 0,
  positionAt: LATER,
};

export const job = { signal: new AbortController().signal, isLastAttempt: true };

/** The exporter's parts on a database and a Redis of their own; a new person for each test. */
export class ExporterStage {
  private persons = 0;
  private films = 0;
  identityId = 0;

  private constructor(
    readonly module: TestingModule,
    readonly databaseUrl: string,
    private readonly cloud: FakePlexTv,
  ) {}

  static async open(): Promise<ExporterStage> {
    const cloud = new FakePlexTv();
    await cloud.start();
    process.env['WS_PLEX_TV_URL'] = cloud.url;
    const database = await createDatabase();
    process.env['WS_DATABASE_URL'] = database.url;
    process.env['WS_CACHE_URL'] = await createCache();
    process.env['WS_SECRET_KEY'] ??= randomBytes(32).toString('hex');
    await migrate(database.url);
    const module = await Test.createTestingModule({
      imports: [RuntimeModule.forService('test'), DatabaseModule, QueueModule.forRoot(), DirectoryModule],
      providers: [{ provide: ExporterConfig, useFactory: () => loadConfig(ExporterConfig) }, ...EXPORT_PARTS],
    }).compile();
    await module.init();
    return new ExporterStage(module, database.url, cloud);
  }

  async close(): Promise<void> {
    await this.module.close();
    await this.cloud.stop();
  }

  async newPerson(): Promise<void> {
    this.persons += 1;
    this.identityId = (await this.module.get(Identities).add(`person_${this.persons}`)).id;
  }

  /** A backend on a started fake; as if it had been imported just now. */
  async backendOn(server: FakeMediaServer, changes: Partial<BackendRecord> = {}): Promise<BackendRecord> {
    const [user] = server.users;
    if (!user) throw new Error('a fake without users');
    const backends = this.module.get(Backends);
    const backend = await backends.add({
      identityId: this.identityId,
      name: server.type,
      type: server.type,
      url: server.url,
      sealedToken: this.module.get(SecretBox).seal(user.token),
      userId: user.id,
      userName: user.name,
      uuid: server.uuid,
      importEnabled: true,
      exportEnabled: true,
      options: {},
      ...changes,
    });
    await backends.recordSync(backend.id, 'import', new Date());
    return this.reload(backend);
  }

  async reload({ id }: BackendRecord): Promise<BackendRecord> {
    const found = await this.module.get(Backends).byId(id);
    if (!found) throw new Error('the backend is gone');
    return found;
  }

  /** Stores what the server shows now, with a truth of the test's choice beside it. */
  async know(backend: BackendRecord, truthOf: (item: RemoteItem) => Truth): Promise<void> {
    const { client } = this.module.get(ServerDirectory).contact(backend);
    for (const library of await client.libraries()) {
      const { items } = await client.page(library, { offset: 0, limit: 1_000 });
      await this.store(backend, items, truthOf);
    }
  }

  async export(
    backend: BackendRecord,
    options: RunRecord['options'] & { readonly dryRun?: boolean } = {},
  ): Promise<RunRecord> {
    const { dryRun = false, ...rest } = options;
    const added = await this.module.get(Runs).add({
      kind: 'export',
      identityId: this.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun,
      options: rest,
    });
    if (!('run' in added)) throw new Error('another export is under way');
    return this.carryOut(added.run.id);
  }

  async carryOut(runId: string): Promise<RunRecord> {
    await this.module.get(RunExporter).export(runId, job);
    return this.module.get(Runs).get(runId);
  }

  push(backend: BackendRecord): Promise<void> {
    return this.module.get(Pusher).push(backend.id, job);
  }

  async changesOf(run: RunRecord): Promise<readonly RunChange[]> {
    return (await this.module.get(Ledger).changes(run.id, { status: null, limit: 2_000, offset: 0 })).changes;
  }

  async itemOf(title: string): Promise<number> {
    const { items } = await this.module
      .get(History)
      .list(this.identityId, { filter: { title }, sort: [], limit: 1, offset: 0 });
    return items[0]?.id ?? 0;
  }

  film(changes: Partial<RemoteItem>): RemoteItem {
    this.films += 1;
    return {
      id: `film-${this.films}`,
      type: 'movie',
      title: 'Title',
      episodeTitle: null,
      year: 2020,
      season: null,
      episode: null,
      lastEpisode: null,
      guids: { tmdb: String(9_000 + this.films) },
      parentGuids: {},
      watched: false,
      positionMs: 0,
      playCount: 0,
      playedAt: null,
      addedAt: LONG_AGO,
      runtimeMs: 6_000_000,
      libraryId: null,
      showId: null,
      path: null,
      ...changes,
    };
  }

  /** An import's look at a copy, so many seconds from now, that shows what `report` says and decides nothing. */
  async see(backend: BackendRecord, report: RemoteItem, inSeconds: number): Promise<void> {
    const itemId = await this.itemOf(report.title);
    const context = { ...this.context(backend), now: Math.floor(Date.now() / 1_000) + inSeconds };
    const seen = [
      { remoteId: report.id, part: 0, fingerprint: 'seen', isEcho: false, report, item: { id: itemId } },
    ];
    await this.module
      .get(ImportPages)
      .apply(
        context,
        { remoteIds: [report.id], keys: [] },
        { cursor: null, decide: () => ({ ...NOTHING_NEW, seen }) },
      );
  }

  context(backend: BackendRecord): PageContext {
    return {
      identityId: this.identityId,
      accountGeneration: backend.accountGeneration,
      cause: 'import',
      runId: null,
      backendId: backend.id,
      via: 'test',
      event: 'test',
      now: Math.floor(Date.now() / 1_000),
      asSource: true,
      dryRun: false,
      lastCompleteRead: null,
    };
  }

  /** Stores reports as an import of the backend would. */
  async store(
    backend: BackendRecord,
    items: readonly RemoteItem[],
    truthOf: (item: RemoteItem) => Truth,
  ): Promise<void> {
    await this.module.get(ImportPages).apply(
      this.context(backend),
      { remoteIds: [], keys: [] },
      {
        cursor: null,
        decide: () => ({
          ...NOTHING_NEW,
          newItems: items.map((report) => ({
            report,
            truth: truthOf(report),
            keys: [`movie://tmdb/${report.guids.tmdb ?? ''}`],
            rule: 'test',
          })),
          seen: items.map((report, place) => ({
            remoteId: report.id,
            part: 0,
            fingerprint: report.id,
            isEcho: false,
            report,
            item: { isNew: place },
          })),
        }),
      },
    );
  }
}

/** What a page decides that decides nothing. */
export const NOTHING_NEW = {
  newItems: [],
  changes: [],
  proposals: [],
  grown: [],
  restless: [],
  step: { done: 0, counts: {}, requests: 0 },
} as const;

/** A started fake with so many films, and what its first user did. */
export async function fakeWith<Fake extends FakeMediaServer>(server: Fake, titles: number): Promise<Fake> {
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
  return server;
}

export const userOf = (server: FakeMediaServer): string => server.users[0]?.id ?? '';
