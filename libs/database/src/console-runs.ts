import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { RunError, RunStatus } from './runs.js';
import { sqlOf, type Sql } from './sql-rows.js';

export interface NewConsoleRun {
  /** As it was typed, without secrets. */
  readonly line: string;
  /** The whole line, encrypted, when it holds a secret. */
  readonly sealedLine: string | null;
  readonly task: string | null;
  readonly askedBy: string;
  readonly dueAt: Date | null;
  readonly hasColours: boolean;
  /** Seconds. */
  readonly timeLimit: number;
  /** Refused while a run of the same reference is queued or running. */
  readonly reference: string | null;
}

export interface ConsoleRunRecord extends NewConsoleRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly exitCode: number | null;
  readonly error: RunError | null;
  readonly lastSequence: number;
  readonly isCancelAsked: boolean;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface OutputLine {
  readonly stream: 'out' | 'err';
  readonly text: string;
}

export interface NumberedLine extends OutputLine {
  readonly sequence: number;
}

export interface ConsoleEnding {
  readonly status: 'succeeded' | 'failed' | 'cancelled';
  readonly exitCode: number;
  readonly error: RunError | null;
}

export interface ConsoleRunFilter {
  readonly task: string | null;
  readonly limit: number;
  readonly offset: number;
}

const SELECT = `SELECT r.id, c.line, c.sealed_line AS "sealedLine", c.task, c.asked_by AS "askedBy", c.due_at AS "dueAt", c.has_colours AS "hasColours", c.time_limit AS "timeLimit",
    r.reference, r.status, r.error, c.exit_code AS "exitCode", r.is_cancel_asked AS "isCancelAsked", r.attempts,
    coalesce((SELECT max(o.sequence) FROM console_output o WHERE o.run_id = r.id), 0)::int AS "lastSequence",
    r.created_at AS "createdAt", r.started_at AS "startedAt", r.finished_at AS "finishedAt"
  FROM run r JOIN console_command c ON c.run_id = r.id`;
const ACTIVE = `('queued', 'running')`;
/** Further lines of one run are dropped, so that a chatty command cannot fill the disk. */
const MOST_LINES = 20_000;

/** Runs of console commands and tasks, with what they print. They belong to the first identity, as all that is nobody's. */
export class ConsoleRuns {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Null when one of the same reference is under way. */
  async add(run: NewConsoleRun): Promise<ConsoleRunRecord | null> {
    const id = randomUUID();
    const isAdded = await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const rows = await sql.query(
        `INSERT INTO run (id, kind, identity_id, reference)
         SELECT $1, 'console', min(id), $2 FROM identity ON CONFLICT DO NOTHING RETURNING id`,
        [id, run.reference],
      );
      if (rows.length === 0) return false;
      await sql.query(
        `INSERT INTO console_command (run_id, line, sealed_line, task, asked_by, due_at, has_colours, time_limit) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, run.line, run.sealedLine, run.task, run.askedBy, run.dueAt, run.hasColours, run.timeLimit],
      );
      return true;
    });
    return isAdded ? this.get(id) : null;
  }

  async find(id: string): Promise<ConsoleRunRecord | null> {
    const [found] = await this.sql.query<ConsoleRunRecord>(`${SELECT} WHERE r.id = $1`, [id]);
    return found ?? null;
  }

  async get(id: string): Promise<ConsoleRunRecord> {
    const found = await this.find(id);
    if (!found) throw new Error(`the console run ${id} is gone`);
    return found;
  }

  /** Newest first. */
  async list({
    task,
    limit,
    offset,
  }: ConsoleRunFilter): Promise<{ readonly total: number; readonly runs: ConsoleRunRecord[] }> {
    const where = 'WHERE $1::text IS NULL OR c.task = $1';
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total FROM console_command c ${where}`,
      [task],
    );
    const runs = await this.sql.query<ConsoleRunRecord>(
      `${SELECT} ${where} ORDER BY r.created_at DESC, r.id LIMIT $2 OFFSET $3`,
      [task, limit, offset],
    );
    return { total: counted?.total ?? 0, runs };
  }

  /** The newest run of each task. */
  async newestByTask(): Promise<ReadonlyMap<string, ConsoleRunRecord>> {
    const rows = await this.sql.query<ConsoleRunRecord>(
      `SELECT DISTINCT ON (n.task) n.* FROM (${SELECT} WHERE c.task IS NOT NULL) n ORDER BY n.task, n."createdAt" DESC`,
    );
    return new Map(rows.map((run) => [run.task ?? '', run]));
  }

  /** How many wait for a worker now, and how many are carried out. */
  async load(): Promise<{ readonly waiting: number; readonly running: number }> {
    const [counted] = await this.sql.query<{ waiting: number; running: number }>(
      `SELECT count(*) FILTER (WHERE r.status = 'queued')::int AS waiting,
              count(*) FILTER (WHERE r.status = 'running')::int AS running
         FROM run r JOIN console_command c ON c.run_id = r.id WHERE r.status IN ${ACTIVE}`,
    );
    return counted ?? { waiting: 0, running: 0 };
  }

  async activeOf(reference: string): Promise<ConsoleRunRecord | null> {
    const [found] = await this.sql.query<ConsoleRunRecord>(
      `${SELECT} WHERE r.reference = $1 AND r.status IN ${ACTIVE}`,
      [reference],
    );
    return found ?? null;
  }

