import type { Sql } from './sql-rows.js';

/** What a copy was expected to show. */
export interface Expected {
  readonly part: number;
  readonly watched: boolean | null;
  readonly position: number | null;
  readonly at: Date | null;
}

interface Account {
  readonly backendId: number;
  readonly accountGeneration: number;
}

/** Whether a backend still is the account that work was begun for. */
export async function isSameAccount(sql: Sql, { backendId, accountGeneration }: Account): Promise<boolean> {
  const found = await sql.query('SELECT FROM backend WHERE id = $1 AND account_generation = $2', [
    backendId,
    accountGeneration,
  ]);
  return found.length > 0;
}
