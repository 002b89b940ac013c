import { DataSource } from 'typeorm';
import { BY_PERSON } from './refused-writes.js';
import { sqlOf, type Sql } from './sql-rows.js';

/** Rows removed in one statement, so that no lock is held for long. */
const BATCH = 5_000;
const MOST_BATCHES = 20;

/** What is past its time: how old, and whether it only is to be counted. */
export interface PastTime {
  readonly seconds: number;
  readonly dryRun?: boolean;
}

/** Rows of a table that may go, `$1` seconds old and more, the oldest first. */
interface Aged {
  readonly table: 'run' | 'state_change' | 'audit_entry';
  readonly select: string;
}

/** Runs that ended, but for those of which a write still waits for a person, or was refused by one: that no still holds. */
const RUNS: Aged = {
  table: 'run',
  select: `SELECT r.id FROM run r
    WHERE r.status IN ('succeeded', 'failed', 'cancelled') AND r.created_at < now() - make_interval(secs => $1)
      AND coalesce(r.finished_at, r.created_at) < now() - make_interval(secs => $1)
      AND NOT EXISTS (SELECT FROM export_intent e WHERE e.run_id = r.id
        AND (e.status IN ('open', 'planned', 'failed') OR e.status = 'rejected' AND e.reason = '${BY_PERSON}'))
    ORDER BY r.created_at`,
};

/** Changes of play states, but for the newest of each item: it says why the item is as it is. */
const LEDGER: Aged = {
  table: 'state_change',
  select: `SELECT c.id FROM state_change c
    WHERE c.at < now() - make_interval(secs => $1) AND c.status <> 'proposed'
      AND EXISTS (SELECT FROM state_change n WHERE n.item_id = c.item_id AND n.id > c.id)
    ORDER BY c.id`,
};

const AUDIT: Aged = {
  table: 'audit_entry',
  select: 'SELECT id FROM audit_entry WHERE at < now() - make_interval(secs => $1) ORDER BY at',
};

/** Removes what is past its time. Each call removes a bounded number; the next one goes on. */
export class Retention {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  runs(past: PastTime): Promise<number> {
    return this.remove(RUNS, past);
  }

  async ledger(past: PastTime): Promise<number> {
    // Ids rise with time, so the first row tells whether there is anything to look for.
    const [first] = await this.sql.query<{ isOld: boolean }>(
      `SELECT at < now() - make_interval(secs => $1) AS "isOld" FROM state_change ORDER BY id LIMIT 1`,
      [past.seconds],
    );
    return first?.isOld === true ? this.remove(LEDGER, past) : 0;
  }

  audit(past: PastTime): Promise<number> {
    return this.remove(AUDIT, past);
  }

  private async remove(aged: Aged, { seconds, dryRun = false }: PastTime): Promise<number> {
    if (dryRun) return this.count(aged, seconds);
    let removed = 0;
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const gone = await this.sql.query(
        `DELETE FROM ${aged.table} WHERE id IN (${aged.select} LIMIT $2) RETURNING 1 AS one`,
        [seconds, BATCH],
      );
      removed += gone.length;
      if (gone.length < BATCH) break;
    }
    return removed;
  }

  /** What one call would remove. */
  private async count({ select }: Aged, seconds: number): Promise<number> {
    const [row] = await this.sql.query<{ count: number }>(
      `SELECT count(*) AS count FROM (${select} LIMIT $2) old`,
      [seconds, BATCH * MOST_BATCHES],
    );
    return row?.count ?? 0;
  }
}
