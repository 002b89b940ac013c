import { createDatabase } from '#libs/testing';
import type { DataSource } from 'typeorm';
import { expect, vi } from 'vitest';
import { Backends, type BackendRecord, type NewBackend } from '../backends.js';
import { createDataSource } from '../data-source.js';
import { Identities } from '../identities.js';
import { migrate } from '../migrate.js';
import { Runs, type NewRun, type RunRecord } from '../runs.js';
import { sqlOf } from '../sql-rows.js';

/** A migrated database of one's own, and people and backends in it. */
export class Stage {
  private count = 0;

  private constructor(
    readonly url: string,
    readonly database: DataSource,
  ) {}

  static async open(): Promise<Stage> {
    const { url } = await createDatabase();
    await migrate(url);
    const database = createDataSource({ url, poolSize: 8 });
    await database.initialize();
    return new Stage(url, database);
  }

  close(): Promise<void> {
    return this.database.destroy();
  }

  rows<Row>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return sqlOf(this.database).query<Row>(text, parameters);
  }

  /** The one value of a query with one row and one column. */
  async value(text: string, parameters: readonly unknown[] = []): Promise<unknown> {
    const [row] = await this.rows<Record<string, unknown>>(text, parameters);
    return row && Object.values(row)[0];
  }

  /** A new person's id. */
  async person(): Promise<number> {
    this.count += 1;
    return (await new Identities(this.database).add(`person_${this.count}`)).id;
  }

  async backend(identityId: number, changes: Partial<NewBackend> = {}): Promise<BackendRecord> {
    this.count += 1;
    return new Backends(this.database).add({
      identityId,
      name: `backend_${this.count}`,
      type: 'jellyfin',
      url: 'http://attic:8096',
      sealedToken: 'sealed',
      userId: 'user',
      userName: null,
      uuid: 'uuid',
      importEnabled: true,
      exportEnabled: true,
      options: {},
      ...changes,
    });
  }

  /** A backend that was exported to before, so that it is told of every change. */
  async toldBackend(identityId: number, changes: Partial<NewBackend> = {}): Promise<BackendRecord> {
    const backend = await this.backend(identityId, changes);
    await new Backends(this.database).recordSync(backend.id, 'export', new Date());
    return backend;
  }

  async run(backend: BackendRecord, changes: Partial<NewRun> = {}): Promise<RunRecord> {
    const added = await new Runs(this.database).add(newRun(backend, changes));
    if ('busyWith' in added) throw new Error(`the backend is busy with ${added.busyWith.id}`);
    return added.run;
  }

  /** A push that news caused, under way. */
  async push({ id, identityId, name }: BackendRecord): Promise<void> {
    await this.rows(
      `INSERT INTO run (id, kind, identity_id, backend_id, backend_name, mode, is_automatic)
       VALUES (gen_random_uuid(), 'export', $1, $2, $3, 'push', true)`,
      [identityId, id, name],
    );
  }

  /** Resolves once somebody waits for a lock in this database. */
  async untilSomebodyWaits(): Promise<void> {
    await vi.waitFor(async () => {
      const waiting = await this.value(
        `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(waiting).toBe(1);
    });
  }

  /** As if the run had not been heard of for so long. */
  async silence(runId: string, seconds: number): Promise<void> {
    await this.rows('UPDATE run SET heartbeat_at = heartbeat_at - make_interval(secs => $2) WHERE id = $1', [
      runId,
      seconds,
    ]);
  }
}

export const newRun = (backend: BackendRecord, changes: Partial<NewRun> = {}): NewRun => ({
  kind: 'import',
  identityId: backend.identityId,
  backendId: backend.id,
  backendName: backend.name,
  mode: 'full',
  dryRun: false,
  options: {},
  ...changes,
});
