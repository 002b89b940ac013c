import { DataSource } from 'typeorm';
import { sqlOf } from './sql-rows.js';

/** Forgets every play state and everything that was seen, planned or decided; people and backends stay. */
export class CleanSlate {
  constructor(private readonly database: DataSource) {}

  /** False, and nothing is touched, while an import, export or the like is under way. */
  make(): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await sql.query('LOCK TABLE run IN SHARE ROW EXCLUSIVE MODE');
      const busy = await sql.query(
        `SELECT 1 FROM run WHERE status IN ('queued', 'running', 'awaiting_approval') AND kind <> 'console' LIMIT 1`,
      );
      if (busy.length > 0) return false;
      // Whatever was begun for a backend before this moment is refused by its generation.
      await sql.query(
        `UPDATE backend SET import_last_sync = NULL, export_last_sync = NULL, account_generation = account_generation + 1`,
      );
      await sql.query('TRUNCATE item, webhook_delivery CASCADE');
      await sql.query(`DELETE FROM run WHERE status NOT IN ('queued', 'running')`);
      return true;
    });
  }
}
