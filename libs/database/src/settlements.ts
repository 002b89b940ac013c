import type { PlayState } from '#libs/core';
import type { DueWrite } from './export-copies.js';
import { GIVEN_UP } from './failed-writes.js';
import { advancingBy, type RunStep } from './run-steps.js';
import type { Sql } from './sql-rows.js';
import { COMMIT_SOON } from './truths.js';

export type IntentOutcome =
  | { readonly status: 'written'; readonly shows: PlayState }
  /** With `shows` when the target already shows what we want. */
  | { readonly status: 'skipped'; readonly reason: string; readonly shows?: PlayState }
  | { readonly status: 'failed'; readonly reason: string };

/** What came of one planned write, and what that adds to its run. */
export interface Settlement {
  readonly write: Pick<DueWrite, 'intentId'>;
  readonly outcome: IntentOutcome;
  readonly step: RunStep;
}

/** Notes what the copies of a write are expected to show from now on (X-17: expected, never observed). */
const EXPECTED = `UPDATE observation o SET fingerprint = '', (expected_watched, expected_position_ms, expected_at)
      = (m.watched, m."showsMs", now())
   FROM mine m WHERE o.backend_id = m.backend_id AND o.remote_id = m.remote_id AND m.watched IS NOT NULL`;

/** The server never does what was asked of it: told once, and not tried again by itself. */
const GIVE_UP = `UPDATE observation o SET unconfirmed_writes = ${GIVEN_UP}
   FROM mine m WHERE o.backend_id = m.backend_id AND o.remote_id = m.remote_id AND m.status = 'failed' AND m.reason = 'unconfirmed'`;

const SETTLE = `WITH mine AS (
    UPDATE export_intent e SET status = w.status, reason = w.reason, settled_at = now()
      FROM jsonb_to_recordset($1::jsonb) AS w("intentId" bigint, status text, reason text, watched boolean, "showsMs" int,
             done int, requests int, counts jsonb, tally jsonb)
     WHERE e.id = w."intentId" AND e.status = 'planned'
    RETURNING e.backend_id, e.remote_id, w.*),
  expected AS (${EXPECTED}),
  given_up AS (${GIVE_UP})
  ${advancingBy('mine', '$3')} WHERE id = $2 AND EXISTS (SELECT FROM mine)
  RETURNING is_cancel_asked AS "isCancelAsked", ${COMMIT_SOON}`;

/** Saves what came of writes of one run. A write counts once, however often it is settled. Whether a person asked to stop. */
export async function settleAll(
  sql: Sql,
  runId: string,
  { settlements, cursor }: { readonly settlements: readonly Settlement[]; readonly cursor: unknown },
): Promise<boolean> {
  const rows = settlements.map(({ write: { intentId }, outcome, step }) => {
    const shows = 'shows' in outcome ? outcome.shows : undefined;
    const reason = 'reason' in outcome ? outcome.reason : null;
    return {
      intentId,
      status: outcome.status,
      reason,
      watched: shows?.watched,
      showsMs: shows?.positionMs,
      ...step,
    };
  });
  const [run] = await sql.query<{ isCancelAsked: boolean }>(SETTLE, [
    JSON.stringify(rows),
    runId,
    JSON.stringify(cursor),
  ]);
  return run?.isCancelAsked ?? false;
}
