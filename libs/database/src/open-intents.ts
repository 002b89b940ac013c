import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

/** The outbox seen from outside: who waits to be told. */
export class OpenIntents {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Backends with an intent that has waited longer than it should: its job never reached Redis, or was lost there. */
  async forgotten(olderThanSeconds: number): Promise<number[]> {
    const rows = await this.sql.query<{ backendId: number }>(
      `SELECT DISTINCT e.backend_id AS "backendId" FROM export_intent e JOIN backend b ON b.id = e.backend_id
        WHERE e.status = 'open' AND b.export_enabled AND coalesce(e.due_at, e.created_at + make_interval(secs => $1)) < now()`,
      [olderThanSeconds],
    );
    return rows.map(({ backendId }) => backendId);
  }

  /**
   * What waits for quiet need not wait any more: whoever watched these copies stopped, or paused. Tells the backends
   * that are to be told now.
   */
  async release(backendId: number, remoteIds: readonly string[]): Promise<number[]> {
    const rows = await this.sql.query<{ backendId: number }>(
      `WITH due AS (
         UPDATE export_intent SET due_at = NULL WHERE status = 'open' AND due_at IS NOT NULL
            AND item_id IN (SELECT o.item_id FROM observation o WHERE o.backend_id = $1 AND o.remote_id = ANY($2))
         RETURNING backend_id)
       SELECT DISTINCT backend_id AS "backendId" FROM due`,
      [backendId, remoteIds],
    );
    return rows.map(({ backendId: told }) => told);
  }

  /** How many writes one backend still lacks. */
  async countOf(backendId: number): Promise<number> {
    const [row] = await this.sql.query<{ open: number }>(
      `SELECT count(*) AS open FROM export_intent WHERE backend_id = $1 AND status = 'open'`,
      [backendId],
    );
    return row?.open ?? 0;
  }

  async count(): Promise<number> {
    const [row] = await this.sql.query<{ count: number }>(
      `SELECT count(*) AS count FROM export_intent WHERE status = 'open'`,
    );
    return row?.count ?? 0;
  }
}
