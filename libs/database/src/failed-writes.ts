import type { ItemType, PlayState } from '#libs/core';
import { DataSource } from 'typeorm';
import { OUT_OF_STEP } from './intents.js';
import { sqlOf, type Sql } from './sql-rows.js';

/** Writes in a row that a server said yes to and did not do; then it is not asked again by itself (scenario 42). */
export const MOST_UNCONFIRMED = 3;

/** Beyond the most: told once as failed, and left alone until a person retries it or the server shows something else. */
export const GIVEN_UP = MOST_UNCONFIRMED + 1;

/** A write that failed for good: nothing newer was tried for it, and the backend still differs from the truth. */
export interface FailedWrite {
  readonly id: number;
  readonly item: {
    readonly id: number;
    readonly type: ItemType;
    readonly title: string;
    readonly year: number | null;
    readonly season: number | null;
    readonly episode: number | null;
  };
  readonly backend: string;
  readonly before: PlayState;
  readonly after: PlayState;
  readonly rule: string;
  readonly reason: string;
  readonly runId: string | null;
  readonly at: Date;
}

export interface FailedWritesQuestion {
  readonly identityId: number;
  /** One of them by its id, or all of one backend. */
  readonly id?: number;
  readonly backendId?: number;
}

const FAILED = `FROM export_intent e
    JOIN item ON item.id = e.item_id JOIN backend b ON b.id = e.backend_id
    JOIN observation o ON o.backend_id = e.backend_id AND o.remote_id = e.remote_id AND o.part = e.part
   WHERE e.status = 'failed' AND b.identity_id = $1 AND ($2::bigint IS NULL OR e.id = $2) AND ($3::int IS NULL OR e.backend_id = $3)
     AND e.reason NOT IN ('put-off', 'cancelled') AND ${OUT_OF_STEP}
     AND NOT EXISTS (SELECT FROM export_intent n WHERE n.backend_id = e.backend_id AND n.item_id = e.item_id AND n.id > e.id)`;

const parametersOf = ({ identityId, id, backendId }: FailedWritesQuestion): unknown[] => [
  identityId,
  id ?? null,
  backendId ?? null,
];

interface Row extends Omit<FailedWrite, 'item'> {
  readonly itemId: number;
  readonly type: ItemType;
  readonly title: string;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
}

/** The dead letters of exports, for a person to see, retry or drop. */
export class FailedWrites {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  async list(
    question: FailedWritesQuestion,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<{ readonly total: number; readonly writes: FailedWrite[] }> {
    const parameters = parametersOf(question);
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total ${FAILED}`,
      parameters,
    );
    const rows = await this.sql.query<Row>(
      `SELECT e.id, e.item_id AS "itemId", item.type, item.title, item.year, item.season, item.episode, b.name AS backend,
              e.before, e.after, e.rule, e.reason, e.run_id AS "runId", coalesce(e.settled_at, e.created_at) AS at
         ${FAILED} ORDER BY e.id DESC LIMIT $4 OFFSET $5`,
      [...parameters, page.limit, page.offset],
    );
    return { total: counted?.total ?? 0, writes: rows.map(toFailedWrite) };
  }

  /** Opens an intent for each; the backends that must be told. */
  async retry(
    question: FailedWritesQuestion,
  ): Promise<{ readonly count: number; readonly backendIds: number[] }> {
    return this.database.transaction(async (manager) => {
      const rows = await sqlOf(manager).query<{ backendId: number }>(
        `WITH failed AS (SELECT e.backend_id, e.item_id, e.remote_id ${FAILED}),
           again AS (
             UPDATE observation o SET unconfirmed_writes = 0 FROM failed f
              WHERE o.backend_id = f.backend_id AND o.remote_id = f.remote_id),
           opened AS (
             INSERT INTO export_intent (backend_id, item_id, status)
             SELECT DISTINCT f.backend_id, f.item_id, 'open' FROM failed f
             ON CONFLICT (backend_id, item_id) WHERE status = 'open' DO NOTHING)
         SELECT backend_id AS "backendId" FROM failed`,
        parametersOf(question),
      );
      return { count: rows.length, backendIds: [...new Set(rows.map(({ backendId }) => backendId))] };
    });
  }

  /** A person's word that these need not be written. Until the backend shows something else they are left alone. */
  async drop(question: FailedWritesQuestion): Promise<number> {
    const rows = await this.sql.query(
      `WITH failed AS (SELECT e.id, e.backend_id, e.remote_id ${FAILED}),
         left_alone AS (
           UPDATE observation o SET unconfirmed_writes = ${GIVEN_UP} FROM failed f
            WHERE o.backend_id = f.backend_id AND o.remote_id = f.remote_id)
       UPDATE export_intent e SET status = 'rejected', reason = 'dropped', settled_at = now() FROM failed f WHERE e.id = f.id RETURNING 1`,
      parametersOf(question),
    );
    return rows.length;
  }
}

const toFailedWrite = ({ itemId, type, title, year, season, episode, ...row }: Row): FailedWrite => ({
  id: row.id,
  item: { id: itemId, type, title, year, season, episode },
  backend: row.backend,
  before: row.before,
  after: row.after,
  rule: row.rule,
  reason: row.reason,
  runId: row.runId,
  at: row.at,
});
