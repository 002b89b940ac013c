import { ConsoleRuns, Runs, WebhookDeliveries } from '#libs/database';
import { FakeJellyfin } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { commandEnd, consoleLine } from '../testing/console-line.js';
import { addBackend } from '../testing/stored-backend.js';

let stage: ApiStage;
let server: FakeJellyfin;
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
  await addBackend(stage, server, { name: 'attic' });
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

interface Item {
  readonly id: string;
  readonly event: string;
  readonly status_name: string;
}

const list = async (query: object): Promise<readonly Item[]> =>
  (await stage.call('get', 'system/events').query(query).expect(200)).body.items as readonly Item[];
const until = (check: () => Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 10_000, interval: 50 });
const later = (seconds: number, command = 'version') =>
  stage
    .call('post', 'system/events')
    .send({ event: 'run_console', event_data: { command }, DELAY_BY: seconds });

describe('events', () => {
  it('are commands, tasks, runs, pushes and webhooks, each with its name', async () => {
    await consoleLine(stage, 'version');
    await stage.call('post', 'backend/attic/import').expect(202);
    await stage.app.get(WebhookDeliveries).add({
      type: 'jellyfin',
      deliveryKey: 'k1',
      payload: { NotificationType: 'PlaybackStop', ApiKey: 'x' },
    });
    const found = await list({ all: 1, perpage: 50 });
    expect(new Set(found.map(({ event }) => event))).toEqual(
      new Set(['run_console', 'run_import', 'on_webhook']),
    );
    const [delivery] = found.filter(({ event }) => event === 'on_webhook');
    const { body } = await stage.call('get', `system/events/${delivery?.id ?? ''}`).expect(200);
    expect(body).toMatchObject({
      status_name: 'pending',
      event_data: { payload: { NotificationType: 'PlaybackStop' } },
    });
  });

  it('without a wish are those that wait or went wrong', async () => {
    await consoleLine(stage, 'nonsense');
    const statuses = new Set((await list({ perpage: 50 })).map(({ status_name: name }) => name));
    expect(statuses).not.toContain('success');
    expect(statuses).toContain('failed');
  });

  it('are found by status, name, reference, words and time', async () => {
    expect((await list({ status: 'success' })).every(({ status_name: name }) => name === 'success')).toBe(
      true,
    );
    expect((await list({ status: '2,3', event: 'run_console' })).length).toBeGreaterThan(1);
    expect(await list({ all: 1, reference: 'import://main@attic' })).toHaveLength(1);
    expect(await list({ all: 1, filter: '@att' })).toHaveLength(1);
    expect(await list({ all: 1, filter: '%' })).toHaveLength(0);
    expect(await list({ all: 1, before: '2 hours ago' })).toEqual([]);
    expect((await list({ all: 1, after: '2 hours ago' })).length).toBeGreaterThan(2);
  });

  it.each([
    [{ before: 'soon' }, 'before'],
    [{ after: '2 moons ago' }, 'after'],
    [{ status: 'happy' }, 'status'],
    [{ sort: 'length' }, 'sort'],
    [{ direction: 'up' }, 'direction'],
    [{ page: 0 }, 'page'],
    [{ colour: 'red' }, 'colour'],
  ])('refuse %j by name', async (query, field) => {
    const { body } = await stage.call('get', 'system/events').query(query).expect(400);
    expect(body.error.fields).toEqual([expect.objectContaining({ field })]);
  });

  it('are counted by status', async () => {
    const { body } = await stage.call('get', 'system/events/stats').expect(200);
    expect(Object.keys(body)).toEqual(['pending', 'running', 'success', 'failed', 'cancelled']);
    expect((await stage.call('get', 'system/events/stats').query({ only: 'failed' })).body).toEqual({
      failed: body.failed,
    });
    expect((await stage.call('get', 'system/stats').expect(200)).body.events.pending).toBe(body.pending);
  });

  it('are paged in both forms', async () => {
    const { body } = await stage
      .call('get', 'system/events')
      .query({ all: 1, perpage: 1, sort: 'created_at' })
      .expect(200);
    expect(body.paging).toMatchObject({
      page: 1,
      current_page: 1,
      perpage: 1,
      next: 2,
      next_page: 2,
      previous: null,
    });
    expect(body.statuses[4]).toEqual({ id: 4, name: 'cancelled' });
  });
});

