import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlOf } from './sql-rows.js';
import { Stage } from './testing/stage.js';
import { lockForWorker, lockIdentity } from './truths.js';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});

afterAll(() => stage.close());

it.each([
  ['a worker, which can do it again', lockForWorker, 'off'],
  ['anybody else', lockIdentity, 'on'],
] as const)(
  'what %s writes waits for the disk as it should, and leaves no trace in the pool',
  async (_, lock, wait) => {
    const session = stage.database.createQueryRunner();
    const sql = sqlOf(session);
    const waitsForDisk = () => sql.query('SHOW synchronous_commit');
    await session.query('SET synchronous_commit = on');

    await session.startTransaction();
    await lock(sql, await stage.person());
    expect(await waitsForDisk()).toEqual([{ synchronous_commit: wait }]);
    await session.commitTransaction();

    expect(await waitsForDisk()).toEqual([{ synchronous_commit: 'on' }]);
    await session.release();
  },
);
