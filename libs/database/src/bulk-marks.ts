import { randomUUID } from 'node:crypto';
import { decidedByPerson, stateOf } from '#libs/core';
import { DataSource } from 'typeorm';
import { type BulkSelection, conditionsOfSelection } from './bulk-selection.js';
import { addIntents } from './intents.js';
import type { BulkAction } from './run-options.js';
import { advanceRun } from './run-steps.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity, readTruths, writeTruths } from './truths.js';

/** What a person decides about many items at once. */
export interface BulkOrder {
  readonly identityId: number;
  readonly action: BulkAction;
  readonly selection: BulkSelection;
}

export interface BulkWeight {
  /** Items that there are. */
  readonly found: number;
  /** Of those, how many would change, or go. */
  readonly changes: number;
  /** Watched items of the person. */
  readonly watched: number;
}

/** A run that carries an order out. */
export interface BulkWork {
  readonly runId: string;
  readonly identityId: number;
  readonly action: BulkAction;
  /** When the person gave the order, in Unix seconds. */
  readonly at: number;
}

export interface BulkBatch {
  readonly changed: number;
  readonly backendIds: readonly number[];
  readonly isCancelAsked: boolean;
}

/** What one transaction does; the least that an order can be carried out by. */
export const BULK_BATCH = 500;
const STAGED: BulkCursor = { phase: 'apply' };

/** Where a killed run goes on. */
interface BulkCursor {
  readonly phase: 'apply';
}

/** Marks and deletions of many items by one order: one run in the ledger, so that all of it can be taken back. */
export class BulkMarks {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** What an order would come to. */
  async weigh({ identityId, action, selection }: BulkOrder): Promise<BulkWeight> {
    const { where, parameters } = conditionsOfSelection(identityId, selection);
    const [row] = await this.sql.query<BulkWeight>(
      `SELECT count(*) AS found, count(*) FILTER (WHERE ${changing(action)}) AS changes,
              (SELECT count(*) FROM item WHERE identity_id = $1 AND decision = 'played') AS watched
         FROM item ${where}`,
      parameters,
    );
    return row ?? { found: 0, changes: 0, watched: 0 };
  }

  /** Stores an order for a worker to carry out. `isApproved`: a person has seen how much it is. */
  async begin(order: BulkOrder, isApproved: boolean): Promise<string> {
    const runId = randomUUID();
    await addRun(this.sql, order, { runId, isApproved });
    return runId;
  }

  /** Carries a small order out in one transaction: all of it or nothing, and nobody waits for a worker. */
  atOnce(
    order: BulkOrder,
    isApproved: boolean,
  ): Promise<{ readonly runId: string; readonly batch: BulkBatch }> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const runId = randomUUID();
      await lockIdentity(sql, order.identityId);
      await addRun(sql, order, { runId, isApproved });
      const work = { ...order, runId, at: Math.floor(Date.now() / 1_000) };
      await stage(sql, work, order.selection);
      let batch: BulkBatch = { changed: 0, backendIds: [], isCancelAsked: false };
      for (let next = await apply(sql, work); next; next = await apply(sql, work))
        batch = joined(batch, next);
      await sql.query(
        `UPDATE run SET status = 'succeeded', started_at = now(), finished_at = now() WHERE id = $1`,
        [runId],
      );
      return { runId, batch };
    });
  }

  /** Fixes which items are meant: what comes later is not in the order. Done once, however often it is called. */
  async stage(work: BulkWork): Promise<void> {
    await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const [run] = await sql.query<{ cursor: unknown; selection: BulkSelection | null }>(
        `SELECT cursor, options->'selection' AS selection FROM run WHERE id = $1 FOR UPDATE`,
        [work.runId],
      );
      if (run?.selection && run.cursor === null) await stage(sql, work, run.selection);
    });
  }

  /** How many items a staged run would take away from the watched ones. */
  async weighStaged({ runId, identityId, action }: BulkWork): Promise<{ unmarks: number; watched: number }> {
    const [row] = await this.sql.query<{ staged: number; watched: number }>(
      `SELECT (SELECT count(*) FROM bulk_item WHERE run_id = $1) AS staged,
              (SELECT count(*) FROM item WHERE identity_id = $2 AND decision = 'played') AS watched`,
      [runId, identityId],
    );
    if (!row) return { unmarks: Number.NaN, watched: 0 };
    return { unmarks: action === 'watched' ? 0 : row.staged, watched: row.watched };
  }

  /** Carries out the next of the staged items; null when none are left. */
  applyNext(work: BulkWork): Promise<BulkBatch | null> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, work.identityId);
      return apply(sql, work);
    });
  }

  /** Drops what is staged and not done: the run was cancelled or rejected. */
  async drop(runId: string): Promise<void> {
    await this.sql.query('DELETE FROM bulk_item WHERE run_id = $1', [runId]);
  }

  /** A person's no to a run that waits. False when it does not wait. */
  async reject(runId: string): Promise<boolean> {
    const ended = await this.sql.query(
      `WITH ended AS (
         UPDATE run SET status = 'cancelled', finished_at = now(), heartbeat_at = now()
          WHERE id = $1 AND kind = 'bulk' AND status = 'awaiting_approval' RETURNING id),
       dropped AS (DELETE FROM bulk_item b USING ended WHERE b.run_id = ended.id)
       SELECT id FROM ended`,
      [runId],
    );
    return ended.length > 0;
  }
}