describe('one event', () => {
  it('shows the last 200 lines of what it printed', async () => {
    const { token } = await consoleLine(stage, 'version');
    const lines = Array.from({ length: 250 }, (_, index) => ({
      stream: 'out' as const,
      text: `line ${index}`,
    }));
    await stage.app.get(ConsoleRuns).print(token, 1, lines);
    const { body } = await stage.call('get', `system/events/${token}`).expect(200);
    const logs = body.logs as readonly string[];
    expect([logs.length, logs.at(-1)]).toEqual([200, 'line 249']);
  });

  it('is found by its whole id, its last digits, and as the latest one', async () => {
    const { token } = await consoleLine(stage, 'version');
    for (const name of [token, token.slice(-12), 'latest']) {
      expect((await stage.call('get', `system/events/${name}`).expect(200)).body.id).toBe(token);
    }
    for (const name of ['nobody', '000000000000', "'; --"])
      await stage.call('get', `system/events/${name}`).expect(404);
  });

  it('waits for its time, and is cancelled while it waits', async () => {
    const { body } = await later(3_600).expect(202);
    expect(body).toMatchObject({ status_name: 'pending', delay_by: 3_600, event: 'run_console' });
    const cancelled = await stage.call('patch', `system/events/${body.id}`).send({ status: 4 }).expect(200);
    expect(cancelled.body).toMatchObject({ status: 4, status_name: 'cancelled' });
    await stage.call('patch', `system/events/${body.id}`).send({ status: 4 }).expect(400);
  });

  it('is carried out once its time has come', async () => {
    const { body } = await later(1).expect(202);
    await until(async () =>
      expect((await stage.call('get', `system/events/${body.id}`)).body.status_name).toBe('success'),
    );
  }, 20_000);

  it('is carried out again after a reset, without what it had printed', async () => {
    const { token } = await consoleLine(stage, 'version');
    await stage.call('patch', `system/events/${token}`).send({ status: 0 }).expect(200);
    const again = await commandEnd(stage, token);
    expect([again.code, again.out]).toEqual([0, 'WatchState 0.1.0']);
  });

  it('is one of its reference', async () => {
    const order = {
      event: 'run_console',
      event_data: { command: 'version' },
      DELAY_BY: 3_600,
      reference: 'mine',
    };
    const { body } = await stage.call('post', 'system/events').send(order).expect(202);
    await stage.call('post', 'system/events').send(order).expect(409);
    await stage.call('patch', `system/events/${body.id}`).send({ status: 4 }).expect(200);
    const next = await stage.call('post', 'system/events').send(order).expect(202);
    await stage.call('patch', `system/events/${body.id}`).send({ status: 0 }).expect(409);
    await stage.call('delete', `system/events/${next.body.id}`).expect(200);
  });

  it.each([
    [{ event: 'on_webhook', event_data: {} }, 'event'],
    [{ event: 'run_console', event_data: {} }, 'event_data.command'],
    [{ event: 'run_console' }, 'event_data'],
    [{ event: 'run_console', event_data: { command: 'version' }, DELAY_BY: -1 }, 'DELAY_BY'],
    [{ event: 'run_console', event_data: { command: 'version' }, delay_by: 1 }, 'delay_by'],
  ])('in a wrong form is refused by name: %j', async (body, field) => {
    const answer = await stage.call('post', 'system/events').send(body).expect(400);
    expect(answer.body.error.fields).toEqual([expect.objectContaining({ field })]);
  });

  it('of a task that nobody knows is 404', async () => {
    await stage
      .call('post', 'system/events')
      .send({ event: 'run_task', event_data: { task: 'dance' } })
      .expect(404);
  });

  it('that is a run stays, since undo and explain need it; that runs is not deleted', async () => {
    const [run] = await list({ all: 1, event: 'run_import' });
    await stage.call('delete', `system/events/${run?.id ?? ''}`).expect(400);
    await stage
      .call('patch', `system/events/${run?.id ?? ''}`)
      .send({ status: 4 })
      .expect(400);
    const { body } = await later(3_600).expect(202);
    await stage.app.get(Runs).start(String(body.id));
    await stage.call('delete', `system/events/${body.id}`).expect(400);
    await stage.app.get(Runs).finish(String(body.id), 'failed', null);
    await stage.call('delete', `system/events/${body.id}`).expect(200);
    await stage.call('get', `system/events/${body.id}`).expect(404);
  });
});

describe('deleting many', () => {
  it('counts first, takes what has ended, and what waits only on request', async () => {
    const { body: waiting } = await later(3_600).expect(202);
    const remove = async (query: object) =>
      (await stage.call('delete', 'system/events').query(query).expect(200)).body as {
        deleted: number;
        matched: number;
      };
    const { matched } = await remove({ event: 'run_console', dry_run: 1 });
    expect(matched).toBeGreaterThan(3);
    expect(await remove({ event: 'run_console', limit: 1 })).toMatchObject({ deleted: 1, matched });
    expect(await remove({ event: 'run_console' })).toMatchObject({ deleted: matched - 1 });
    await stage.call('get', `system/events/${waiting.id}`).expect(200);
    expect(await remove({ event: 'run_console', include_pending: 1 })).toMatchObject({ deleted: 1 });
    expect(await list({ all: 1, event: 'run_import' })).toHaveLength(1);
  });
});

describe('the queues', () => {
  it('show what lies in them, by state, with a job of its own', async () => {
    await later(0).expect(202);
    const { body } = await stage
      .call('get', 'system/transport/queue')
      .query({ filter: 'import-run' })
      .expect(200);
    expect(body.items).toEqual([
      expect.objectContaining({ queue: 'imports', event: 'import-run', state: 'pending' }),
    ]);
    expect(body.queues).toContainEqual(expect.objectContaining({ queue: 'commands' }));
    const [job] = body.items;
    const { body: one } = await stage.call('get', `system/transport/queue/${job.id}`).expect(200);
    expect(one).toMatchObject({
      id: job.id,
      max_attempts: expect.any(Number),
      data: { runId: expect.any(String) },
    });
    for (const verb of ['retry'])
      await stage.call('post', `system/transport/queue/${job.id}/${verb}`).expect(404);
    await stage.call('delete', `system/transport/queue/${job.id}`).expect(404);
    for (const id of ['nothing', 'imports:0', 'other:1'])
      await stage.call('get', `system/transport/queue/${id}`).expect(404);
    await stage.call('get', 'system/transport/queue').query({ state: 'lost' }).expect(400);
  });
});
