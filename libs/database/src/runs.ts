import { randomUUID } from 'node:crypto';
import type { Tally } from '#libs/core';
import { DataSource, QueryFailedError } from 'typeorm';
import { advanceRun, NO_COUNTS, type RunAdvance, type RunCounts, type RunStep } from './run-steps.js';
import type { RunKind, RunMode, RunStatus } from './run-kinds.js';
import type { RunOptions } from './run-options.js';
import { sqlOf, type Sql } from './sql-rows.js';

export * from './run-kinds.js';

export interface RunError {
  readonly key: string;
  readonly message: string;
  readonly hint: string | null;
}

export interface RunRecord {
  readonly id: string;
  readonly kind: RunKind;
  readonly identityId: number;
  readonly identityName: string;
  readonly backendId: number | null;
  readonly backendName: string | null;
  readonly mode: RunMode | null;
  /** A push that news caused, and nobody started. */
  readonly isAutomatic: boolean;
  readonly dryRun: boolean;
  readonly options: RunOptions;
  readonly status: RunStatus;
  readonly done: number;
  readonly total: number | null;
  readonly counts: RunCounts;
  readonly tally: Tally;
  readonly requests: number;
  readonly cursor: unknown;
  readonly error: RunError | null;
  readonly attempts: number;
  readonly isApproved: boolean;
  readonly isCancelAsked: boolean;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface NewRun {
  readonly kind: RunKind;
  readonly identityId: number;
  readonly backendId: number;
  readonly backendName: string;
  readonly mode: RunMode | null;
  readonly dryRun: boolean;
  readonly options: RunOptions;
}

export interface RunFilter {
  readonly identityId: number | null;
  readonly kind: RunKind | null;
  readonly status: RunStatus | null;
  readonly backend: string | null;
  readonly limit: number;
  readonly offset: number;
}

export type Added = { readonly run: RunRecord } | { readonly busyWith: RunRecord };

/** Counts are of what was done; while a run waits for a person, its unmarks are those that it asks for. */
const ASKED = `jsonb_build_object('unplayed', CASE r.kind
  WHEN 'import' THEN (SELECT count(*) FROM state_change c WHERE c.run_id = r.id AND c.status = 'proposed')
  WHEN 'export' THEN (SELECT count(*) FROM export_intent e WHERE e.run_id = r.id AND e.status = 'planned' AND e.rule = 'write-unplayed')
  ELSE (SELECT count(*) FROM restore_write w WHERE w.run_id = r.id AND w.status = 'planned' AND w.rule = 'write-unplayed') END)`;

const SELECT = `SELECT r.id, r.kind, r.identity_id AS "identityId", i.name AS "identityName", r.backend_id AS "backendId",
    r.backend_name AS "backendName", r.mode, r.is_automatic AS "isAutomatic", r.dry_run AS "dryRun", r.options, r.status, r.done, r.total, r.tally,
    CASE WHEN r.status = 'awaiting_approval' AND r.kind IN ('import', 'export', 'restore') AND NOT r.options ? 'bulk'
      THEN r.counts || ${ASKED} ELSE r.counts END AS counts,
    r.requests, r.cursor, r.error, r.attempts, r.is_approved AS "isApproved", r.is_cancel_asked AS "isCancelAsked",
    r.created_at AS "createdAt", r.started_at AS "startedAt", r.finished_at AS "finishedAt"
  FROM run r JOIN identity i ON i.id = r.identity_id`;

const ACTIVE = `('queued', 'running')`;

/** Runs and their life: queued, running, perhaps awaiting approval, ended. */
export class Runs {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** One import and one export per backend at a time (pushes aside); the busy one is named instead. */
  async add(run: NewRun): Promise<Added> {
    const [added] = await this.sql.query<{ id: string }>(
      `INSERT INTO run (id, kind, identity_id, backend_id, backend_name, mode, dry_run, options)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
      [
        randomUUID(),
        run.kind,
        run.identityId,
        run.backendId,
        run.backendName,
        run.mode,
        run.dryRun,
        run.options,
      ],
    );
    if (added) return { run: await this.get(added.id) };
    const [busyWith] = await this.select(
      `WHERE r.backend_id = $1 AND r.kind = $2 AND r.status IN ${ACTIVE} AND NOT r.is_automatic`,
      [run.backendId, run.kind],
    );
    // It may have ended between the two statements.
    return busyWith ? { busyWith } : this.add(run);
  }

  async find(id: string): Promise<RunRecord | null> {
    const [found] = await this.select('WHERE r.id = $1', [id]);
    return found ?? null;
  }

  async get(id: string): Promise<RunRecord> {
    const found = await this.find(id);
    if (!found) throw new Error(`run ${id} is gone`);
    return found;
  }

  async list(filter: RunFilter): Promise<{ total: number; runs: RunRecord[] }> {
    const where = `WHERE ($1::int IS NULL OR r.identity_id = $1) AND ($2::text IS NULL OR r.kind = $2)
      AND ($3::text IS NULL OR r.status = $3) AND ($4::text IS NULL OR r.backend_name = $4)`;
    const parameters = [filter.identityId, filter.kind, filter.status, filter.backend];
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total FROM run r ${where}`,
      parameters,
    );
    const runs = await this.select(`${where} ORDER BY r.created_at DESC, r.id LIMIT $5 OFFSET $6`, [
      ...parameters,
      filter.limit,
      filter.offset,
    ]);
    return { total: counted?.total ?? 0, runs };
  }