/** Whether an action makes any difference to an item. */
const changing = (action: BulkAction): string =>
  action === 'delete' ? 'true' : `(item.decision = 'played') <> ${String(action === 'watched')}`;

async function addRun(
  sql: Sql,
  { identityId, action, selection }: BulkOrder,
  { runId, isApproved }: { readonly runId: string; readonly isApproved: boolean },
): Promise<void> {
  await sql.query(
    `INSERT INTO run (id, kind, identity_id, options, is_approved) VALUES ($1, 'bulk', $2, $3::jsonb, $4)`,
    [runId, identityId, JSON.stringify({ bulk: action, selection }), isApproved],
  );
}

/** The ids of a selection are not kept with the run: they stand beside it now. */
async function stage(sql: Sql, work: BulkWork, selection: BulkSelection): Promise<void> {
  const { where, parameters } = conditionsOfSelection(work.identityId, selection);
  const run = `$${parameters.length + 1}`;
  const [counted] = await sql.query<{ found: number; staged: number }>(
    `WITH found AS (SELECT item.id, ${changing(work.action)} AS changes FROM item ${where}),
          staged AS (INSERT INTO bulk_item (run_id, item_id) SELECT ${run}::uuid, id FROM found WHERE changes ON CONFLICT DO NOTHING RETURNING 1)
     SELECT (SELECT count(*) FROM found) AS found, (SELECT count(*) FROM staged) AS staged`,
    [...parameters, work.runId],
  );
  const { found = 0, staged = 0 } = counted ?? {};
  await sql.query(`UPDATE run SET total = $2, options = options - 'selection' WHERE id = $1`, [
    work.runId,
    found,
  ]);
  const skipped = found - staged;
  await advanceRun(sql, work.runId, {
    step: { done: skipped, requests: 0, counts: { skipped } },
    cursor: STAGED,
  });
}

async function apply(sql: Sql, work: BulkWork): Promise<BulkBatch | null> {
  const rows = await sql.query<{ itemId: number }>(
    `DELETE FROM bulk_item WHERE (run_id, item_id) IN (
       SELECT run_id, item_id FROM bulk_item WHERE run_id = $1 ORDER BY item_id LIMIT ${BULK_BATCH})
     RETURNING item_id AS "itemId"`,
    [work.runId],
  );
  if (rows.length === 0) return null;
  const ids = rows.map(({ itemId }) => itemId);
  const { changed, backendIds } =
    work.action === 'delete' ? await remove(sql, work, ids) : await mark(sql, work, ids);
  const name = { watched: 'played', unwatched: 'unplayed', delete: 'updated' }[work.action];
  const isCancelAsked = await advanceRun(sql, work.runId, {
    step: {
      done: ids.length,
      requests: 0,
      counts: { skipped: ids.length - changed, updated: changed, [name]: changed },
    },
    cursor: STAGED,
  });
  return { changed, backendIds, isCancelAsked };
}

type Applied = Pick<BulkBatch, 'changed' | 'backendIds'>;

/** What was decided about an item since the order was given is newer than the order, and stays. */
async function mark(sql: Sql, work: BulkWork, ids: readonly number[]): Promise<Applied> {
  const { identityId, runId, at } = work;
  const watched = work.action === 'watched';
  const decidedSince = await changedSince(sql, runId, ids);
  const truths = await readTruths(sql, identityId, ids);
  const changes = [...truths]
    .filter(([itemId, before]) => stateOf(before).watched !== watched && !decidedSince.has(itemId))
    .map(([itemId, before]) => ({
      ...{ itemId, before, rule: 'person' },
      after: decidedByPerson(before, watched, at),
    }));
  const event = watched ? 'webui.markplayed' : 'webui.markunplayed';
  await writeTruths(sql, { identityId, cause: 'user', runId, backendId: null, via: 'webui', event }, changes);
  const changed = changes.map(({ itemId }) => itemId);
  return { changed: changed.length, backendIds: await addIntents(sql, identityId, changed) };
}

async function changedSince(sql: Sql, runId: string, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await sql.query<{ itemId: number }>(
    `SELECT DISTINCT c.item_id AS "itemId" FROM state_change c JOIN run r ON r.id = $1
      WHERE c.item_id = ANY($2) AND c.status = 'applied' AND c.at > r.created_at AND c.run_id IS DISTINCT FROM $1`,
    [runId, ids],
  );
  return new Set(rows.map(({ itemId }) => itemId));
}

async function remove(sql: Sql, { identityId }: BulkWork, ids: readonly number[]): Promise<Applied> {
  const gone = await sql.query('DELETE FROM item WHERE identity_id = $1 AND id = ANY($2) RETURNING 1', [
    identityId,
    ids,
  ]);
  return { changed: gone.length, backendIds: [] };
}

const joined = (one: BulkBatch, other: BulkBatch): BulkBatch => ({
  changed: one.changed + other.changed,
  backendIds: [...new Set([...one.backendIds, ...other.backendIds])],
  isCancelAsked: one.isCancelAsked || other.isCancelAsked,
});
