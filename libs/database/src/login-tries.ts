import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

/** Unix seconds, the oldest first. */
export type Tries = readonly number[];

/** Tries to sign in, by address; shared by every api process. */
export class LoginTries {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Reads and replaces in one turn per address: those who try at the same moment are counted one by one. */
  change<T>(
    address: string,
    decide: (before: Tries) => { readonly after: Tries; readonly result: T },
  ): Promise<T> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await sql.query(`INSERT INTO login_try (address, tries) VALUES ($1, '{}') ON CONFLICT DO NOTHING`, [
        address,
      ]);
      const [row] = await sql.query<{ tries: number[] }>(
        'SELECT tries FROM login_try WHERE address = $1 FOR UPDATE',
        [address],
      );
      const { after, result } = decide(row?.tries ?? []);
      await sql.query('UPDATE login_try SET tries = $2, last_at = now() WHERE address = $1', [
        address,
        after,
      ]);
      return result;
    });
  }

  async forget(address: string): Promise<void> {
    await this.sql.query('DELETE FROM login_try WHERE address = $1', [address]);
  }

  async forgetAll(): Promise<void> {
    await this.sql.query('DELETE FROM login_try');
  }

  /** Those of addresses that have been silent for so long. */
  async prune(olderThanSeconds: number, { dryRun = false } = {}): Promise<number> {
    const old = 'login_try WHERE last_at < now() - make_interval(secs => $1)';
    const gone = await this.sql.query(
      dryRun ? `SELECT 1 AS one FROM ${old}` : `DELETE FROM ${old} RETURNING 1 AS one`,
      [olderThanSeconds],
    );
    return gone.length;
  }
}
