import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

export interface AccountRecord {
  readonly id: number;
  readonly username: string;
  readonly passwordHash: string;
  readonly sessionGeneration: number;
  readonly createdAt: Date;
}

const SELECT = `SELECT id, username, password_hash AS "passwordHash", session_generation AS "sessionGeneration", created_at AS "createdAt" FROM account`;

/** Who may sign in. */
export class Accounts {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  async exists(): Promise<boolean> {
    return (await this.sql.query('SELECT 1 FROM account LIMIT 1')).length > 0;
  }

  /** Null when nobody has signed up yet. */
  async first(): Promise<AccountRecord | null> {
    const [found] = await this.sql.query<AccountRecord>(`${SELECT} ORDER BY id LIMIT 1`);
    return found ?? null;
  }

  async find(username: string): Promise<AccountRecord | null> {
    const [found] = await this.sql.query<AccountRecord>(`${SELECT} WHERE username = $1`, [username]);
    return found ?? null;
  }

  /**
   * Makes the first account; null when there is one already, also when two sign up at the same moment. Its sessions
   * begin at a generation that nobody had: those of an account that was removed must not open this one.
   */
  async addFirst(username: string, passwordHash: string): Promise<AccountRecord | null> {
    const isMade = await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await sql.query('LOCK TABLE account IN EXCLUSIVE MODE');
      const rows = await sql.query(
        `INSERT INTO account (username, password_hash, session_generation)
         SELECT $1, $2, floor(random() * 1000000000)::int WHERE NOT EXISTS (SELECT FROM account) RETURNING id`,
        [username, passwordHash],
      );
      return rows.length > 0;
    });
    return isMade ? this.find(username) : null;
  }

  /** The same password in another form: its sessions go on. */
  async rehash(id: number, passwordHash: string): Promise<void> {
    await this.sql.query('UPDATE account SET password_hash = $2 WHERE id = $1', [id, passwordHash]);
  }

  /** Another password; ends all sessions of the account. Null when it is gone. */
  async changePassword(id: number, passwordHash: string): Promise<AccountRecord | null> {
    const [changed] = await this.sql.query<{ username: string }>(
      `UPDATE account SET password_hash = $2, session_generation = session_generation + 1 WHERE id = $1
       RETURNING username`,
      [id, passwordHash],
    );
    return changed ? this.find(changed.username) : null;
  }

  /** Removes every account, so that the next visit makes a new one; gives how many there were. */
  async removeAll(): Promise<number> {
    return (await this.sql.query('DELETE FROM account RETURNING id')).length;
  }

  /** Ends all sessions of an account. */
  async endSessions(id: number): Promise<void> {
    await this.sql.query('UPDATE account SET session_generation = session_generation + 1 WHERE id = $1', [
      id,
    ]);
  }
}
