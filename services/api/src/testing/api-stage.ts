import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { migrate } from '#libs/database';
import { HealthChecks, RuntimeModule } from '#libs/runtime';
import { createCache, createDatabase, type OwnDatabase } from '#libs/testing';
import request from 'supertest';
import { vi } from 'vitest';
import { apiFace, ApiModule } from '../api.module.js';

export const KEY = '0123456789abcdef0123456789abcdef';
export const SECRET_KEY = '42'.repeat(32);

type Settings = Readonly<Record<string, string>>;
type Verb = 'get' | 'post' | 'patch' | 'delete' | 'put';

/** The api service as it runs, on a database, a Redis and a data folder of its own. */
export class ApiStage {
  private constructor(
    readonly app: NestExpressApplication,
    readonly database: OwnDatabase,
    readonly folder: string,
    private readonly settings: Settings,
    private readonly isReplica = false,
  ) {}

  static async open(settings: Settings = {}): Promise<ApiStage> {
    const database = await createDatabase();
    await migrate(database.url);
    const folder = mkdtempSync(join(tmpdir(), 'watchstate-api-'));
    const own: Settings = {
      WS_DATABASE_URL: database.url,
      WS_CACHE_URL: settings['WS_CACHE_URL'] ?? (await createCache()),
      WS_DATA_PATH: folder,
      WS_API_KEY: KEY,
      WS_SECRET_KEY: SECRET_KEY,
      // Nobody listens there: a test that needs the cloud brings its own.
      WS_PLEX_TV_URL: 'http://127.0.0.1:9',
      WS_LOGGER_FILE_ENABLE: 'true',
      WS_LOGGER_FILE_LEVEL: 'debug',
      WS_LOG_LEVEL: 'fatal',
    };
    const all = { ...own, ...settings };
    return new ApiStage(await startApi(all), database, folder, all);
  }

  /** A second process on the same database, Redis and data folder. Close it first. */
  async replica(): Promise<ApiStage> {
    return new ApiStage(await startApi(this.settings), this.database, this.folder, this.settings, true);
  }

  async close(): Promise<void> {
    await this.app.close();
    if (this.isReplica) return;
    await this.database.drop();
    rmSync(this.folder, { recursive: true });
  }

  /** A call with the API key. */
  call(verb: Verb, path: string): request.Test {
    return this.open(verb, path).set('X-APIKEY', KEY);
  }

  /** A call without any credential. */
  open(verb: Verb, path: string): request.Test {
    return request(this.app.getHttpServer())[verb](`/v1/api/${path}`);
  }

  get url(): string {
    const address: unknown = this.app.getHttpServer().address();
    if (typeof address !== 'object' || address === null || !('port' in address))
      throw new Error('not listening');
    return `http://127.0.0.1:${String(address.port)}`;
  }
}

async function startApi(settings: Settings): Promise<NestExpressApplication> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  try {
    return await openApi();
  } finally {
    vi.unstubAllEnvs();
  }
}

async function openApi(): Promise<NestExpressApplication> {
  const testing = await Test.createTestingModule({
    imports: [RuntimeModule.forService('api'), ApiModule],
  }).compile();
  const app = testing.createNestApplication<NestExpressApplication>();
  apiFace.configure?.(app);
  await app.listen(0, '127.0.0.1');
  app.get(HealthChecks).started();
  return app;
}
