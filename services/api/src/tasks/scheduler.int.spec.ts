import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCache, freePort, queryRows } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { consoleLine } from '../testing/console-line.js';
import { TaskScheduler } from './task-scheduler.js';

let stage: ApiStage;
let cache: string;
beforeAll(async () => {
  cache = await createCache();
  stage = await ApiStage.open({ WS_CRON_IMPORT: 'true', WS_CACHE_URL: cache });
  await stage.app.get(TaskScheduler).keep();
});
afterAll(() => stage.close());

/** Another installation that empties the same Redis of its timetable. */
async function forgetTimetable(): Promise<void> {
  const other = await ApiStage.open({ DISABLE_CRON: '1', WS_CACHE_URL: cache });
  await other.app.get(TaskScheduler).keep();
  await other.close();
}

describe('the scheduler', () => {
  it('says that it is at work, and when what Redis keeps is not what the settings say', async () => {
    const running = await stage.call('get', 'system/scheduler').expect(200);
    expect(running.body).toMatchObject({ status: 'running', restartable: true, pid: process.pid });
    await forgetTimetable();
    const stopped = await stage.call('get', 'system/scheduler').expect(200);
    expect(stopped.body).toMatchObject({ status: 'stopped', message: expect.stringMatching(/timetable/) });
    const { body } = await stage.call('post', 'system/scheduler/restart').expect(200);
    expect(body.status).toBe('running');
  });

  it('is restarted by nobody who may only operate', async () => {
    await stage.open('post', 'system/scheduler/restart').expect(401);
  });

  it('says so where DISABLE_CRON holds it, and where Redis is away', async () => {
    const quiet = await ApiStage.open({ DISABLE_CRON: '1' });
    expect((await quiet.call('get', 'system/scheduler').expect(200)).body).toMatchObject({
      status: 'off',
      restartable: false,
    });
    expect((await quiet.call('post', 'system/scheduler/restart').expect(400)).body.error.key).toBe(
      'scheduler-off',
    );
    await quiet.close();
    const alone = await ApiStage.open({ WS_CACHE_URL: `redis://127.0.0.1:${await freePort()}` });
    expect((await alone.call('get', 'system/scheduler').expect(200)).body.status).toBe('unreachable');
    await alone.call('post', 'system/scheduler/restart').expect(503);
    await alone.close();
  });
});

describe('the pruners', () => {
  const count = async (table: string): Promise<number> =>
    (await queryRows<{ n: number }>(stage.database.url, `SELECT count(*)::int AS n FROM ${table}`))[0]?.n ??
    -1;

  it('are listed with what they remove and when', async () => {
    const { body } = await stage.call('get', 'prune').expect(200);
    const pruners = body.pruners as { name: string; cron: string; next_run: string }[];
    expect(pruners.map(({ name }) => name)).toEqual([
      ...['logs', 'commands', 'deliveries', 'runs', 'ledger', 'audit', 'unpacked', 'login-tries'],
    ]);
    for (const { cron, next_run } of pruners) {
      expect(cron).toBe('*/5 * * * *');
      expect(new Date(next_run).getTime()).toBeGreaterThan(Date.now());
    }
  });

  it('count in a rehearsal and remove nothing; one by name leaves the others alone', async () => {
    const old = join(stage.folder, 'logs', 'app.20200101.log');
    writeFileSync(old, 'x\n');
    utimesSync(old, 1, 1);
    await consoleLine(stage, 'version');
    await queryRows(
      stage.database.url,
      `UPDATE run SET finished_at = now() - interval '8 days' WHERE kind = 'console'`,
    );
    await queryRows(stage.database.url, `UPDATE audit_entry SET at = now() - interval '366 days'`);
    const before = [await count('run'), await count('audit_entry')];
    const { body } = await stage.call('post', 'system/prune').send({ dry_run: true }).expect(200);
    const found = Object.fromEntries(
      (body.pruned as { name: string; removed: number }[]).map(({ name, removed }) => [name, removed]),
    );
    expect(found).toMatchObject({ logs: 1, commands: 1, runs: 0 });
    expect(found['audit']).toBeGreaterThan(0);
    expect(await count('run')).toBe(before[0]);
    expect(await count('audit_entry')).toBeGreaterThanOrEqual(before[1] ?? 0);
    const one = await stage
      .call('post', 'system/prune')
      .send({ names: ['logs'] })
      .expect(200);
    expect(one.body.pruned).toEqual([{ name: 'logs', removed: 1 }]);
    expect(await count('run')).toBe(before[0]);
  });

  it('forget webhooks that were handled more than 30 days ago, but the newest thousand', async () => {
    const url = stage.database.url;
    const some = (count: number, status: string, age: string): Promise<unknown> =>
      queryRows(
        url,
        `INSERT INTO webhook_delivery (delivery_key, payload, status, handled_at, received_at)
         SELECT gen_random_uuid()::text, '{}', '${status}', now() - interval '${age}', now() - interval '${age}' FROM generate_series(1, ${count})`,
      );
    await some(7, 'handled', '31 days');
    await some(3, 'received', '31 days');
    await some(2, 'handled', '29 days');
    await some(995, 'handled', '31 days');
    const pruned = async (dryRun: boolean): Promise<unknown> =>
      (
        await stage
          .call('post', 'system/prune')
          .send({ names: ['deliveries'], dry_run: dryRun })
          .expect(200)
      ).body.pruned;
    expect(await pruned(true)).toEqual([{ name: 'deliveries', removed: 7 }]);
    expect(await pruned(false)).toEqual([{ name: 'deliveries', removed: 7 }]);
    expect(await count('webhook_delivery')).toBe(1_000);
    await queryRows(url, 'DELETE FROM webhook_delivery');
  });

  it('are known by name', async () => {
    const { body } = await stage
      .call('post', 'system/prune')
      .send({ names: ['attic'] })
      .expect(400);
    expect(body.error.fields).toEqual([
      { field: 'names', message: expect.stringContaining('logs, commands') },
    ]);
    const unknown = await consoleLine(stage, 'system:prune --run -p nonsense');
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('There is no pruner')]);
    const table = await consoleLine(stage, 'system:prune -p logs');
    expect(table.out).toMatch(/│ logs +│ .*WS_LOGS_PRUNE_AFTER/);
  });
});
