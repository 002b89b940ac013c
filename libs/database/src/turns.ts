import { DataSource } from 'typeorm';

/** Work that must not be done by two processes at the same moment, whatever it touches. */
export class Turns {
  constructor(private readonly database: DataSource) {}

  /** Waits for its turn; the turn ends with the work, or with the process. */
  take<T>(what: string, work: () => Promise<T> | T): Promise<T> {
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [what]);
      return work();
    });
  }
}
