import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

/** Rows removed in one statement, so that no lock is held for long. */
const BATCH = 5_000;
const MOST_BATCHES = 20;

/** Removes what is past its time. Each call removes a bounded number; the next one goes on. */
export class Retention {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Runs that ended, but for those of which a write still waits for a person. */
  runs(olderThanSeconds: number): Promise<number> {
    return this.inBatches(
      `DELETE FROM run WHERE id IN (
         SELECT r.id FROM run r
          WHERE r.status IN ('succeeded', 'failed', 'cancelled') AND r.created_at < now() - make_interval(secs => $1)
            AND coalesce(r.finished_at, r.created_at) < now() - make_interval(secs => $1)
            AND NOT EXISTS (SELECT FROM export_intent e WHERE e.run_id = r.id AND e.status IN ('open', 'planned', 'failed'))
          ORDER BY r.created_at LIMIT $2) RETURNING 1 AS one`,
      olderThanSeconds,
    );
  }

  /** Changes of play states, but for the newest of each item: it says why the item is as it is. */
  async ledger(olderThanSeconds: number): Promise<number> {
    // Ids rise with time, so the first row tells whether there is anything to look for.
    const [first] = await this.sql.query<{ isOld: boolean }>(
      `SELECT at < now() - make_interval(secs => $1) AS "isOld" FROM state_change ORDER BY id LIMIT 1`,
      [olderThanSeconds],
    );
    if (first?.isOld !== true) return 0;
    return this.inBatches(
      `DELETE FROM state_change WHERE id IN (
         SELECT c.id FROM state_change c
          WHERE c.at < now() - make_interval(secs => $1) AND c.status <> 'proposed'
            AND EXISTS (SELECT FROM state_change n WHERE n.item_id = c.item_id AND n.id > c.id)
          ORDER BY c.id LIMIT $2) RETURNING 1 AS one`,
      olderThanSeconds,
    );
  }

  audit(olderThanSeconds: number): Promise<number> {
    return this.inBatches(
      `DELETE FROM audit_entry WHERE id IN (
         SELECT id FROM audit_entry WHERE at < now() - make_interval(secs => $1) ORDER BY at LIMIT $2) RETURNING 1 AS one`,
      olderThanSeconds,
    );
  }

  private async inBatches(statement: string, olderThanSeconds: number): Promise<number> {
    let removed = 0;
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const gone = await this.sql.query(statement, [olderThanSeconds, BATCH]);
      removed += gone.length;
      if (gone.length < BATCH) break;
    }
    return removed;
  }
}
