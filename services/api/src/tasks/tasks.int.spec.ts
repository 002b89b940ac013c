import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConsoleRuns, Runs } from '#libs/database';
import { FakeJellyfin } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { commandEnd } from '../testing/console-line.js';
import { addBackend } from '../testing/stored-backend.js';
import { nextRun, timerText } from './cron-text.js';
import { TaskScheduler } from './task-scheduler.js';
import { TaskStarter } from './task-starter.js';

let stage: ApiStage;
let server: FakeJellyfin;
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open({ WS_TZ: 'America/New_York', WS_CRON_IMPORT: 'true' });
  await addBackend(stage, server, { name: 'attic' });
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

const until = (check: () => Promise<void> | void): Promise<void> =>
  vi.waitFor(check, { timeout: 15_000, interval: 50 });
const envFile = (): string => readFileSync(join(stage.folder, 'config', '.env'), 'utf8');
const imports = async (): Promise<number> =>
  (
    await stage.app
      .get(Runs)
      .list({ identityId: null, kind: 'import', status: null, backend: null, limit: 1, offset: 0 })
  ).total;
/** What an importer would do. */
async function importAll(): Promise<void> {
  const { runs } = await stage.app
    .get(Runs)
    .list({ identityId: null, kind: 'import', status: 'queued', backend: null, limit: 9, offset: 0 });
  for (const { id } of runs) {
    await stage.app.get(Runs).start(id);
    await stage.app.get(Runs).finish(id, 'succeeded', null);
  }
}

