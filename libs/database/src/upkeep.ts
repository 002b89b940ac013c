import pg from 'pg';
import { DataSource } from 'typeorm';
import { addressOf } from './data-source.js';
import { sqlOf, type Sql } from './sql-rows.js';

export interface IndexRecord {
  readonly table: string;
  readonly name: string;
  readonly isValid: boolean;
  /** Bytes. */
  readonly size: number;
}

/** The care that a database needs now and then. Nothing here changes what is stored. */
export class Upkeep {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  indexes(): Promise<IndexRecord[]> {
    return this.sql.query(
      `SELECT t.relname AS "table", c.relname AS name, i.indisvalid AS "isValid", pg_relation_size(c.oid)::int8 AS size
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' ORDER BY t.relname, c.relname`,
    );
  }

  /** Names of indexes that the tables ask for and that are not there. */
  async missingIndexes(): Promise<string[]> {
    const there = new Set((await this.indexes()).map(({ name }) => name));
    const wanted = this.database.entityMetadatas.flatMap(({ indices }) => indices.map(({ name }) => name));
    return wanted.filter((name) => !there.has(name)).sort();
  }

  /** Builds an index anew beside the old one; nobody waits for it. The name is one of `indexes`. */
  async reindex(name: string): Promise<void> {
    const known = await this.indexes();
    if (!known.some((index) => index.name === name)) throw new RangeError(`there is no index ${name}`);
    await this.sql.query(`REINDEX INDEX CONCURRENTLY "${name}"`);
  }

  /** Fresh statistics for the planner. */
  async analyze(): Promise<void> {
    await this.sql.query('ANALYZE');
  }

  /** Gives back the room of what was removed, and fresh statistics. */
  async vacuum(): Promise<void> {
    await this.sql.query('VACUUM (ANALYZE)');
  }

  /** The migrations that have run, in order. */
  async migrations(): Promise<{ readonly name: string }[]> {
    return this.sql.query('SELECT name FROM migration ORDER BY timestamp');
  }

  /**
   * A question to the database that cannot change anything, and takes ten seconds at most. On a connection of its own,
   * and as one statement: the plain protocol would take several, and one that ends the transaction first.
   */
  async read(statement: string, parameters: readonly unknown[]): Promise<Record<string, unknown>[]> {
    const line = new pg.Client({
      connectionString: addressOf(this.database),
      application_name: 'watchstate-query',
      statement_timeout: 10_000,
      options: '-c default_transaction_read_only=on',
    });
    await line.connect();
    try {
      const question = { text: statement, values: [...parameters], queryMode: 'extended' };
      const { rows } = await line.query<Record<string, unknown>>(question);
      return rows;
    } finally {
      await line.end();
    }
  }
}
