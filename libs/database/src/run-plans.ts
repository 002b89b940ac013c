import type { ItemType } from '#libs/core';
import { DataSource } from 'typeorm';
import { hearSome } from './proposals.js';
import { BY_PERSON } from './refused-writes.js';
import { epoch } from './seconds.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';
import { isBusy, type RunKind } from './runs.js';

export const PLAN_DIRECTIONS = ['watched', 'unwatched', 'position'] as const;
export type PlanDirection = (typeof PLAN_DIRECTIONS)[number];

/** What rows of a plan have in common. `library` is the id that the server gave it. */
export interface PlanGroup {
  readonly backend: string | null;
  readonly direction: PlanDirection;
  readonly type: ItemType;
  readonly library: string | null;
}

export interface CountedGroup extends PlanGroup {
  readonly count: number;
}

/** Rows of a plan: by their ids, and all that fit one of the groups. What a group does not name may be anything. */
export interface PlanSelection {
  readonly ids: readonly number[];
  readonly groups: readonly Partial<PlanGroup>[];
}

export interface WaitingRun {
  readonly id: string;
  readonly kind: RunKind;
  readonly identityId: number;
  readonly backendId: number | null;
}

export interface PlanChoice {
  /** Ids of the rows that were chosen. */
  readonly chosen: readonly number[];
  /** Ids of the other rows that still wait. */
  readonly rest: readonly number[];
}

const isPlayed = (column: string): string =>
  `coalesce((${column}->>'watched')::boolean, ${column}->>'kind' = 'played', false)`;

/** What still waits in the plan of a run, row by row, whatever kind of run it is. */
const ROWS = `
  SELECT p.id, b.name AS backend, coalesce(i.type, p.type) AS type, p.library,
         CASE WHEN p.is_played AND NOT p.was_played THEN 'watched' WHEN p.was_played AND NOT p.is_played THEN 'unwatched' ELSE 'position' END AS direction
    FROM (
      SELECT c.id, c.item_id, c.backend_id, NULL AS type, c.evidence->'report'->>'libraryId' AS library,
             ${isPlayed('c.before')} AS was_played, ${isPlayed('c.after')} AS is_played
        FROM state_change c WHERE c.run_id = $1 AND c.status = 'proposed'
      UNION ALL
      SELECT e.id, e.item_id, e.backend_id, NULL, o.library_id, ${isPlayed('e.before')}, ${isPlayed('e.after')}
        FROM export_intent e LEFT JOIN observation o ON o.backend_id = e.backend_id AND o.remote_id = e.remote_id AND o.part = e.part
       WHERE e.run_id = $1 AND e.status = 'planned'
      UNION ALL
      SELECT w.id, w.item_id, w.backend_id, w.type, o.library_id, ${isPlayed('w.before')}, ${isPlayed('w.after')}
        FROM restore_write w LEFT JOIN observation o ON o.backend_id = w.backend_id AND o.remote_id = w.remote_id AND o.part = 0
       WHERE w.run_id = $1 AND w.status = 'planned') p
    LEFT JOIN item i ON i.id = p.item_id LEFT JOIN backend b ON b.id = p.backend_id`;

/** Whether a row is one of the ids in `$2`, or fits one of the groups in `$3`. */
const IS_CHOSEN = `(r.id = ANY($2::bigint[]) OR EXISTS (
  SELECT FROM jsonb_to_recordset($3::jsonb) AS g(backend text, direction text, type text, library text)
   WHERE (g.backend IS NULL OR g.backend = r.backend) AND (g.direction IS NULL OR g.direction = r.direction)
     AND (g.type IS NULL OR g.type = r.type) AND (g.library IS NULL OR g.library = r.library)))`;

