import pg from 'pg';
import { DataSource } from 'typeorm';
import { addressOf } from './data-source.js';

/**
 * One worker at a time for a run. The lock belongs to a connection of its own, so that it ends with the process,
 * however that ends; a job that was taken for dead while its worker still lives finds the run held.
 */
export class RunLocks {
  constructor(private readonly database: DataSource) {}

  /** False, without doing the work, when another worker holds the run. */
  async hold(runId: string, work: () => Promise<void>): Promise<boolean> {
    const line = new pg.Client({
      connectionString: addressOf(this.database),
      application_name: 'watchstate-run',
    });
    // A lost connection loses the lock; the work itself notices at its next statement.
    line.on('error', () => undefined);
    await line.connect();
    try {
      const { rows } = await line.query<{ held: boolean }>(
        'SELECT pg_try_advisory_lock(hashtextextended($1, 1)) AS held',
        [runId],
      );
      if (rows[0]?.held !== true) return false;
      await work();
      return true;
    } finally {
      await line.end();
    }
  }
}
