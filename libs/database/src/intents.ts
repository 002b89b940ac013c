import { UNDISPUTED } from './conflict-notes.js';
import type { Sql } from './sql-rows.js';

/** What a copy is believed to show: our last write where it is newer than the last look. `observation` must be in scope as `o`. */
export const BELIEVED_WATCHED = `(CASE WHEN o.expected_at >= o.observed_at THEN o.expected_watched ELSE o.watched END)`;
export const BELIEVED_POSITION = `(CASE WHEN o.expected_at >= o.observed_at THEN o.expected_position_ms ELSE o.position_ms END)`;

const TOLERANCE_MS = 1000;

/**
 * Whether a copy differs from the truth as far as an export could care; the plan in core decides the rest. An item
 * that nobody ever decided on or started is no reason to write. `item` and `o` must be in scope.
 */
export const OUT_OF_STEP = `CASE
    WHEN item.decision = 'played' THEN NOT ${BELIEVED_WATCHED}
    WHEN ${BELIEVED_WATCHED} THEN item.decision = 'unplayed'
    ELSE item.position_at IS NOT NULL AND abs(item.position_ms - ${BELIEVED_POSITION}) > ${TOLERANCE_MS} END`;

/** `b` must be in scope. */
const WAS_EXPORTED_TO = `(b.export_last_sync IS NOT NULL OR EXISTS (
  SELECT FROM run r WHERE r.backend_id = b.id AND r.kind = 'export' AND NOT r.dry_run
     AND r.status IN ('queued', 'running', 'awaiting_approval')))`;

/**
 * Adds an open intent for every backend that must be told about these items, in the caller's transaction; returns
 * those backends. A backend that was never exported to waits for its first export, which a person can preview; while
 * that one is under way, what changes behind its back is noted, too.
 */
export async function addIntents(
  sql: Sql,
  identityId: number,
  itemIds: readonly number[],
): Promise<number[]> {
  if (itemIds.length === 0) return [];
  const rows = await sql.query<{ backendId: number }>(
    `WITH told AS (
       INSERT INTO export_intent (backend_id, item_id, status)
       SELECT DISTINCT o.backend_id, o.item_id, 'open'
         FROM observation o JOIN item ON item.id = o.item_id JOIN backend b ON b.id = o.backend_id
        WHERE o.item_id = ANY($1) AND b.identity_id = $2 AND b.export_enabled AND ${WAS_EXPORTED_TO} AND ${OUT_OF_STEP} AND ${UNDISPUTED}
       ON CONFLICT (backend_id, item_id) WHERE status = 'open' DO NOTHING
       RETURNING backend_id)
     SELECT DISTINCT backend_id AS "backendId" FROM told`,
    [itemIds, identityId],
  );
  return rows.map(({ backendId }) => backendId);
}
