import type { ItemMerge } from './import-page.js';
import type { Sql } from './sql-rows.js';
import { updateTruths, type Causation } from './truths.js';

/** Makes one item of several, by set: what belonged to the others moves, and the ledger keeps what they were (M-28). */
export async function mergeItems(sql: Sql, cause: Causation, merges: readonly ItemMerge[]): Promise<void> {
  if (merges.length === 0) return;
  await recordMerges(sql, cause, merges);
  const pairs = merges.flatMap(({ itemId, gone }) => gone.map((id) => ({ from: id, to: itemId })));
  await moveBelongings(sql, pairs);
  await sql.query('DELETE FROM item WHERE id = ANY($1)', [pairs.map(({ from }) => from)]);
  await updateTruths(
    sql,
    cause,
    merges.map((merge) => ({ ...merge, rule: 'merged' })),
  );
}

/** The entry is all that is needed to take the merge apart again. */
async function recordMerges(sql: Sql, cause: Causation, merges: readonly ItemMerge[]): Promise<void> {
  await sql.query(
    `INSERT INTO state_change (identity_id, item_id, run_id, backend_id, cause, rule, status, before, after, evidence)
     SELECT $2, m."itemId", $3, $4, $5, 'merged', 'applied', m.before, m.after, jsonb_build_object('merged', (
              SELECT jsonb_agg(to_jsonb(i) || jsonb_build_object(
                       'keys', (SELECT jsonb_agg(k.key ORDER BY k.key) FROM item_key k WHERE k.item_id = i.id),
                       'copies', (SELECT jsonb_agg(jsonb_build_object('backend_id', o.backend_id, 'remote_id', o.remote_id, 'part', o.part))
                                    FROM observation o WHERE o.item_id = i.id),
                       'changes', (SELECT jsonb_agg(c.id ORDER BY c.id) FROM state_change c WHERE c.item_id = i.id)) ORDER BY i.id)
                FROM item i WHERE i.id IN (SELECT g::bigint FROM jsonb_array_elements_text(m.gone) AS g)))
       FROM jsonb_to_recordset($1::jsonb) AS m("itemId" bigint, gone jsonb, before jsonb, after jsonb)`,
    [JSON.stringify(merges), cause.identityId, cause.runId, cause.backendId, cause.cause],
  );
}

/** Open intents are not moved: the merged item gets its own where a backend is out of step. */
const moveBelongings = (
  sql: Sql,
  pairs: readonly { readonly from: number; readonly to: number }[],
): Promise<unknown> =>
  sql.query(
    `WITH pair AS (SELECT * FROM unnest($1::bigint[], $2::bigint[]) AS p(gone, kept)),
          keys AS (UPDATE item_key x SET item_id = p.kept FROM pair p WHERE x.item_id = p.gone),
          copies AS (UPDATE observation x SET item_id = p.kept FROM pair p WHERE x.item_id = p.gone),
          changes AS (UPDATE state_change x SET item_id = p.kept FROM pair p WHERE x.item_id = p.gone),
          conflicts AS (UPDATE conflict x SET item_id = p.kept FROM pair p WHERE x.item_id = p.gone),
          opened AS (DELETE FROM export_intent x USING pair p WHERE x.item_id = p.gone AND x.status = 'open')
     UPDATE export_intent x SET item_id = p.kept FROM pair p WHERE x.item_id = p.gone AND x.status <> 'open'`,
    [pairs.map(({ from }) => from), pairs.map(({ to }) => to)],
  );

/** Items that a copy left for another one go, unless another copy supports them; nothing of their state moves along (M-30). */
export async function removeUnsupported(sql: Sql, itemIds: readonly number[]): Promise<void> {
  if (itemIds.length === 0) return;
  await sql.query(
    'DELETE FROM item WHERE id = ANY($1) AND NOT EXISTS (SELECT FROM observation o WHERE o.item_id = item.id)',
    [itemIds],
  );
}