/** The plans of runs that wait for a person, and what that person says about parts of them (contract 5.8). */
export class RunPlans {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** What waits, counted by what rows have in common, the largest first; only the chosen rows when some are named. */
  groups(runId: string, selection: PlanSelection | null = null): Promise<CountedGroup[]> {
    return this.sql.query<CountedGroup>(
      `SELECT r.backend, r.direction, r.type, r.library, count(*) AS count FROM (${ROWS}) r
        WHERE $4 OR ${IS_CHOSEN}
        GROUP BY r.backend, r.direction, r.type, r.library ORDER BY count(*) DESC, r.direction, r.type, r.library`,
      [runId, selection?.ids ?? [], JSON.stringify(selection?.groups ?? []), selection === null],
    );
  }

  async choose(runId: string, selection: PlanSelection): Promise<PlanChoice> {
    return chooseFrom(this.sql, runId, selection);
  }

  /**
   * A person's no to some rows; the others go on waiting. Null when the run does not wait, or when nothing would be
   * left to wait: that no is one to the whole run.
   */
  async rejectRows(run: WaitingRun, selection: PlanSelection): Promise<PlanChoice | null> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const readAt = await lockWaiting(sql, run);
      if (readAt === null) return null;
      const choice = await chooseFrom(sql, run.id, selection);
      if (choice.rest.length === 0) return null;
      await refuse(sql, { ...run, readAt }, choice.chosen);
      return choice;
    });
  }

  /**
   * A person's yes to some rows and no to all others, in one step. Null when the run does not wait, or while a newer
   * one is under way.
   */
  async approveRows(run: WaitingRun, selection: PlanSelection): Promise<PlanChoice | null> {
    try {
      return await this.database.transaction(async (manager) => {
        const sql = sqlOf(manager);
        const readAt = await lockWaiting(sql, run);
        if (readAt === null) return null;
        const choice = await chooseFrom(sql, run.id, selection);
        if (choice.chosen.length === 0) return null;
        await refuse(sql, { ...run, readAt }, choice.rest);
        await sql.query(
          `UPDATE run SET status = 'queued', is_approved = true, heartbeat_at = now() WHERE id = $1`,
          [run.id],
        );
        return choice;
      });
    } catch (error) {
      if (isBusy(error)) return null;
      throw error;
    }
  }
}

async function chooseFrom(sql: Sql, runId: string, { ids, groups }: PlanSelection): Promise<PlanChoice> {
  const rows = await sql.query<{ id: number; isChosen: boolean }>(
    `SELECT r.id, ${IS_CHOSEN} AS "isChosen" FROM (${ROWS}) r ORDER BY r.id`,
    [runId, ids, JSON.stringify(groups)],
  );
  const idsThat = (isChosen: boolean) => rows.filter((row) => row.isChosen === isChosen).map(({ id }) => id);
  return { chosen: idsThat(true), rest: idsThat(false) };
}

/** When the run read what it plans on, unix seconds; null when it does not wait for a person. */
async function lockWaiting(sql: Sql, { id, identityId }: WaitingRun): Promise<number | null> {
  await lockIdentity(sql, identityId);
  const [waiting] = await sql.query<{ readAt: number }>(
    `SELECT ${epoch('coalesce(started_at, created_at)')} AS "readAt" FROM run
      WHERE id = $1 AND status = 'awaiting_approval' FOR UPDATE`,
    [id],
  );
  return waiting?.readAt ?? null;
}

async function refuse(
  sql: Sql,
  run: WaitingRun & { readonly readAt: number },
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  if (run.kind === 'import') {
    await hearSome(sql, { runId: run.id, backendId: run.backendId, readAt: run.readAt }, ids);
    return;
  }
  const table =
    run.kind === 'undo' ? 'state_change' : run.kind === 'restore' ? 'restore_write' : 'export_intent';
  const note = run.kind === 'undo' ? 'at = now()' : `reason = '${BY_PERSON}', settled_at = now()`;
  await sql.query(`UPDATE ${table} SET status = 'rejected', ${note} WHERE id = ANY($1::bigint[])`, [ids]);
}
