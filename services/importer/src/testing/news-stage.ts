import { randomBytes } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { vi } from 'vitest';
import {
  Backends,
  DatabaseModule,
  Identities,
  migrate,
  WebhookDeliveries,
  type BackendRecord,
  type NewDelivery,
} from '#libs/database';
import { DirectoryModule } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { HealthChecks, loadConfig, RuntimeModule, SecretBox } from '#libs/runtime';
import {
  createCache,
  createDatabase,
  FakePlex,
  FakePlexTv,
  queryRows,
  type FakeMediaServer,
} from '#libs/testing';
import { ChangesWorker } from '../changes/changes.worker.js';
import { InboxReader } from '../changes/inbox-reader.js';
import { ServerListener } from '../ears/server-listener.js';
import { ServerPoller } from '../ears/server-poller.js';
import { ImporterConfig } from '../importer.config.js';
import { IMPORT_PARTS } from '../importer.parts.js';
import { LostWorkRelay } from '../relay/lost-work-relay.js';

export interface Delivered {
  readonly status: string;
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly source: string;
  readonly event: string | null;
}

export interface Held {
  readonly decision: string;
  readonly positionMs: number;
  readonly identity: string;
}

/** The live half of the importer on stores of its own, with its real queue. */
export class NewsStage {
  private count = 0;

  private constructor(
    readonly module: TestingModule,
    readonly url: string,
    private readonly cloud: FakePlexTv,
  ) {}

  static async open(): Promise<NewsStage> {
    const cloud = new FakePlexTv({ servers: [] });
    await cloud.start();
    vi.stubEnv('WS_PLEX_TV_URL', cloud.url);
    const { url } = await createDatabase();
    vi.stubEnv('WS_DATABASE_URL', url);
    vi.stubEnv('WS_CACHE_URL', await createCache());
    vi.stubEnv('WS_SECRET_KEY', randomBytes(32).toString('hex'));
    vi.stubEnv('WS_LOG_LEVEL', 'fatal');
    await migrate(url);
    const module = await Test.createTestingModule({
      imports: [RuntimeModule.forService('test'), DatabaseModule, QueueModule.forRoot(), DirectoryModule],
      providers: [
        { provide: ImporterConfig, useFactory: () => loadConfig(ImporterConfig) },
        ChangesWorker,
        ...IMPORT_PARTS,
        LostWorkRelay,
        ServerListener,
        ServerPoller,
      ],
    }).compile();
    await module.init();
    await module.get(HealthChecks).whenReady(new AbortController().signal);
    return new NewsStage(module, url, cloud);
  }

  async close(): Promise<void> {
    await this.module.close();
    await this.cloud.stop();
  }

  /** A new person; the name is theirs alone. */
  async person(): Promise<{ readonly id: number; readonly name: string }> {
    this.count += 1;
    return this.module.get(Identities).add(`person_${this.count}`);
  }

  /** A backend of this person on a server, told of every change. */
  async backend(
    identityId: number,
    server: FakeMediaServer,
    { user = 0, token, ...options }: { user?: number; token?: string } & BackendRecord['options'] = {},
  ): Promise<BackendRecord> {
    const account = server.users[user];
    if (!account) throw new Error('there is no such user');
    if (server instanceof FakePlex) this.cloud.addServer(server);
    const backends = this.module.get(Backends);
    const stored = await backends.add({
      identityId,
      name: server.type,
      type: server.type,
      url: server.url,
      sealedToken: this.module.get(SecretBox).seal(token ?? account.token),
      userId: account.id,
      userName: account.name,
      uuid: server.uuid,
      importEnabled: true,
      exportEnabled: true,
      options,
    });
    await backends.recordSync(stored.id, 'export', new Date());
    return stored;
  }

  /** What the webhook service does: commits the delivery; gives its id. */
  async deliver(payload: unknown, facts: Partial<NewDelivery> = {}): Promise<number> {
    this.count += 1;
    const deliveryKey = `delivery ${this.count}`;
    const stored = await this.module
      .get(WebhookDeliveries)
      .add({ type: null, deliveryKey, payload, ...facts });
    return stored.id;
  }

  /** Has everything that waits read, as the bell would, and waits until this one is settled. */
  async settled(id: number): Promise<Delivered> {
    await this.read();
    return vi.waitFor(
      async () => {
        const found = await this.delivery(id);
        if (found?.status !== 'handled') throw new Error(`delivery ${id} is ${found?.status ?? 'gone'}`);
        return found;
      },
      { timeout: 10_000, interval: 20 },
    );
  }

  /** Resolves when `look` no longer throws. */
  soon<T>(look: () => T | Promise<T>): Promise<T> {
    return vi.waitFor(look, { timeout: 10_000, interval: 20 });
  }

  read(): Promise<void> {
    return this.module.get(InboxReader).empty({ signal: new AbortController().signal });
  }

  async delivery(id: number): Promise<Delivered | undefined> {
    const [found] = await this.rows<Delivered>(
      'SELECT status, verdict, reason, source, event FROM webhook_delivery WHERE id = $1',
      [id],
    );
    return found;
  }

  targets(
    id: number,
  ): Promise<
    { readonly backend: string; readonly verdict: string | null; readonly reason: string | null }[]
  > {
    return this.rows(
      `SELECT i.name || '@' || b.name AS backend, t.verdict, t.reason FROM webhook_target t JOIN backend b ON b.id = t.backend_id
         JOIN identity i ON i.id = b.identity_id WHERE t.delivery_id = $1 ORDER BY b.id`,
      [id],
    );
  }

  /** What we hold of titles called so, for each person who has it. */
  held(title: string): Promise<Held[]> {
    return this.rows(
      `SELECT item.decision, item.position_ms AS "positionMs", i.name AS identity FROM item JOIN identity i ON i.id = item.identity_id
        WHERE item.title = $1 ORDER BY i.id`,
      [title],
    );
  }

  rows<Row extends object>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return queryRows<Row>(this.url, text, parameters);
  }
}
