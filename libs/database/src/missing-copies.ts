import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

/** A server is asked again after so long before a reference is let go (sync-engine.md R-6). */
const ASKED_AGAIN_MINUTES = 60;

export interface MissingCopy {
  readonly remoteId: string;
  readonly itemId: number;
}

/** References whose items a server said are gone: the first time they are noted, the second time they go. */
export class MissingCopies {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** What is there, after all or again, was never missing. */
  async found(backendId: number, remoteIds: readonly string[]): Promise<void> {
    await this.sql.query('DELETE FROM missing_copy WHERE backend_id = $1 AND remote_id = ANY($2)', [
      backendId,
      remoteIds,
    ]);
  }

  /** Notes what is missing; gives the native ids that have been missing for an hour. */
  async note(backendId: number, missing: readonly MissingCopy[]): Promise<string[]> {
    const rows = await this.sql.query<{ remoteId: string }>(
      `WITH noted AS (
         INSERT INTO missing_copy (backend_id, remote_id, item_id)
         SELECT $1, m.remote_id, m.item_id FROM unnest($2::text[], $3::bigint[]) AS m(remote_id, item_id)
         ON CONFLICT (backend_id, remote_id) DO UPDATE SET item_id = excluded.item_id
         RETURNING remote_id, missing_since)
       SELECT remote_id AS "remoteId" FROM noted WHERE missing_since <= now() - interval '${ASKED_AGAIN_MINUTES} minutes'`,
      [backendId, missing.map(({ remoteId }) => remoteId), missing.map(({ itemId }) => itemId)],
    );
    return rows.map(({ remoteId }) => remoteId);
  }

  /** Lets references go and remembers them; their items stay, with their states. Gives how many went. */
  async archive(
    { id, identityId }: { readonly id: number; readonly identityId: number },
    remoteIds: readonly string[],
  ): Promise<number> {
    if (remoteIds.length === 0) return 0;
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      await sql.query('DELETE FROM conflict WHERE backend_id = $1 AND remote_id = ANY($2)', [id, remoteIds]);
      await sql.query(
        'UPDATE missing_copy SET archived_at = now() WHERE backend_id = $1 AND remote_id = ANY($2)',
        [id, remoteIds],
      );
      const gone = await sql.query(
        'DELETE FROM observation WHERE backend_id = $1 AND remote_id = ANY($2) RETURNING 1',
        [id, remoteIds],
      );
      return gone.length;
    });
  }
}
