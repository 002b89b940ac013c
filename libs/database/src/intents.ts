import { UNDISPUTED } from './conflict-notes.js';
import { NOT_REFUSED } from './refused-writes.js';
import type { Sql } from './sql-rows.js';

/** What a copy is believed to show: our last write where it is newer than the last look. `observation` must be in scope as `o`. */
export const BELIEVED_WATCHED = `(CASE WHEN o.expected_at >= o.observed_at THEN o.expected_watched ELSE o.watched END)`;
export const BELIEVED_POSITION = `(CASE WHEN o.expected_at >= o.observed_at THEN o.expected_position_ms ELSE o.position_ms END)`;

const TOLERANCE_MS = 1000;

const POSITION_DIFFERS = `abs(item.position_ms - ${BELIEVED_POSITION}) > ${TOLERANCE_MS}`;

/**
 * Both watched: a second viewing that is carried on, or a position that was left over from before its end. What was seen
 * before that is older, whatever a clock that is ahead of ours says.
 */
const REWATCH_DIFFERS = `(${POSITION_DIFFERS} AND (item.position_ms > 0
    OR least(o.played_at, o.observed_at, o.expected_at, o.written_at) <= greatest(item.decided_at, item.position_at)))`;

/**
 * Whether a copy differs from the truth as far as an export could care; the plan in core decides the rest. An item
 * that nobody ever decided on or started is no reason to write. `item` and `o` must be in scope.
 */
export const OUT_OF_STEP = `CASE
    WHEN item.decision = 'played' THEN NOT ${BELIEVED_WATCHED} OR ${REWATCH_DIFFERS}
    WHEN ${BELIEVED_WATCHED} THEN item.decision = 'unplayed'
    ELSE item.position_at IS NOT NULL AND ${POSITION_DIFFERS} END`;

/** `b` must be in scope. */
const WAS_EXPORTED_TO = `(b.export_last_sync IS NOT NULL OR EXISTS (
  SELECT FROM run r WHERE r.backend_id = b.id AND r.kind = 'export' AND NOT r.dry_run
     AND r.status IN ('queued', 'running', 'awaiting_approval')))`;

/** How long a position must have been left alone before it is carried on. */
const QUIET_SECONDS = 30;

export interface Settling {
  /**
   * Live news of somebody who is watching: a mere position waits until no other comes for a while, so that a film
   * makes one write and not a thousand. A mark is no position and never waits; nor does what a mark takes over.
   */
  readonly isSettling?: boolean;
}

/**
 * Adds an open intent for every backend that must be told about these items, in the caller's transaction; returns
 * those backends. A backend that was never exported to waits for its first export, which a person can preview; while
 * that one is under way, what changes behind its back is noted, too. Backends whose intents wait for quiet are not
 * among those returned: the relay finds them when they are due.
 */
export const addIntents = (sql: Sql, identityId: number, itemIds: readonly number[]): Promise<number[]> =>
  addPageIntents(sql, { identityId }, itemIds);

/** As `addIntents`, for what a page came to: news of somebody who is watching wait for quiet. */
export async function addPageIntents(
  sql: Sql,
  { identityId, isSettling = false }: Settling & { readonly identityId: number },
  itemIds: readonly number[],
): Promise<number[]> {
  if (itemIds.length === 0) return [];
  const rows = await sql.query<{ backendId: number }>(
    `WITH told AS (
       INSERT INTO export_intent (backend_id, item_id, status, due_at)
       SELECT o.backend_id, o.item_id, 'open',
              CASE WHEN $3 AND bool_and((item.decision = 'played') = ${BELIEVED_WATCHED}) THEN now() + interval '${QUIET_SECONDS} seconds' END
         FROM observation o JOIN item ON item.id = o.item_id JOIN backend b ON b.id = o.backend_id
        WHERE o.item_id = ANY($1) AND b.identity_id = $2 AND b.export_enabled AND ${WAS_EXPORTED_TO} AND ${OUT_OF_STEP} AND ${UNDISPUTED} AND ${NOT_REFUSED}
        GROUP BY o.backend_id, o.item_id
       ON CONFLICT (backend_id, item_id) WHERE status = 'open' DO UPDATE SET due_at = excluded.due_at WHERE export_intent.due_at IS NOT NULL
       RETURNING backend_id, due_at)
     SELECT DISTINCT backend_id AS "backendId" FROM told WHERE due_at IS NULL`,
    [itemIds, identityId, isSettling],
  );
  return rows.map(({ backendId }) => backendId);
}
