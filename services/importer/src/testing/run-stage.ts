import { randomBytes } from 'node:crypto';
import type { Provider } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { vi } from 'vitest';
import { DatabaseModule, Identities, migrate, Runs, type RunRecord } from '#libs/database';
import { loadConfig, RuntimeModule } from '#libs/runtime';
import { createDatabase, queryRows } from '#libs/testing';
import { ImporterConfig } from '../importer.config.js';
import { PushBell } from '../pages/push-bell.js';

/** One who carries out runs, on a database of its own and with no queue to ring; a new person for each test. */
export class RunStage {
  private persons = 0;
  identityId = 0;

  private constructor(
    readonly module: TestingModule,
    readonly url: string,
  ) {}

  static async open(carrier: Provider): Promise<RunStage> {
    const { url } = await createDatabase();
    vi.stubEnv('WS_DATABASE_URL', url);
    vi.stubEnv('WS_SECRET_KEY', randomBytes(32).toString('hex'));
    await migrate(url);
    const module = await Test.createTestingModule({
      imports: [RuntimeModule.forService('test'), DatabaseModule],
      providers: [
        { provide: ImporterConfig, useFactory: () => loadConfig(ImporterConfig) },
        { provide: PushBell, useValue: { ring: () => Promise.resolve() } },
        carrier,
      ],
    }).compile();
    await module.init();
    return new RunStage(module, url);
  }

  async close(): Promise<void> {
    await this.module.close();
    vi.unstubAllEnvs();
  }

  async newPerson(): Promise<void> {
    this.persons += 1;
    this.identityId = (await this.module.get(Identities).add(`person_${this.persons}`)).id;
  }

  run(id: string): Promise<RunRecord> {
    return this.module.get(Runs).get(id);
  }

  /** How many rows there are of what stands behind `FROM`. */
  async count(from: string): Promise<number> {
    return (await queryRows(this.url, `SELECT 1 FROM ${from}`)).length;
  }

  watched(): Promise<number> {
    return this.count(`item WHERE identity_id = ${this.identityId} AND decision = 'played'`);
  }
}
