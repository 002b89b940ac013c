import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '#libs/testing';
import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source.js';
import { migrate } from './migrate.js';
import { migrations } from './migrations/index.js';
import { sqlOf } from './sql-rows.js';

const names = migrations.map(({ name }) => name);

/** Statements that would make the schema what the tables say. */
const drift = async (database: DataSource): Promise<string[]> =>
  (await database.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

const tablesOf = async (database: DataSource): Promise<string[]> => {
  const rows = await sqlOf(database).query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};

describe('the migrations', () => {
  let url: string;
  let database: DataSource;

  beforeAll(async () => {
    url = (await createDatabase()).url;
    database = createDataSource({ url, poolSize: 2 });
    await database.initialize();
  });

  afterAll(() => database.destroy());

  it('make from nothing what the tables say, can be undone, and make it again', async () => {
    expect(await migrate(url)).toEqual(names);
    expect(await drift(database)).toEqual([]);

    for (let left = names.length; left > 0; left -= 1) await database.undoLastMigration();
    expect(await tablesOf(database)).toEqual(['migration']);

    expect(await migrate(url)).toEqual(names);
    expect(await drift(database)).toEqual([]);
  });

  it('run nothing when all have run', async () => {
    await migrate(url);
    expect(await migrate(url)).toEqual([]);
  });

  it('would be seen to miss a column', async () => {
    await migrate(url);
    await database.query('ALTER TABLE run DROP COLUMN attempts');
    expect(await drift(database)).toEqual([expect.stringContaining('"attempts"')]);
  });
});

describe('migrators that start at the same moment', () => {
  it('run each migration once, and the others find nothing to do', async () => {
    const { url } = await createDatabase();

    const ran = await Promise.all([migrate(url), migrate(url), migrate(url)]);

    expect(ran.flat()).toEqual(names);
  });

  it('leave a person called main, once', async () => {
    const { url } = await createDatabase();
    await Promise.all([migrate(url), migrate(url)]);
    const database = createDataSource({ url, poolSize: 2 });
    await database.initialize();

    expect(await sqlOf(database).query('SELECT name FROM identity')).toEqual([{ name: 'main' }]);
    await database.destroy();
  });
});
