import type { Truth } from '#libs/core';
import { epoch } from './seconds.js';
import type { Sql } from './sql-rows.js';

/** What is to be taken back. Times are ISO 8601. */
export type UndoScope =
  | { readonly kind: 'change'; readonly itemId: number; readonly changeId: number }
  | { readonly kind: 'run'; readonly runId: string }
  | {
      readonly kind: 'window';
      readonly from: string;
      readonly to: string;
      readonly backendId: number | null;
    };

/** All that a scope did to one item, as one change: its first before, its last after. */
export interface UndoCandidate {
  readonly itemId: number;
  readonly ids: readonly number[];
  readonly before: Truth;
  readonly after: Truth;
  readonly changedAt: number;
  readonly isDecidedSince: boolean;
}

/** Whether an entry of the ledger was taken back. */
export const isUndone = (alias: string): string => `EXISTS (
    SELECT FROM state_change u WHERE u.item_id = ${alias}.item_id AND u.cause = 'undo' AND u.status = 'applied'
       AND u.evidence->'undoes' @> to_jsonb(${alias}.id))`;

/** A merge of rows is no word about the play state that could be taken back alone. */
const UNDOABLE = `c.identity_id = $1 AND c.status = 'applied' AND c.rule NOT IN ('merged', 'ids-chosen')
    AND NOT ${isUndone('c')}`;

/** The condition of a scope, with its parameters from `$2` on. A window takes back no undo: that would redo. */
function within(scope: UndoScope): readonly [condition: string, parameters: readonly unknown[]] {
  switch (scope.kind) {
    case 'change':
      return ['c.item_id = $2 AND c.id = $3', [scope.itemId, scope.changeId]];
    case 'run':
      return ['c.run_id = $2', [scope.runId]];
    case 'window':
      return [
        `c.cause <> 'undo' AND c.at >= $2::timestamptz AND c.at <= $3::timestamptz AND ($4::int IS NULL OR c.backend_id = $4)`,
        [scope.from, scope.to, scope.backendId],
      ];
  }
}

export async function countCandidates(sql: Sql, identityId: number, scope: UndoScope): Promise<number> {
  const [condition, parameters] = within(scope);
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(DISTINCT c.item_id) AS count FROM state_change c WHERE ${UNDOABLE} AND ${condition}`,
    [identityId, ...parameters],
  );
  return row?.count ?? 0;
}

/**
 * The next items of a scope, by id. Proposals are numbered when they are made and dated when they are applied, so the
 * date comes first. What was taken back since, and the taking back itself, decide nothing.
 */
export async function nextCandidates(
  sql: Sql,
  identityId: number,
  page: { readonly scope: UndoScope; readonly after: number; readonly limit: number },
): Promise<UndoCandidate[]> {
  const [condition, parameters] = within(page.scope);
  const place = parameters.length + 2;
  return sql.query<UndoCandidate>(
    `WITH mine AS (
       SELECT c.item_id, array_agg(c.id ORDER BY c.at, c.id) AS ids, (array_agg(c.before ORDER BY c.at, c.id))[1] AS before,
              (array_agg(c.after ORDER BY c.at DESC, c.id DESC))[1] AS after, max(c.at) AS at
         FROM state_change c WHERE ${UNDOABLE} AND ${condition} AND c.item_id > $${place}
        GROUP BY c.item_id ORDER BY c.item_id LIMIT $${place + 1})
     SELECT m.item_id AS "itemId", to_jsonb(m.ids) AS ids, m.before, m.after, ${epoch('m.at')} AS "changedAt",
            EXISTS (SELECT FROM state_change l WHERE l.item_id = m.item_id AND l.status = 'applied' AND l.cause <> 'undo'
                       AND l.rule <> 'ids-chosen' AND l.at >= m.at AND l.id <> ALL (m.ids)
                       AND (l.at, l.id) > (m.at, m.ids[array_upper(m.ids, 1)]) AND NOT ${isUndone('l')}) AS "isDecidedSince"
       FROM mine m ORDER BY m.item_id`,
    [identityId, ...parameters, page.after, page.limit],
  );
}
