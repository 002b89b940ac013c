import { createDataSource } from './data-source.js';

/** Any number; all migrators agree on it, so that two at once run the migrations once. */
const MIGRATION_LOCK = 7_204_118;

/** Brings the schema up; returns the names of the migrations that ran. */
export async function migrate(url: string): Promise<string[]> {
  const database = createDataSource({ url, poolSize: 2 });
  await database.initialize();
  const keeper = database.createQueryRunner();
  try {
    await keeper.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return (await database.runMigrations()).map(({ name }) => name);
  } finally {
    await keeper.release();
    await database.destroy();
  }
}
