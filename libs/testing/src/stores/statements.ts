import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { vi } from 'vitest';

/** How many statements Postgres was sent by this process meanwhile, those that open and close transactions included. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(PostgresQueryRunner.prototype, 'query');
  try {
    await work();
    return query.mock.calls.length;
  } finally {
    query.mockRestore();
  }
}