  /** What the backends are busy with, or wait to be told. */
  async active(
    backendIds: readonly number[],
  ): Promise<(Pick<RunRecord, 'id' | 'kind' | 'status'> & { readonly backendId: number })[]> {
    return this.sql.query(
      `SELECT id, kind, status, backend_id AS "backendId" FROM run
        WHERE backend_id = ANY($1) AND status IN ('queued', 'running', 'awaiting_approval') ORDER BY created_at`,
      [backendIds],
    );
  }

  /** Active runs and those that ended in the last seconds: what a live view must redraw. */
  async live(withinSeconds: number): Promise<RunRecord[]> {
    return this.select(
      `WHERE r.status IN ${ACTIVE} OR r.heartbeat_at > now() - make_interval(secs => $1) ORDER BY r.created_at LIMIT 200`,
      [withinSeconds],
    );
  }

  async activePushes(backendId: number): Promise<{ readonly id: string }[]> {
    return this.sql.query(
      `SELECT id FROM run WHERE backend_id = $1 AND kind = 'export' AND is_automatic AND status IN ${ACTIVE} ORDER BY created_at`,
      [backendId],
    );
  }

  /** Claims a queued or lost run for work; null when it has ended or waits for a person. Counts the attempt. */
  async start(id: string): Promise<RunRecord | null> {
    const rows = await this.sql.query(
      `UPDATE run SET status = 'running', started_at = coalesce(started_at, now()), heartbeat_at = now(), attempts = attempts + 1
        WHERE id = $1 AND status IN ${ACTIVE} RETURNING id`,
      [id],
    );
    return rows.length > 0 ? this.get(id) : null;
  }

  async setTotal(id: string, total: number | null): Promise<void> {
    await this.sql.query('UPDATE run SET total = $2, heartbeat_at = now() WHERE id = $1', [id, total]);
  }

  /** For work that begins anew when it is interrupted: nothing counts twice. */
  async beginAnew(id: string, total: number | null): Promise<void> {
    await this.sql.query(
      `UPDATE run SET done = 0, total = $2, counts = '{}', requests = 0, heartbeat_at = now() WHERE id = $1`,
      [id, total],
    );
  }

  async setMode(id: string, mode: RunMode): Promise<void> {
    await this.sql.query('UPDATE run SET mode = $2, heartbeat_at = now() WHERE id = $1', [id, mode]);
  }

