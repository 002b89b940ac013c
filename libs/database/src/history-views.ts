import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

export interface HistoryView {
  readonly name: string;
  /** The query string of the list. */
  readonly query: string;
}

/** Searches of the history that persons gave names to. */
export class HistoryViews {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  list(identityId: number): Promise<HistoryView[]> {
    return this.sql.query(
      'SELECT name, query FROM history_view WHERE identity_id = $1 ORDER BY lower(name), name',
      [identityId],
    );
  }

  /** Keeps it under its name, in the place of what had that name. False when there are `most` others already. */
  async keep(identityId: number, { name, query }: HistoryView, most: number): Promise<boolean> {
    const kept = await this.sql.query(
      `INSERT INTO history_view (identity_id, name, query)
       SELECT $1, $2, $3 WHERE (SELECT count(*) FROM history_view WHERE identity_id = $1 AND name <> $2) < $4
       ON CONFLICT (identity_id, name) DO UPDATE SET query = EXCLUDED.query RETURNING 1`,
      [identityId, name, query, most],
    );
    return kept.length > 0;
  }

  /** False when there is none of that name. */
  async remove(identityId: number, name: string): Promise<boolean> {
    const removed = await this.sql.query(
      'DELETE FROM history_view WHERE identity_id = $1 AND name = $2 RETURNING 1',
      [identityId, name],
    );
    return removed.length > 0;
  }
}
