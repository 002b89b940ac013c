import { ConsoleRuns, Runs } from '#libs/database';
import { FakeJellyfin } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TaskScheduler } from './tasks/task-scheduler.js';
import { TaskStarter } from './tasks/task-starter.js';
import { ApiStage } from './testing/api-stage.js';
import { EventReader } from './testing/event-reader.js';
import { addBackend } from './testing/stored-backend.js';

const OWNER = { username: 'keeper', password: 'ember harbour 7' };

let server: FakeJellyfin;
let one: ApiStage;
let two: ApiStage;
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  one = await ApiStage.open();
  two = await one.replica();
  await addBackend(one, server, { name: 'attic' });
  await one.open('post', 'system/auth/signup').send(OWNER).expect(201);
});
afterAll(async () => {
  await two.close();
  await one.close();
  await server.stop();
});

const signIn = (stage: ApiStage, password: string) =>
  stage.open('post', 'system/auth/login').send({ username: OWNER.username, password });

describe('two api processes on the same stores', () => {
  it('know the sessions of one another, and their ends', async () => {
    const token = String((await signIn(one, OWNER.password).expect(200)).body.token);
    const as = { Authorization: `Token ${token}` };
    await two.open('get', 'system/auth/user').set(as).expect(200);
    await two.open('delete', 'system/auth/sessions').set(as).expect(200);
    await one.open('get', 'system/auth/user').set(as).expect(401);
  });

  it('count wrong logins together', async () => {
    const answers = [];
    for (let tries = 0; tries < 6; tries += 1)
      answers.push((await signIn(tries % 2 === 0 ? one : two, 'wrong')).status);
    expect(answers).toEqual([401, 401, 401, 401, 401, 429]);
    await one.call('post', 'system/auth/reset').expect(200);
  });

  it('tell their listeners what the other one did', async () => {
    const reader = await EventReader.listen(two, 'topics=runs');
    const { body } = await one.call('post', 'backend/attic/import').expect(202);
    const told = await reader.next(({ event, data }) => event === 'run' && data['id'] === body.run_id);
    expect(told.data).toMatchObject({ backend: 'attic', status: 'queued' });
    await one.app.get(Runs).finish(String(body.run_id), 'succeeded', null);
    await reader.next(({ data }) => data['id'] === body.run_id && data['status'] === 'succeeded');
    reader.close();
  });

  it('start a task once when its time comes, though both keep the timetable', async () => {
    const started = async (): Promise<number> =>
      (await one.app.get(ConsoleRuns).list({ task: 'indexes', limit: 50, offset: 0 })).total;
    await one.call('patch', 'tasks/indexes').send({ enabled: true, timer: '* * * * *' }).expect(200);
    await Promise.all([one.app.get(TaskScheduler).keep(), two.app.get(TaskScheduler).keep()]);
    // Both are told of the same tick, as when Redis delivers a job twice.
    await Promise.all([one, two, one, two].map((stage) => stage.app.get(TaskStarter).due('indexes')));
    expect(await started()).toBe(1);
    for (const name of ['WS_CRON_INDEXES', 'WS_CRON_INDEXES_AT'])
      await one.call('delete', `system/env/${name}`).expect(200);
  });

  it('follow the settings, keys and takings-back of one another', async () => {
    const made = await one
      .call('post', 'system/tokens')
      .send({ name: 'script', scopes: ['read'] })
      .expect(201);
    await two.open('get', 'runs').set('X-APIKEY', String(made.body.token)).expect(200);
    await two.call('delete', `system/tokens/${made.body.id}`).expect(204);
    await one.open('get', 'runs').set('X-APIKEY', String(made.body.token)).expect(401);
    await one.call('post', 'system/env/WS_PROGRESS_MINIMUM').send({ value: 120 }).expect(200);
    const { body } = await two.call('get', 'system/env/WS_PROGRESS_MINIMUM').expect(200);
    expect(body).toMatchObject({ value: '120' });
    const changes = Array.from({ length: 6 }, (_, index) =>
      (index % 2 === 0 ? one : two)
        .call('post', `system/env/WS_CRON_${['IMPORT', 'EXPORT', 'BACKUP'][index % 3]}_ARGS`)
        .send({ value: `-v${'v'.repeat(index)}` })
        .expect(200),
    );
    await Promise.all(changes);
    const { body: all } = await one.call('get', 'system/env').query({ set: true }).expect(200);
    expect(all.data).toHaveLength(4);
  });
});
