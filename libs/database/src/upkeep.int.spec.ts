import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from './migrations/index.js';
import { Stage } from './testing/stage.js';
import { Upkeep } from './upkeep.js';

let stage: Stage;
let upkeep: Upkeep;
beforeAll(async () => {
  stage = await Stage.open();
  upkeep = new Upkeep(stage.database);
});
afterAll(() => stage.close());

it('knows the indexes, and builds one anew by its name and no other', async () => {
  const indexes = await upkeep.indexes();
  expect(indexes).toContainEqual(
    expect.objectContaining({ table: 'run', name: 'run_newest', isValid: true }),
  );
  await upkeep.reindex('run_newest');
  await expect(upkeep.reindex('run_newest"; DROP TABLE run; --')).rejects.toThrow('there is no index');
});

it('refreshes statistics and gives room back', async () => {
  await upkeep.analyze();
  await upkeep.vacuum();
  const [row] = await stage.rows<{ seen: Date | null }>(
    `SELECT last_vacuum AS seen FROM pg_stat_user_tables WHERE relname = 'run'`,
  );
  expect(row?.seen).not.toBeNull();
});

it('lists the migrations that have run', async () => {
  expect((await upkeep.migrations()).map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
});

it('reads, and refuses whatever would change anything', async () => {
  expect(await upkeep.read('SELECT name FROM identity WHERE name = $1', ['main'])).toEqual([
    { name: 'main' },
  ]);
  for (const statement of [`DELETE FROM identity`, `COMMIT; DELETE FROM identity`, `CREATE TABLE x ()`])
    await expect(upkeep.read(statement, [])).rejects.toThrow();
  expect(await upkeep.read('SELECT name FROM identity', [])).toHaveLength(1);
});