  /** Says that the run is being worked on. Whether a person asked to stop, also when the run is gone. */
  async beat(id: string): Promise<boolean> {
    const [run] = await this.sql.query<{ isCancelAsked: boolean }>(
      `UPDATE run SET heartbeat_at = now() WHERE id = $1 RETURNING is_cancel_asked AS "isCancelAsked"`,
      [id],
    );
    return run?.isCancelAsked ?? true;
  }

  /** Adds lines behind `after`, which is the last one so far; gives the number of the last one now. */
  async print(id: string, after: number, lines: readonly OutputLine[]): Promise<number> {
    const kept = lines.slice(0, Math.max(0, MOST_LINES - after));
    if (kept.length === 0) return after;
    await this.sql.query(
      `INSERT INTO console_output (run_id, sequence, stream, text)
       SELECT $1, $2 + l.number, l.stream, l.text
         FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS l(stream, text, number)
        WHERE EXISTS (SELECT FROM run WHERE id = $1)`,
      [id, after, kept.map(({ stream }) => stream), kept.map(({ text }) => text.replaceAll('\u0000', ''))],
    );
    return after + kept.length;
  }

  async output(id: string, after: number, limit: number): Promise<NumberedLine[]> {
    return this.sql.query(
      `SELECT sequence, stream, text FROM console_output WHERE run_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
      [id, after, limit],
    );
  }

  /** The last lines, in order. */
  async lastOutput(id: string, limit: number): Promise<NumberedLine[]> {
    const lines = await this.sql.query<NumberedLine>(
      `SELECT sequence, stream, text FROM console_output WHERE run_id = $1 ORDER BY sequence DESC LIMIT $2`,
      [id, limit],
    );
    return lines.reverse();
  }

  async finish(id: string, { status, exitCode, error }: ConsoleEnding): Promise<void> {
    await this.sql.query(
      `WITH ended AS (
         UPDATE run SET status = $2, error = $4::jsonb, finished_at = now(), heartbeat_at = now()
          WHERE id = $1 AND status IN ${ACTIVE} RETURNING id)
       UPDATE console_command c SET exit_code = $3, sealed_line = NULL FROM ended WHERE c.run_id = ended.id`,
      [id, status, exitCode, error === null ? null : JSON.stringify(error)],
    );
  }

  /** An ended run waits to be carried out again; null when it is not over, or another of its reference is under way. */
  async reset(
    id: string,
    { keepOutput }: { readonly keepOutput: boolean },
  ): Promise<ConsoleRunRecord | null> {
    const rows = await this.sql.query(
      `UPDATE run SET status = 'queued', error = NULL, started_at = NULL, finished_at = NULL, attempts = 0,
              is_cancel_asked = false, heartbeat_at = now()
        WHERE id = $1 AND status IN ('succeeded', 'failed', 'cancelled')
          AND (reference IS NULL OR NOT EXISTS (SELECT FROM run o WHERE o.reference = run.reference AND o.status IN ${ACTIVE}))
        RETURNING id`,
      [id],
    );
    if (rows.length === 0) return null;
    await this.sql.query('UPDATE console_command SET exit_code = NULL, due_at = NULL WHERE run_id = $1', [
      id,
    ]);
    if (!keepOutput) await this.sql.query('DELETE FROM console_output WHERE run_id = $1', [id]);
    return this.get(id);
  }

  /** Runs whose time has come and that nobody works on: a queued one for a moment, a running one for so long. */
  async forgotten(silent: {
    readonly queuedSeconds: number;
    readonly runningSeconds: number;
  }): Promise<{ readonly id: string }[]> {
    return this.sql.query(
      `SELECT r.id FROM run r JOIN console_command c ON c.run_id = r.id
        WHERE r.status IN ${ACTIVE}
          AND r.heartbeat_at < now() - make_interval(secs => CASE r.status WHEN 'queued' THEN $1::float ELSE $2::float END)
          AND (c.due_at IS NULL OR c.due_at <= now())
        ORDER BY r.created_at LIMIT 100`,
      [silent.queuedSeconds, silent.runningSeconds],
    );
  }

  /** Removes ended runs that nobody looks for any more; gives how many. With `dryRun` only counts them. */
  async prune(olderThanSeconds: number, { dryRun }: { readonly dryRun: boolean }): Promise<number> {
    const which = `SELECT r.id FROM run r JOIN console_command c ON c.run_id = r.id
      WHERE r.status NOT IN ${ACTIVE} AND r.finished_at < now() - make_interval(secs => $1)`;
    const [counted] = await this.sql.query<{ removed: number }>(
      dryRun
        ? `SELECT count(*) AS removed FROM (${which}) w`
        : `WITH gone AS (DELETE FROM run WHERE id IN (${which}) RETURNING id) SELECT count(*) AS removed FROM gone`,
      [olderThanSeconds],
    );
    return counted?.removed ?? 0;
  }

  /** Removes a run that is not being carried out. */
  async remove(id: string): Promise<void> {
    await this.sql.query(`DELETE FROM run WHERE id = $1 AND kind = 'console' AND status <> 'running'`, [id]);
  }

  /** Of runs that ended well and are the task's everyday work, only the newest few are worth keeping. */
  async pruneTask(task: string, keep: number): Promise<void> {
    await this.sql.query(
      `DELETE FROM run WHERE id IN (
         SELECT r.id FROM run r JOIN console_command c ON c.run_id = r.id
          WHERE c.task = $1 AND r.status = 'succeeded' ORDER BY r.created_at DESC OFFSET $2)`,
      [task, keep],
    );
  }
}
