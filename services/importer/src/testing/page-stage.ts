import { randomBytes } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { vi } from 'vitest';
import { DEFAULT_GUARD, type RemoteItem } from '#libs/core';
import {
  Backends,
  DatabaseModule,
  Identities,
  ImportPages,
  migrate,
  Runs,
  SeenPages,
  type BackendRecord,
  type PageOutcome,
} from '#libs/database';
import { DirectoryConfig } from '#libs/directory';
import { loadConfig, Metrics, RuntimeModule } from '#libs/runtime';
import { createDatabase, queryRows } from '#libs/testing';
import { ImporterConfig } from '../importer.config.js';
import { StepClock } from '../pages/step-clock.js';
import { PageImporter, type PageOccasion } from '../pages/page-importer.js';

export interface StoredItem {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly season: number | null;
  readonly episode: number | null;
  readonly decision: string;
  readonly guids: Readonly<Record<string, string>>;
  /** `backend:native id` of each copy; parts of a file follow a slash. */
  readonly copies: readonly string[];
}

export interface StoredConflict {
  readonly kind: string;
  readonly status: string;
  readonly itemId: number | null;
  readonly backend: string;
  readonly remoteId: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** The page importer on a database of its own, with a new person for each test. */
export class PageStage {
  private people = 0;
  private identityId = 0;
  private readonly backends = new Map<string, BackendRecord>();
  private importer: PageImporter;

  private constructor(
    readonly module: TestingModule,
    private readonly url: string,
  ) {
    this.importer = module.get(PageImporter);
  }

  static async open(): Promise<PageStage> {
    const { url } = await createDatabase();
    vi.stubEnv('WS_DATABASE_URL', url);
    vi.stubEnv('WS_SECRET_KEY', randomBytes(32).toString('hex'));
    await migrate(url);
    const module = await Test.createTestingModule({
      imports: [RuntimeModule.forService('test'), DatabaseModule],
      providers: [
        { provide: DirectoryConfig, useFactory: () => loadConfig(DirectoryConfig) },
        { provide: ImporterConfig, useFactory: () => loadConfig(ImporterConfig) },
        PageImporter,
        StepClock,
      ],
    }).compile();
    await module.init();
    return new PageStage(module, url);
  }

  close(): Promise<void> {
    return this.module.close();
  }

  /** A new person with a Plex, a Jellyfin and an Emby, all told of every change. */
  async begin(): Promise<void> {
    this.people += 1;
    this.identityId = (await this.module.get(Identities).add(`person_${this.people}`)).id;
    this.backends.clear();
    for (const [name, type] of [
      ['plex', 'plex'],
      ['jf', 'jellyfin'],
      ['emby', 'emby'],
    ] as const) {
      const added = await this.module.get(Backends).add({
        identityId: this.identityId,
        name,
        type,
        url: 'http://attic',
        sealedToken: 'sealed',
        userId: 'user',
        userName: null,
        uuid: `${name}-${this.people}`,
        importEnabled: true,
        exportEnabled: true,
        options: {},
      });
      await this.module.get(Backends).recordSync(added.id, 'export', new Date());
      this.backends.set(name, added);
    }
  }

  /** A page as a single news would bring it: what it unmarks is believed at once. */
  import(
    name: string,
    items: readonly RemoteItem[],
    changes: Partial<PageOccasion> = {},
  ): Promise<PageOutcome> {
    const backend = this.backend(name);
    const occasion: PageOccasion = {
      backend,
      runId: null,
      cause: 'webhook',
      event: 'test',
      readAt: 1_709_899_200,
      force: false,
      metadataOnly: false,
      dryRun: false,
      isTrusted: false,
      unmarkLimits: DEFAULT_GUARD,
      ...changes,
    };
    return this.importer.import(items, occasion, { received: items.length, requests: 1, cursor: null });
  }

  /** As with these settings. */
  async withSettings(settings: Partial<ImporterConfig>, work: () => Promise<void>): Promise<void> {
    const config = Object.assign(new ImporterConfig(), settings);
    const { module } = this;
    const clock = module.get(StepClock);
    this.importer = new PageImporter(
      module.get(ImportPages),
      module.get(Runs),
      module.get(Backends),
      config,
      module.get(DirectoryConfig),
      module.get(Metrics),
      clock,
      module.get(SeenPages),
    );
    await work();
    this.importer = module.get(PageImporter);
  }

  /** The backends as they are stored now. */
  async reload(): Promise<void> {
    for (const stored of await this.module.get(Backends).list(this.identityId))
      this.backends.set(stored.name, stored);
  }

  backend(name: string): BackendRecord {
    const backend = this.backends.get(name);
    if (!backend) throw new Error(`there is no ${name}`);
    return backend;
  }

  rows<Row extends object>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return queryRows<Row>(this.url, text, parameters);
  }

  items(): Promise<StoredItem[]> {
    return this.rows(
      `SELECT i.id, i.type, i.title, i.season, i.episode, i.decision, i.guids,
              (SELECT coalesce(array_agg(b.name || ':' || o.remote_id || CASE WHEN o.part > 0 THEN '/' || o.part ELSE '' END
                                         ORDER BY b.id, o.remote_id, o.part), '{}')
                 FROM observation o JOIN backend b ON b.id = o.backend_id WHERE o.item_id = i.id) AS copies
         FROM item i WHERE i.identity_id = $1 ORDER BY i.id`,
      [this.identityId],
    );
  }

  conflicts(): Promise<StoredConflict[]> {
    return this.rows(
      `SELECT c.kind, c.status, c.item_id AS "itemId", b.name AS backend, c.remote_id AS "remoteId", c.evidence
         FROM conflict c JOIN backend b ON b.id = c.backend_id WHERE c.identity_id = $1 ORDER BY c.id`,
      [this.identityId],
    );
  }

  /** Names of the backends that are going to be told about an item. */
  async told(itemId: number): Promise<string[]> {
    const rows = await this.rows<{ name: string }>(
      `SELECT b.name FROM export_intent e JOIN backend b ON b.id = e.backend_id WHERE e.item_id = $1 AND e.status = 'open' ORDER BY b.id`,
      [itemId],
    );
    return rows.map(({ name }) => name);
  }
}
