import { isBackendType, type BackendType, type IgnoreRule } from '#libs/core';
import { DataSource } from 'typeorm';
import { endAccount, endBackend, weighBackend, type BackendRemoval } from './backend-endings.js';
import { RULES_OF_BACKEND } from './ignore-rules.js';
import { settled } from './deadlocks.js';
import { sqlOf, type Sql } from './sql-rows.js';

export interface ClientOptions {
  /** Requests per second at most. */
  readonly rps?: number;
  /** Seconds after which a silent request is given up. */
  readonly timeout?: number;
  /** Whether its certificate must be valid; yes unless switched off. */
  readonly verify_host?: boolean;
}

/** Settings of a backend beside its switches; keys as in `servers.yaml` (env.md 5). */
export interface BackendOptions {
  /** Import titles and ids from it, never a play state. */
  readonly IMPORT_METADATA_ONLY?: boolean;
  /** Never believe an unmark from it. */
  readonly DISABLE_MARK_UNPLAYED?: boolean;
  /** What an export may do there; all of it unless switched off (one-way rules in the small, scenario 55). */
  readonly EXPORT_MARK_PLAYED?: boolean;
  readonly EXPORT_MARK_UNPLAYED?: boolean;
  readonly EXPORT_PROGRESS?: boolean;
  /** How its server likes to be called; the strictest of all backends of one server counts. */
  readonly client?: ClientOptions;
  /** Library ids to skip, comma separated. */
  readonly ignore?: string;
  /** Ids of the only libraries to read, comma separated; with `LIBRARY_INVERSE` of the only ones to skip. */
  readonly LIBRARY_SELECT?: string;
  readonly LIBRARY_INVERSE?: boolean;
  /** Leave the server alone while somebody is watching something on it. */
  readonly PAUSE_WHILE_STREAMING?: boolean;
  /** The token came from a sign-in by name and password. */
  readonly is_limited_token?: boolean;
  readonly LIBRARY_SEGMENT?: number;
  readonly MAX_EPISODE_RANGE?: number;
  /** Whether its server is listened to, where it tells of itself without a webhook. */
  readonly LISTEN?: boolean;
  /** Seconds between two questions to its server for what changed last; none are asked without. */
  readonly POLL?: number;
  readonly [other: string]: unknown;
}

export interface BackendRecord {
  readonly id: number;
  readonly identityId: number;
  readonly identityName: string;
  /** Whether this person wants second viewings carried on; null: as the installation is set. */
  readonly syncRewatch: boolean | null;
  readonly name: string;
  readonly type: BackendType;
  readonly url: string;
  readonly sealedToken: string;
  readonly userId: string;
  readonly userName: string | null;
  readonly uuid: string;
  readonly importEnabled: boolean;
  readonly exportEnabled: boolean;
  readonly options: BackendOptions;
  readonly ignoreRules: readonly IgnoreRule[];
  readonly importLastSync: Date | null;
  readonly exportLastSync: Date | null;
  /** Another number, another account (see `changeAccount`). */
  readonly accountGeneration: number;
  /** Seconds by which its server was seen to date viewings ahead of us. */
  readonly clockAhead: number | null;
  readonly healthStatus: 'ok' | 'failing' | 'unknown';
  readonly healthMessage: string | null;
  readonly healthAt: Date | null;
}

/** Why a backend is failing: the key of an error and a sentence for its owner. */
export interface HealthFailure {
  readonly key: string;
  readonly message: string;
}

export interface FailingBackends {
  readonly kind: BackendType;
  readonly reason: string;
  readonly count: number;
}

export type NewBackend = Pick<
  BackendRecord,
  | 'identityId'
  | 'name'
  | 'type'
  | 'url'
  | 'sealedToken'
  | 'userId'
  | 'userName'
  | 'uuid'
  | 'importEnabled'
  | 'exportEnabled'
  | 'options'
>;
export type BackendChanges = Partial<Omit<NewBackend, 'identityId' | 'name' | 'type'>>;

export class BackendNameTaken extends Error {}

const COLUMNS: Readonly<Record<keyof BackendChanges, string>> = {
  url: 'url',
  sealedToken: 'sealed_token',
  userId: 'user_id',
  userName: 'user_name',
  uuid: 'uuid',
  importEnabled: 'import_enabled',
  exportEnabled: 'export_enabled',
  options: 'options',
};

const SELECT = `SELECT b.id, b.identity_id AS "identityId", i.name AS "identityName", i.sync_rewatch AS "syncRewatch", b.name, b.type, b.url,
    b.sealed_token AS "sealedToken", b.user_id AS "userId", b.user_name AS "userName", b.uuid,
    b.import_enabled AS "importEnabled", b.export_enabled AS "exportEnabled", b.options, ${RULES_OF_BACKEND} AS "ignoreRules",
    b.import_last_sync AS "importLastSync", b.export_last_sync AS "exportLastSync", b.account_generation AS "accountGeneration", b.clock_ahead AS "clockAhead",
    b.health_status AS "healthStatus", b.health_message AS "healthMessage", b.health_at AS "healthAt"
  FROM backend b JOIN identity i ON i.id = b.identity_id`;

/** Throws `BackendNameTaken`. */
export async function insertBackend(sql: Sql, backend: NewBackend): Promise<number> {
  const [added] = await sql.query<{ id: number }>(
    `INSERT INTO backend (identity_id, name, type, url, sealed_token, user_id, user_name, uuid, import_enabled, export_enabled, options)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (identity_id, name) DO NOTHING RETURNING id`,
    [
      backend.identityId,
      backend.name,
      backend.type,
      backend.url,
      backend.sealedToken,
      backend.userId,
      backend.userName,
      backend.uuid,
      backend.importEnabled,
      backend.exportEnabled,
      backend.options,
    ],
  );
  if (!added) throw new BackendNameTaken(backend.name);
  return added.id;
}

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

async function assign(sql: Sql, id: number, changes: BackendChanges): Promise<void> {
  const parts = Object.entries(changes).map(([key, value]) => ({ column: columnOf(key), value }));
  if (parts.length === 0) return;
  const assignments = parts.map(({ column }, index) => `${column} = $${index + 2}`).join(', ');
  await sql.query(`UPDATE backend SET ${assignments}, updated_at = now() WHERE id = $1`, [
    id,
    ...parts.map(({ value }) => value),
  ]);
}

function columnOf(key: string): string {
  if (!Object.hasOwn(COLUMNS, key)) throw new Error(`backend has no column for ${key}`);
  return COLUMNS[key as keyof BackendChanges];
}
