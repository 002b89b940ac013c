import type { Sql } from './sql-rows.js';

const UNKNOWN_OUTCOME = 'unknown-outcome';

/** Announced since the run began and never settled: the server failed while it was told. `w` and `run` must be in scope. */
const WAS_TRIED = `EXISTS (SELECT FROM observation t WHERE t.backend_id = w.backend_id AND t.remote_id = w.remote_id AND t.expected_at >= run.started_at)`;

/**
 * Ends what is still planned. Of what was being written nobody knows whether it arrived, so nothing is expected of it any
 * more: the next import believes what it sees there.
 */
export async function failRest(sql: Sql, runId: string, reason: string): Promise<void> {
  await sql.query(
    `WITH ended AS (
       UPDATE restore_write w SET status = 'failed', settled_at = now(),
              reason = CASE WHEN ${WAS_TRIED} THEN '${UNKNOWN_OUTCOME}' ELSE $2 END
         FROM run WHERE run.id = w.run_id AND w.run_id = $1 AND w.status = 'planned'
       RETURNING w.backend_id, w.remote_id, w.reason)
     UPDATE observation o SET fingerprint = '', expected_watched = NULL, expected_position_ms = NULL, expected_at = NULL
       FROM ended WHERE ended.reason = '${UNKNOWN_OUTCOME}' AND o.backend_id = ended.backend_id AND o.remote_id = ended.remote_id`,
    [runId, reason],
  );
}