  /** Adds a step's counts and keeps the cursor, so that a killed run goes on from here. Whether a person asked to stop. */
  async advance(id: string, step: RunStep, cursor: unknown): Promise<boolean> {
    return advanceRun(this.sql, id, { step, cursor });
  }

  /** The same for a page of a library, which is remembered. */
  async advanceOver(id: string, page: RunAdvance): Promise<boolean> {
    return advanceRun(this.sql, id, page);
  }

  async finish(
    id: string,
    status: 'succeeded' | 'failed' | 'cancelled',
    error: RunError | null,
  ): Promise<void> {
    await this.sql.query(
      `UPDATE run SET status = $2, error = $3, finished_at = now(), heartbeat_at = now() WHERE id = $1 AND status IN ${ACTIVE}`,
      [id, status, error],
    );
  }

  async park(id: string): Promise<void> {
    await this.sql.query(
      `UPDATE run SET status = 'awaiting_approval', heartbeat_at = now() WHERE id = $1 AND status IN ${ACTIVE}`,
      [id],
    );
  }

  /** Back to work with a person's word; null when it does not wait for one, or while a newer run is under way. */
  async approve(id: string): Promise<RunRecord | null> {
    try {
      const rows = await this.sql.query(
        `UPDATE run SET status = 'queued', is_approved = true, heartbeat_at = now()
          WHERE id = $1 AND status = 'awaiting_approval' RETURNING id`,
        [id],
      );
      return rows.length > 0 ? await this.get(id) : null;
    } catch (error) {
      if (isBusy(error)) return null;
      throw error;
    }
  }

  /** A queued run ends at once, with what it had planned; a running one stops at its next step; null when it is over. */
  async cancel(id: string): Promise<RunRecord | null> {
    const rows = await this.sql.query(
      `WITH asked AS (
         UPDATE run SET is_cancel_asked = true, heartbeat_at = now(),
                status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
                finished_at = CASE status WHEN 'queued' THEN now() END
          WHERE id = $1 AND status IN ${ACTIVE} RETURNING id, status),
       ended AS (SELECT id FROM asked WHERE status = 'cancelled'),
       proposals AS (
         UPDATE state_change c SET status = 'rejected' FROM ended WHERE c.run_id = ended.id AND c.status = 'proposed'),
       intents AS (
         UPDATE export_intent e SET status = 'failed', reason = 'cancelled', settled_at = now()
           FROM ended WHERE e.run_id = ended.id AND e.status = 'planned'),
       marks AS (DELETE FROM bulk_item b USING ended WHERE b.run_id = ended.id),
       restores AS (
         UPDATE restore_write w SET status = 'failed', reason = 'cancelled', settled_at = now()
           FROM ended WHERE w.run_id = ended.id AND w.status = 'planned'),
       lists AS (
         UPDATE playlist_write p SET status = 'failed', reason = 'cancelled', settled_at = now()
           FROM ended WHERE p.run_id = ended.id AND p.status = 'planned')
       SELECT id FROM asked`,
      [id],
    );
    return rows.length > 0 ? this.get(id) : null;
  }

  /** Runs that should be at work but have not been heard of: their job was lost, or their worker died. */
  async lost(kind: RunKind, silentSeconds: number): Promise<RunRecord[]> {
    return this.select(
      `WHERE r.kind = $1 AND r.status IN ${ACTIVE} AND r.heartbeat_at < now() - make_interval(secs => $2) ORDER BY r.created_at LIMIT 100`,
      [kind, silentSeconds],
    );
  }

  private async select(where: string, parameters: readonly unknown[]): Promise<RunRecord[]> {
    const rows = await this.sql.query<RunRecord>(`${SELECT} ${where}`, parameters);
    return rows.map((row) => ({ ...row, counts: { ...NO_COUNTS, ...row.counts } }));
  }
}

/** Whether it was refused because its backend has one of that kind under way (`run_one_at_a_time`). */
export const isBusy = (error: unknown): boolean =>
  error instanceof QueryFailedError && 'code' in error && error.code === '23505';
