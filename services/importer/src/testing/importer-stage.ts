import { randomBytes } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { vi } from 'vitest';
import {
  Backends,
  DatabaseModule,
  History,
  Identities,
  migrate,
  Runs,
  type BackendRecord,
  type HistoryRecord,
  type RunRecord,
} from '#libs/database';
import { DirectoryModule } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { loadConfig, RuntimeModule, SecretBox } from '#libs/runtime';
import { createCache, createDatabase, type FakeMediaServer, FakePlex, FakePlexTv } from '#libs/testing';
import { ImporterConfig } from '../importer.config.js';
import { IMPORT_PARTS } from '../importer.parts.js';
import { RunImporter } from '../imports/run-importer.js';

const job = { signal: new AbortController().signal };

/** The importer's parts on a database and a Redis of their own; a new person for each test. */
export class ImporterStage {
  private persons = 0;
  private readonly servers: FakeMediaServer[] = [];
  identityId = 0;

  private constructor(
    readonly module: TestingModule,
    readonly databaseUrl: string,
    private readonly cloud: FakePlexTv,
  ) {}

  static async open(): Promise<ImporterStage> {
    const cloud = new FakePlexTv();
    await cloud.start();
    vi.stubEnv('WS_PLEX_TV_URL', cloud.url);
    const { url } = await createDatabase();
    vi.stubEnv('WS_DATABASE_URL', url);
    vi.stubEnv('WS_CACHE_URL', await createCache());
    vi.stubEnv('WS_SECRET_KEY', randomBytes(32).toString('hex'));
    await migrate(url);
    const module = await Test.createTestingModule({
      imports: [RuntimeModule.forService('test'), DatabaseModule, QueueModule.forRoot(), DirectoryModule],
      providers: [{ provide: ImporterConfig, useFactory: () => loadConfig(ImporterConfig) }, ...IMPORT_PARTS],
    }).compile();
    await module.init();
    return new ImporterStage(module, url, cloud);
  }

  async close(): Promise<void> {
    await this.module.close();
    await this.cloud.stop();
  }

  async newPerson(): Promise<void> {
    for (const server of this.servers.splice(0)) await server.stop();
    this.persons += 1;
    this.identityId = (await this.module.get(Identities).add(`person_${this.persons}`)).id;
  }

  /** Started, and stopped when the next person comes. */
  async start<Fake extends FakeMediaServer>(server: Fake): Promise<Fake> {
    await server.start();
    if (server instanceof FakePlex) this.cloud.addServer(server);
    this.servers.push(server);
    return server;
  }

  async backendOn(server: FakeMediaServer, changes: Partial<BackendRecord> = {}): Promise<BackendRecord> {
    const [user] = server.users;
    if (!user) throw new Error('a fake without users');
    return this.module.get(Backends).add({
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
  }

  async reload({ id }: BackendRecord): Promise<BackendRecord> {
    const found = await this.module.get(Backends).byId(id);
    if (!found) throw new Error('the backend is gone');
    return found;
  }

  async import(
    backend: BackendRecord,
    options: RunRecord['options'] & { readonly dryRun?: boolean } = {},
  ): Promise<RunRecord> {
    const { dryRun = false, ...rest } = options;
    const added = await this.module.get(Runs).add({
      kind: 'import',
      identityId: this.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: rest.metadata_only === true ? 'metadata-only' : 'full',
      dryRun,
      options: rest,
    });
    if (!('run' in added)) throw new Error('another import is under way');
    await this.module.get(RunImporter).import(added.run.id, job);
    return this.module.get(Runs).get(added.run.id);
  }

  async items(): Promise<readonly HistoryRecord[]> {
    const query = { filter: {}, sort: [{ by: 'title', direction: 'asc' }], limit: 1_000, offset: 0 } as const;
    return (await this.module.get(History).list(this.identityId, query)).items;
  }
}
