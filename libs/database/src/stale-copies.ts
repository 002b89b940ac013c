import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

/** Copies under a native id that the server may have given up when it replaced the file (M-22). */
export class StaleCopies {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /**
   * Native ids that a backend's read since `readAt` brought no news of, although it did of another copy of the same
   * item. Most of them are just second copies; only the server can tell.
   */
  async suspects(backendId: number, readAt: Date, limit: number): Promise<string[]> {
    // One pass over the backend's copies: a join of them with themselves is quadratic until the tables have statistics.
    const rows = await this.sql.query<{ remoteId: string }>(
      `SELECT DISTINCT copy.remote_id AS "remoteId"
         FROM (SELECT remote_id, observed_at, max(observed_at) OVER (PARTITION BY item_id, part) AS newest_at
                 FROM observation WHERE backend_id = $1) AS copy
        WHERE copy.newest_at >= date_trunc('second', $2::timestamptz) AND copy.observed_at < date_trunc('second', $2::timestamptz)
        ORDER BY 1 LIMIT $3`,
      [backendId, readAt, limit],
    );
    return rows.map(({ remoteId }) => remoteId);
  }

  /** Forgets copies that the server says are gone, with what was to be decided about them; their items stay. */
  async forget(
    { id, identityId }: { readonly id: number; readonly identityId: number },
    remoteIds: readonly string[],
  ): Promise<void> {
    if (remoteIds.length === 0) return;
    await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      await sql.query('DELETE FROM conflict WHERE backend_id = $1 AND remote_id = ANY($2)', [id, remoteIds]);
      await sql.query('DELETE FROM observation WHERE backend_id = $1 AND remote_id = ANY($2)', [
        id,
        remoteIds,
      ]);
    });
  }
}
