import { sameTruth, type DecisionKind, type Truth } from '#libs/core';
import { epoch } from './seconds.js';
import type { Sql } from './sql-rows.js';

export type ChangeCause = 'import' | 'webhook' | 'user' | 'undo' | 'restore';

export interface Causation {
  readonly identityId: number;
  readonly cause: ChangeCause;
  readonly runId: string | null;
  readonly backendId: number | null;
  /** Name of the backend, or `webui`. */
  readonly via: string;
  readonly event: string;
  /** Who brought the news, and the delivery that told of it. */
  readonly source?: string | null;
  readonly deliveryId?: number | null;
}

export interface TruthChange {
  readonly itemId: number;
  readonly before: Truth;
  readonly after: Truth;
  readonly rule: string;
}

export interface TruthRow {
  readonly kind: DecisionKind;
  readonly decidedAt: number | null;
  readonly playedAt: number | null;
  readonly positionMs: number;
  readonly positionAt: number | null;
}

/** The columns of a truth, named as in the domain; `item` must be in scope. */
export const TRUTH_COLUMNS = `item.decision AS kind, ${epoch('item.decided_at')} AS "decidedAt", ${epoch('item.played_at')} AS "playedAt",
  item.position_ms AS "positionMs", ${epoch('item.position_at')} AS "positionAt"`;

export const toTruth = ({
  kind,
  decidedAt,
  playedAt,
  positionMs,
  positionAt,
}: Omit<TruthRow, 'id'>): Truth => ({
  kind,
  decidedAt,
  playedAt,
  positionMs,
  positionAt,
});

/** One writer of truth per person at a time: two pages of different backends neither deadlock nor lose (contract 6.3). */
export async function lockIdentity(sql: Sql, identityId: number): Promise<void> {
  await sql.query('SELECT pg_advisory_xact_lock($1)', [identityId]);
}

/** In an expression: the commit that follows does not wait for the disk. Once it is there, so is all that came before. */
export const COMMIT_SOON = `set_config('synchronous_commit', 'off', true)`;

/** As `lockIdentity`, for work that a worker does again when a crash of Postgres itself took its last moments. */
export async function lockForWorker(sql: Sql, identityId: number): Promise<void> {
  await sql.query(`SELECT ${COMMIT_SOON}, pg_advisory_xact_lock($1)`, [identityId]);
}

export async function readTruths(
  sql: Sql,
  identityId: number,
  itemIds: readonly number[],
): Promise<Map<number, Truth>> {
  const rows = await sql.query<TruthRow & { readonly id: number }>(
    `SELECT item.id, ${TRUTH_COLUMNS} FROM item WHERE item.identity_id = $1 AND item.id = ANY($2)`,
    [identityId, itemIds],
  );
  return new Map(rows.map((row) => [row.id, toTruth(row)]));
}

/** Whether a person would see the difference; a newer viewing date alone is no entry in the ledger. */
export const isVisible = ({ before, after }: TruthChange): boolean =>
  before.kind !== after.kind || before.positionMs !== after.positionMs;

/** Writes changed truths and their ledger entries by set. The caller holds the identity's lock. */
export async function writeTruths(
  sql: Sql,
  cause: Causation,
  changes: readonly TruthChange[],
): Promise<void> {
  await updateTruths(sql, cause, changes);
  await addLedgerEntries(sql, cause, asApplied(changes.filter(isVisible)));
}

/**
 * The truths alone, for changes that stand in the ledger already. Once an item is unplayed, nobody needs to decide any
 * more whether an unmark of it was right.
 */
export async function updateTruths(
  sql: Sql,
  cause: Causation,
  changes: readonly TruthChange[],
): Promise<void> {
  const changed = changes.filter(({ before, after }) => !sameTruth(before, after));
  if (changed.length === 0) return;
  await sql.query(
    `WITH changed AS (
     UPDATE item SET decision = r.kind, decided_at = to_timestamp(r."decidedAt"), played_at = to_timestamp(r."playedAt"),
            position_ms = r."positionMs", position_at = to_timestamp(r."positionAt"), updated_at = now(),
            via = CASE WHEN r.visible THEN $2 ELSE item.via END, event = CASE WHEN r.visible THEN $3 ELSE item.event END,
            changed_at = CASE WHEN r.visible THEN coalesce(to_timestamp(greatest(r."decidedAt", r."positionAt")), now()) ELSE item.changed_at END
       FROM jsonb_to_recordset($1::jsonb) AS r(id bigint, kind text, "decidedAt" bigint, "playedAt" bigint, "positionMs" int, "positionAt" bigint, visible boolean)
      WHERE item.id = r.id RETURNING item.id, item.decision)
     UPDATE conflict c SET status = 'resolved', resolution = 'vanished', closed_at = now() FROM changed
      WHERE c.item_id = changed.id AND changed.decision <> 'played' AND c.kind = 'opposite-wishes' AND c.status <> 'resolved'`,
    [
      JSON.stringify(
        changed.map((change) => ({ id: change.itemId, ...change.after, visible: isVisible(change) })),
      ),
      cause.via,
      cause.event,
    ],
  );
}

export interface LedgerEntry extends TruthChange {
  readonly evidence?: unknown;
}

interface NewEntry extends LedgerEntry {
  readonly status: 'applied' | 'proposed';
}

export const asApplied = (entries: readonly LedgerEntry[]): NewEntry[] =>
  entries.map((entry) => ({ ...entry, status: 'applied' }));
export const asProposed = (entries: readonly LedgerEntry[]): NewEntry[] =>
  entries.map((entry) => ({ ...entry, status: 'proposed' }));

export async function addLedgerEntries(
  sql: Sql,
  cause: Causation,
  entries: readonly NewEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await sql.query(
    `INSERT INTO state_change (identity_id, item_id, run_id, backend_id, cause, rule, status, before, after, evidence, source, delivery_id)
     SELECT $2, r."itemId", $3, $4, $5, r.rule, r.status, r.before, r.after, r.evidence, $6, $7
       FROM jsonb_to_recordset($1::jsonb) AS r("itemId" bigint, rule text, status text, before jsonb, after jsonb, evidence jsonb)`,
    [
      JSON.stringify(entries),
      cause.identityId,
      cause.runId,
      cause.backendId,
      cause.cause,
      cause.source ?? null,
      cause.deliveryId ?? null,
    ],
  );
}