describe('a timer that is none', () => {
  it('163. Cron: in the environment it leaves the default, and a warning says so', async () => {
    const own = await ApiStage.open({ WS_CRON_IMPORT: 'true', WS_CRON_IMPORT_AT: '99 * * * *' });
    try {
      const { body } = await own.call('get', 'tasks/import').expect(200);
      expect(body).toMatchObject({ timer: '0 */1 * * *', enabled: true });
      const log = readdirSync(join(own.folder, 'logs')).map((name) =>
        readFileSync(join(own.folder, 'logs', name), 'utf8'),
      );
      expect(log.join('')).toMatch(/"level":"?(warn|40).*WS_CRON_IMPORT_AT/i);
    } finally {
      await own.close();
    }
  });
});

describe('the next run', () => {
  it.each([
    ['0 */6 * * *', 'UTC', '2025-03-10T05:59:00Z', '2025-03-10T06:00:00.000Z'],
    ['0 */6 * * *', 'Asia/Kolkata', '2025-03-10T00:00:00Z', '2025-03-10T00:30:00.000Z'],
    ['30 2 * * *', 'UTC', '2025-12-31T23:00:00Z', '2026-01-01T02:30:00.000Z'],
    // The night in which Paris has no half past two, and the one in which it has two of them.
    ['30 2 * * *', 'Europe/Paris', '2025-03-29T23:30:00Z', '2025-03-30T01:30:00.000Z'],
    ['30 2 * * *', 'Europe/Paris', '2025-10-26T00:00:00Z', '2025-10-26T00:30:00.000Z'],
    ['0 5 29 2 *', 'UTC', '2025-01-01T00:00:00Z', '2028-02-29T05:00:00.000Z'],
  ])('of %s in %s after %s', (...[timer, zone, after, next]) => {
    expect(nextRun(timer, zone, new Date(after)).toISOString()).toBe(next);
  });

  it('is told in words', () => {
    expect(timerText('0 */6 * * *')).toBe('On the hour, every 6 hours');
  });
});

describe('the tasks', () => {
  it('are listed with timer, words, next run and arguments; what only the environment says counts', async () => {
    const { body } = await stage.call('get', 'tasks').expect(200);
    expect(body).toMatchObject({ queued: [], timezone: 'America/New_York', scheduler: true });
    const [task] = body.tasks;
    expect(task).toMatchObject({
      ...{ name: 'import', command: 'state:import', args: '-v', enabled: true, timer: '0 */1 * * *' },
      ...{ timer_text: 'Every hour', allow_disable: true, hide: false, queued: false, prev_run: null },
    });
    expect(new Date(task.next_run).getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);
    const tasks = body.tasks as readonly { readonly name: string }[];
    const off = tasks.find(({ name }) => name === 'export');
    expect(off).toMatchObject({ enabled: false, next_run: null });
  });

  it('are found by name, in any case', async () => {
    const { body } = await stage.call('get', 'tasks/IMPORT').expect(200);
    expect(body.name).toBe('import');
    await stage.call('get', 'tasks/nonsense').expect(404);
  });

  it('are changed by writing their settings, and the timetable follows', async () => {
    const change = { enabled: true, timer: '15 */6 * * *', args: '-v --sync-requests' };
    const { body } = await stage.call('patch', 'tasks/export').send(change).expect(200);
    expect(body).toMatchObject({ ...change, timer_text: expect.stringContaining('15 minutes') });
    expect(envFile()).toContain('WS_CRON_EXPORT=true');
    expect(await stage.app.get(TaskScheduler).keep()).toEqual([]);
    await stage.call('patch', 'tasks/export').send({ timer: '' }).expect(200);
    expect((await stage.call('get', 'tasks/export')).body.timer).toBe('30 */1 * * *');
  });

  it.each([
    [{ timer: '98 * * * *' }, 'timer', /timer of five fields/],
    [{ timer: '* * * *' }, 'timer', /five fields/],
    [{ timer: '0 0 31 2 *' }, 'timer', /five fields/],
    [{ timer: 'often' }, 'timer', /five fields/],
    [{ enabled: 'perhaps' }, 'enabled', /boolean/],
    [{ args: '; rm -rf /' }, 'args', /right form/],
    [{ enabled: true, timer: '99 * * * *' }, 'timer', /five fields/],
    [{ cron: '* * * * *' }, 'cron', /no field cron/],
  ])(
    '163. Cron: refuse %j by the name of the field, and nothing is half-applied',
    async (change, field, message) => {
      const before = envFile();
      const { body } = await stage.call('patch', 'tasks/export').send(change).expect(400);
      expect(body.error.fields).toEqual([{ field, message: expect.stringMatching(message) }]);
      expect(envFile()).toBe(before);
    },
  );
});

describe('a task', () => {
  it('really imports all backends, keeps its output in the log of the day, and remembers the run', async () => {
    const { body } = await stage.call('post', 'tasks/import/queue').expect(202);
    await until(async () => expect(await imports()).toBe(1));
    expect((await stage.call('get', 'tasks/import/queue')).body).toEqual({ task: 'import', is_queued: true });
    await importAll();
    const { code, out, err } = await commandEnd(stage, String(body.token));
    expect(code).toBe(0);
    const task = (await stage.call('get', 'tasks/import')).body;
    expect(task).toMatchObject({ prev_run_event_id: body.token, prev_status: 'succeeded', queued: false });
    const { body: history } = await stage.call('get', 'tasks/import/runs').expect(200);
    expect(history.items).toEqual([expect.objectContaining({ token: body.token })]);
    const [log] = readdirSync(join(stage.folder, 'logs')).filter((name) => /^task\.\d{8}\.log$/.test(name));
    const text = readFileSync(join(stage.folder, 'logs', log ?? ''), 'utf8');
    expect(text).toContain("NOTICE: SYSTEM: Starting import of 'main' backends.");
    // The end of an import is written by the importer, which is not at work here.
    expect(text).not.toMatch(/Completed|│ Type /);
    expect(err).toMatch(/NOTICE: SYSTEM: Completed '0' requests in '[\d.]+'s for 'main' backends\./);
    expect(out).toContain('│ Type ');
  });

  it('is never under way twice: not by hand, not by its timer, not from two processes', async () => {
    const { body } = await stage.call('post', 'tasks/import/queue').expect(202);
    const again = await stage.call('post', 'tasks/import/queue').expect(409);
    expect(again.body).toMatchObject({ error: { key: 'task-queued' }, run_id: body.token });
    const starter = stage.app.get(TaskStarter);
    await Promise.all([starter.due('import'), starter.due('import')]);
    expect((await stage.app.get(ConsoleRuns).list({ task: 'import', limit: 9, offset: 0 })).total).toBe(2);
    await until(async () => expect(await imports()).toBe(2));
    await importAll();
    await commandEnd(stage, String(body.token));
  });

  it('is due by the word of the scheduler while it is on, and not after', async () => {
    const runs = async (): Promise<number> =>
      (await stage.app.get(ConsoleRuns).list({ task: 'import', limit: 9, offset: 0 })).total;
    const before = await runs();
    await stage.call('patch', 'tasks/import').send({ enabled: false }).expect(200);
    await stage.app.get(TaskStarter).due('import');
    expect(await runs()).toBe(before);
    await stage.call('patch', 'tasks/import').send({ enabled: true }).expect(200);
    await stage.app.get(TaskStarter).due('import');
    expect(await runs()).toBe(before + 1);
    await until(async () => expect(await imports()).toBe(before + 1));
    await importAll();
  });

  it('leaves the queue while it waits; a running one says how it can be stopped', async () => {
    await until(async () => expect((await stage.call('get', 'tasks/export')).body.queued).toBe(false));
    await stage.call('delete', 'tasks/export/queue').expect(404);
    const waiting = await stage.app.get(ConsoleRuns).add({
      ...{ line: 'state:export', sealedLine: null, task: 'export', askedBy: 'api-key', hasColours: false },
      ...{ timeLimit: 60, reference: 'task://export', dueAt: new Date(Date.now() + 3_600_000) },
    });
    await stage.call('delete', 'tasks/export/queue').expect(204);
    expect((await stage.app.get(ConsoleRuns).get(waiting?.id ?? '')).status).toBe('cancelled');
    const { body } = await stage.call('post', 'tasks/export/queue').expect(202);
    await until(async () =>
      expect((await stage.call('get', `system/command/${body.token}/state`)).body.status).toBe('running'),
    );
    const refused = await stage.call('delete', 'tasks/export/queue').expect(400);
    expect(refused.body.error.key).toBe('task-running');
    await stage.call('delete', `system/command/${body.token}`).expect(202);
  });
});

describe('DISABLE_CRON', () => {
  it('rings no timer; by hand everything goes on', async () => {
    const quiet = await ApiStage.open({ DISABLE_CRON: '1', WS_CRON_IMPORT: 'true' });
    const { body } = await quiet.call('get', 'tasks').expect(200);
    expect(body.scheduler).toBe(false);
    expect(body.tasks[0]).toMatchObject({ enabled: true, next_run: null });
    await quiet.app.get(TaskStarter).due('import');
    expect((await quiet.app.get(ConsoleRuns).list({ task: null, limit: 9, offset: 0 })).total).toBe(0);
    await quiet.call('post', 'tasks/import/queue').expect(202);
    expect(existsSync(quiet.folder)).toBe(true);
    await quiet.close();
  });
});
