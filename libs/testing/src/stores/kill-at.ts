import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { vi } from 'vitest';

/** What a process that was killed can do no more. */
export class Killed extends Error {}

/**
 * Plays `kill -9` right before the n-th statement that the work sends: this one and all later ones never reach
 * Postgres, which rolls back what was open, as it does when the connection of a dead process breaks.
 * Gives whether the work lived long enough to be killed.
 */
export async function killAtStatement(n: number, work: () => Promise<unknown>): Promise<boolean> {
  const query = PostgresQueryRunner.prototype.query;
  let sent = 0;
  const spy = vi.spyOn(PostgresQueryRunner.prototype, 'query').mockImplementation(function (
    this: PostgresQueryRunner,
    ...args
  ) {
    sent += 1;
    if (sent < n || /^ROLLBACK/.test(args[0])) return query.apply(this, args);
    return Promise.reject(new Killed(`killed before statement ${n}`));
  });
  try {
    await work();
  } catch (error) {
    if (sent < n) throw error;
  } finally {
    spy.mockRestore();
  }
  return sent >= n;
}
