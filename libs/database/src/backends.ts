import { isBackendType } from '#libs/core';
import { DataSource } from 'typeorm';
import { endAccount, endBackend, weighBackend, type BackendRemoval } from './backend-endings.js';
import type {
  BackendChanges,
  BackendRecord,
  FailingBackends,
  HealthFailure,
  NewBackend,
} from './backend-record.js';
import { alterBackend, assign, BackendNameTaken, insertBackend } from './backend-rows.js';
import { RULES_OF_BACKEND } from './ignore-rules.js';
import { settled } from './deadlocks.js';
import { sqlOf, type Sql } from './sql-rows.js';

export { BackendNameTaken } from './backend-rows.js';
export type * from './backend-record.js';

const SELECT = `SELECT b.id, b.identity_id AS "identityId", i.name AS "identityName", i.sync_rewatch AS "syncRewatch", b.name, b.type, b.url,
    b.sealed_token AS "sealedToken", b.user_id AS "userId", b.user_name AS "userName", b.uuid,
    b.import_enabled AS "importEnabled", b.export_enabled AS "exportEnabled", b.options, ${RULES_OF_BACKEND} AS "ignoreRules",
    b.import_last_sync AS "importLastSync", b.export_last_sync AS "exportLastSync", b.account_generation AS "accountGeneration", b.clock_ahead AS "clockAhead",
    b.health_status AS "healthStatus", b.health_message AS "healthMessage", b.health_at AS "healthAt"
  FROM backend b JOIN identity i ON i.id = b.identity_id`;

/** The configured backends of all identities. Tokens are stored sealed and leave here sealed. */
export class Backends {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  async list(identityId: number): Promise<BackendRecord[]> {
    return this.select('WHERE b.identity_id = $1 ORDER BY b.id', [identityId]);
  }

  async find(identityId: number, name: string): Promise<BackendRecord | null> {
    const [found] = await this.select('WHERE b.identity_id = $1 AND b.name = $2', [identityId, name]);
    return found ?? null;
  }

  /** By the names of its person and its own. */
  async named(identityName: string, name: string): Promise<BackendRecord | null> {
    const [found] = await this.select('WHERE i.name = $1 AND b.name = $2', [identityName, name]);
    return found ?? null;
  }

  async byId(id: number): Promise<BackendRecord | null> {
    const [found] = await this.select('WHERE b.id = $1', [id]);
    return found ?? null;
  }

  /** Whom a webhook can be meant for: a generic one (user null) goes to every person of that server. */
  async ofServer(uuid: string, userId: string | null): Promise<BackendRecord[]> {
    return this.select('WHERE b.uuid = $1 AND ($2::text IS NULL OR b.user_id = $2) ORDER BY b.id', [
      uuid,
      userId,
    ]);
  }

  /** All backends on these servers, whoever's they are. */
  async ofServers(uuids: readonly string[]): Promise<BackendRecord[]> {
    return this.select('WHERE b.uuid = ANY($1) ORDER BY b.import_enabled DESC, b.id', [uuids]);
  }

  /** Those whose servers are to be listened to. */
  async listening(): Promise<BackendRecord[]> {
    return this.select(`WHERE b.options->>'LISTEN' = 'true' ORDER BY b.id DESC`, []);
  }

  /** Those that are asked from time to time for what changed last. */
  async polled(): Promise<BackendRecord[]> {
    return this.select(`WHERE jsonb_typeof(b.options->'POLL') = 'number' ORDER BY b.id`, []);
  }

  /** Throws `BackendNameTaken`. */
  async add(backend: NewBackend): Promise<BackendRecord> {
    const stored = await this.byId(await insertBackend(this.sql, backend));
    if (!stored) throw new BackendNameTaken(backend.name);
    return stored;
  }

  async change(id: number, changes: BackendChanges): Promise<void> {
    await assign(this.sql, id, changes);
  }

  /** Changes what may be another account (see `changeAccount`), or the same one. */
  alter(backend: BackendRecord, changes: BackendChanges): Promise<void> {
    return settled(() =>
      this.database.transaction((manager) => alterBackend(sqlOf(manager), backend, changes)),
    );
  }

  /**
   * As `change`, to the account of another user or server: what the old one said is no base for what the new one says,
   * and what is under way for it ends.
   */
  changeAccount(backend: BackendRecord, changes: BackendChanges): Promise<void> {
    return settled(() =>
      this.database.transaction(async (manager) => {
        const sql = sqlOf(manager);
        await endAccount(sql, backend);
        await assign(sql, backend.id, changes);
      }),
    );
  }

  /** What `remove` would take away. */
  weigh({ id }: BackendRecord): Promise<BackendRemoval> {
    return weighBackend(this.sql, id);
  }

  /** Removes the backend with all it reported, and the items that it alone had. */
  remove(backend: BackendRecord): Promise<BackendRemoval> {
    return settled(() => this.database.transaction((manager) => endBackend(sqlOf(manager), backend)));
  }

  /** What went wrong when it was last asked; null when nothing did. */
  async recordHealth(id: number, failure: HealthFailure | null): Promise<void> {
    await this.sql.query(
      'UPDATE backend SET health_status = $2, health_message = $3, health_reason = $4, health_at = now() WHERE id = $1',
      [id, failure ? 'failing' : 'ok', failure?.message ?? null, failure?.key ?? null],
    );
  }

  /** How many that are in use fail for one of these reasons, of all persons. */
  failing(reasons: readonly string[]): Promise<FailingBackends[]> {
    return this.sql.query<FailingBackends>(
      `SELECT type AS kind, health_reason AS reason, count(*)::int AS count FROM backend
       WHERE health_status = 'failing' AND health_reason = ANY($1) AND (import_enabled OR export_enabled)
       GROUP BY type, health_reason`,
      [reasons],
    );
  }

  /** The most that was seen; null forgets it. */
  async recordClock(id: number, aheadSeconds: number | null): Promise<void> {
    await this.sql.query(
      'UPDATE backend SET clock_ahead = CASE WHEN $2::int IS NOT NULL THEN greatest(clock_ahead, $2) END WHERE id = $1',
      [id, aheadSeconds],
    );
  }

  /** Advances only over finished work, and never back (sync-engine.md rule 9). */
  async recordSync(id: number, direction: 'import' | 'export', at: Date): Promise<void> {
    const column = direction === 'import' ? 'import_last_sync' : 'export_last_sync';
    await this.sql.query(`UPDATE backend SET ${column} = greatest(${column}, $2) WHERE id = $1`, [id, at]);
  }

  /** As `recordSync`, by a run that was begun with this very account. */
  async recordRun(
    { id, accountGeneration }: Pick<BackendRecord, 'id' | 'accountGeneration'>,
    direction: 'import' | 'export',
    at: Date,
  ): Promise<void> {
    const column = direction === 'import' ? 'import_last_sync' : 'export_last_sync';
    await this.sql.query(
      `UPDATE backend SET ${column} = greatest(${column}, $2) WHERE id = $1 AND account_generation = $3`,
      [id, at, accountGeneration],
    );
  }

  private async select(where: string, parameters: readonly unknown[]): Promise<BackendRecord[]> {
    const rows = await this.sql.query<BackendRecord & { type: string }>(`${SELECT} ${where}`, parameters);
    return rows.filter(({ type }) => isBackendType(type));
  }
}
