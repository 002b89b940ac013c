import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

/** One copy that a backend was seen to have in a library. */
export interface ShelvedCopy {
  readonly remoteId: string;
  readonly itemId: number;
}

/** What went with copies that were forgotten. */
export interface Forgotten {
  readonly removed: number;
  readonly deletedRecords: number;
}

/** Copies under a native id that the server may have given up when it replaced the file (M-22). */
export class StaleCopies {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Whether anything was ever seen on the backend. */
  async hasCopies(backendId: number): Promise<boolean> {
    const rows = await this.sql.query('SELECT FROM observation WHERE backend_id = $1 LIMIT 1', [backendId]);
    return rows.length > 0;
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

  /** The copies of one library, in the order of their native ids, from behind `after` on. */
  async inLibrary(
    { backendId, libraryId }: { readonly backendId: number; readonly libraryId: string },
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<ShelvedCopy[]> {
    return this.sql.query<ShelvedCopy>(
      `SELECT DISTINCT ON (remote_id) remote_id AS "remoteId", item_id AS "itemId" FROM observation
        WHERE backend_id = $1 AND library_id = $2 AND remote_id > $3 ORDER BY remote_id, part LIMIT $4`,
      [backendId, libraryId, after, limit],
    );
  }

  /** As `forget`, together with the items that no backend has any more. */
  async forgetForGood(
    { id, identityId }: { readonly id: number; readonly identityId: number },
    remoteIds: readonly string[],
  ): Promise<Forgotten> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      await sql.query('DELETE FROM conflict WHERE backend_id = $1 AND remote_id = ANY($2)', [id, remoteIds]);
      const copies = await sql.query<{ itemId: number }>(
        `WITH gone AS (DELETE FROM observation WHERE backend_id = $1 AND remote_id = ANY($2) RETURNING item_id)
         SELECT item_id AS "itemId" FROM gone`,
        [id, remoteIds],
      );
      const [gone] = await sql.query<{ records: number }>(
        `WITH gone AS (
           DELETE FROM item i WHERE i.identity_id = $1 AND i.id = ANY($2)
              AND NOT EXISTS (SELECT FROM observation o WHERE o.item_id = i.id) RETURNING 1)
         SELECT count(*) AS records FROM gone`,
        [identityId, copies.map(({ itemId }) => itemId)],
      );
      return { removed: copies.length, deletedRecords: gone?.records ?? 0 };
    });
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
