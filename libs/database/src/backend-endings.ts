import type { Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

/** What went with a deleted backend. */
export interface BackendRemoval {
  readonly references: number;
  readonly records: number;
}

interface Ending {
  readonly id: number;
  readonly identityId: number;
}

const ACCOUNT_CHANGED = {
  key: 'account-changed',
  message: 'The backend was given another account while this was under way.',
  hint: 'What the old account said is forgotten. Import from the backend again.',
} as const;

/**
 * Everybody who settles a write takes the rows of an intent, its copy and its run in this order, and so must who takes
 * them all away: in another order each would wait for the other.
 */
async function holdWrites(sql: Sql, { id, identityId }: Ending): Promise<void> {
  await lockIdentity(sql, identityId);
  await sql.query('SELECT FROM backend WHERE id = $1 FOR UPDATE', [id]);
  await sql.query('SELECT FROM export_intent WHERE backend_id = $1 ORDER BY id FOR UPDATE', [id]);
  await sql.query('SELECT FROM observation WHERE backend_id = $1 ORDER BY remote_id, part FOR UPDATE', [id]);
}

/**
 * Forgets all that an account said and all that was to be done there, in the caller's transaction. Work that is still
 * under way for it finds another generation and stops.
 */
export async function endAccount(sql: Sql, backend: Ending): Promise<void> {
  await holdWrites(sql, backend);
  await sql.query(
    `UPDATE export_intent SET status = 'rejected', reason = 'account-changed', settled_at = now()
      WHERE backend_id = $1 AND status IN ('open', 'planned')`,
    [backend.id],
  );
  await sql.query('DELETE FROM observation WHERE backend_id = $1', [backend.id]);
  await sql.query('DELETE FROM conflict WHERE backend_id = $1', [backend.id]);
  await sql.query(
    `WITH ended AS (
       UPDATE run SET status = CASE status WHEN 'awaiting_approval' THEN 'cancelled' ELSE 'failed' END, error = $2,
              is_cancel_asked = true, finished_at = now(), heartbeat_at = now()
        WHERE backend_id = $1 AND status IN ('queued', 'running', 'awaiting_approval') RETURNING id)
     UPDATE state_change c SET status = 'rejected' FROM ended WHERE c.run_id = ended.id AND c.status = 'proposed'`,
    [backend.id, ACCOUNT_CHANGED],
  );
  await sql.query(
    `UPDATE backend SET import_last_sync = NULL, export_last_sync = NULL, account_generation = account_generation + 1
      WHERE id = $1`,
    [backend.id],
  );
}

/** What `endBackend` would take away. */
export async function weighBackend(sql: Sql, backendId: number): Promise<BackendRemoval> {
  const [found] = await sql.query<BackendRemoval>(
    `SELECT (SELECT count(*) FROM observation WHERE backend_id = $1) AS "references",
            (SELECT count(DISTINCT item_id) FROM observation mine
              WHERE backend_id = $1
                AND NOT EXISTS (SELECT FROM observation o
                                 WHERE o.item_id = mine.item_id AND o.backend_id <> $1)) AS records`,
    [backendId],
  );
  return { references: found?.references ?? 0, records: found?.records ?? 0 };
}

/** Removes a backend with all it reported, and the items that it alone had, in the caller's transaction. */
export async function endBackend(sql: Sql, backend: Ending): Promise<BackendRemoval> {
  await holdWrites(sql, backend);
  const [counted] = await sql.query<{ references: number }>(
    'SELECT count(*) AS "references" FROM observation WHERE backend_id = $1',
    [backend.id],
  );
  const [gone] = await sql.query<{ records: number }>(
    `WITH gone AS (
       DELETE FROM item i USING (SELECT DISTINCT item_id FROM observation WHERE backend_id = $1) mine
        WHERE i.id = mine.item_id
          AND NOT EXISTS (SELECT FROM observation o WHERE o.item_id = i.id AND o.backend_id <> $1)
       RETURNING 1)
     SELECT count(*) AS records FROM gone`,
    [backend.id],
  );
  await sql.query('DELETE FROM backend WHERE id = $1', [backend.id]);
  return { references: counted?.references ?? 0, records: gone?.records ?? 0 };
}
