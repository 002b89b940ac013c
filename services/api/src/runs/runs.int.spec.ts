import { Identities, type RunRecord, Runs } from '#libs/database';
import { QueueMonitor } from '#libs/queue';
import { FakeJellyfin, freePort } from '#libs/testing';
import type request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend, newBackend } from '../testing/stored-backend.js';
import { decide, NOTHING, reportOf, storeTitles } from '../testing/stored-titles.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

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

const start = (kind: 'import' | 'export', name = 'attic', options?: object): request.Test =>
  stage.call('post', `backend/${name}/${kind}`).send(options);
const run = (id: string): Promise<RunRecord> => stage.app.get(Runs).get(id);
const waiting = async (queue: string): Promise<number> =>
  (await stage.app.get(QueueMonitor).depth(queue)).waiting;
const idOf = ({ body }: request.Response): string => String(body.run_id);

/** No run stands in the way of the next test. */
async function endAll(): Promise<void> {
  const { runs } = await stage.app
    .get(Runs)
    .list({ identityId: null, kind: null, status: null, backend: null, limit: 500, offset: 0 });
  for (const { id } of runs) await stage.app.get(Runs).finish(id, 'succeeded', null);
}

/** A run that waits for a person, as the guard leaves one behind. */
async function parkedRun(title: string): Promise<string> {
  await storeTitles(stage, 'attic', [{ title, watched: true }]);
  const { body } = await stage.call('get', 'history').query({ title }).expect(200);
  const id = idOf(await start('import').expect(202));
  const before = { kind: 'played', decidedAt: 9, playedAt: 9, positionMs: 0, positionAt: null } as const;
  const report = reportOf({ title });
  const proposal = {
    itemId: Number(body.history[0].id),
    before,
    after: { ...before, kind: 'unplayed' } as const,
    rule: 'unmarked',
    evidence: { remoteId: report.id, part: 0, report, fingerprint: 'seen' },
  };
  await decide(stage, { backend: 'attic', runId: id }, { ...NOTHING, proposals: [proposal] });
  await stage.app.get(Runs).park(id);
  return id;
}

describe('starting a run', () => {
  beforeEach(endAll);

  it('stores the run with its options and tells the worker', async () => {
    const before = await waiting('imports');
    const id = idOf(await start('import', 'attic', { force: true, sync_requests: false }).expect(202));
    expect(await run(id)).toMatchObject({
      kind: 'import',
      identityName: 'main',
      backendName: 'attic',
      mode: 'full',
      dryRun: false,
      status: 'queued',
      options: { force: true, sync_requests: false },
    });
    expect(await waiting('imports')).toBe(before + 1);
  });

  it('leaves the way of an export to its plan', async () => {
    const before = await waiting('exports');
    const id = idOf(await start('export', 'attic', { ignore_date: true, dry_run: true }).expect(202));
    expect(await run(id)).toMatchObject({
      kind: 'export',
      mode: null,
      dryRun: true,
      options: { ignore_date: true },
    });
    const { body } = await stage.call('get', `runs/${id}`).expect(200);
    expect(body.options).toEqual({ ignore_date: true });
    expect(await waiting('exports')).toBe(before + 1);
  });

  it('needs no body at all', async () => {
    const answer = await stage.call('post', 'backend/attic/import').expect(202);
    expect(Object.keys(answer.body)).toEqual(['run_id']);
  });

  it('156. names the one that is active instead of starting a second', async () => {
    const first = idOf(await start('import').expect(202));
    const second = await start('import').expect(409);
    expect(second.body).toEqual({
      error: { code: 409, key: 'run-active', message: expect.any(String), request_id: expect.any(String) },
      run_id: first,
    });
    await start('export').expect(202);
    const { body } = await stage.call('get', 'backend/attic').expect(200);
    expect(body.active_runs).toMatchObject([
      { id: first, kind: 'import', status: 'queued' },
      { kind: 'export', status: 'queued' },
    ]);
  });

  it('156. starts one of many that are asked for at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => start('import')));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(new Set(answers.map(idOf)).size).toBe(1);
  });

  it('reads metadata alone when asked to, or when the backend is no source', async () => {
    const asked = idOf(await start('import', 'attic', { metadata_only: true }).expect(202));
    expect((await run(asked)).mode).toBe('metadata-only');
    await addBackend(stage, server, { name: 'silent', import: false });
    const silent = idOf(await start('import', 'silent').expect(202));
    expect((await run(silent)).mode).toBe('metadata-only');
  });

  it('keeps and shows the mapper that was chosen for it (F189)', async () => {
    await addBackend(stage, server, { name: 'mapped' });
    const chosen = idOf(await start('import', 'mapped', { mapper: 'direct' }).expect(202));
    const { body } = await stage.call('get', `runs/${chosen}`).expect(200);
    expect(body.options).toEqual({ mapper: 'direct' });
    const refused = await start('import', 'mapped', { mapper: 'lazy' }).expect(400);
    expect(refused.body.error.fields).toMatchObject([
      { field: 'mapper', message: expect.stringContaining('memory, direct') },
    ]);
  });

  it('never writes to a backend whose export is off, but shows what it would do', async () => {
    await addBackend(stage, server, { name: 'oneway', export: false });
    const { body } = await start('export', 'oneway').expect(409);
    expect(body.error.key).toBe('export-off');
    await start('export', 'oneway', { dry_run: true }).expect(202);
  });

  it.each([
    ['an unknown option', { hurry: true }, 'hurry'],
    ['an option that is no switch', { force: 'yes' }, 'force'],
    ['a list', [], 'body'],
  ])('refuses %s', async (_what, options, field) => {
    const { body } = await start('import', 'attic', options).expect(400);
    expect(body.error.fields).toMatchObject([{ field }]);
  });

  it('says 404 for a backend of nobody or of somebody else', async () => {
    await start('import', 'cellar').expect(404);
    await stage.app.get(Identities).add('sam');
    await start('import').set('X-User', 'sam').expect(404);
  });

  it('waits in Postgres while Redis is away', async () => {
    const apart = await ApiStage.open({ WS_CACHE_URL: `redis://127.0.0.1:${await freePort()}` });
    await apart
      .call('post', 'backends')
      .send(newBackend(server, { name: 'attic' }))
      .expect(201);
    const { body } = await apart.call('post', 'backend/attic/import').expect(202);
    const { body: found } = await apart.call('get', `runs/${String(body.run_id)}`).expect(200);
    expect(found.status).toBe('queued');
    const health = await apart.open('get', 'system/healthcheck').expect(200);
    expect(health.body.message).toBe('Works without redis.');
    await apart.close();
  });
});

describe('the list of runs', () => {
  beforeAll(async () => {
    await endAll();
    await start('import').expect(202);
    await start('export').expect(202);
  });

  const list = (query: object): request.Test => stage.call('get', 'runs').query(query);

  it('shows the newest first, as the contract describes a run', async () => {
    const { body } = await list({ perpage: 2 }).expect(200);
    expect(body.items).toHaveLength(2);
    expect(body.items[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: 'export',
      identity: 'main',
      backend: 'attic',
      mode: null,
      options: {},
      dry_run: false,
      status: 'queued',
      progress: { done: 0, total: null },
      counts: {
        added: 0,
        updated: 0,
        unchanged: 0,
        failed: 0,
        played: 0,
        unplayed: 0,
        progress: 0,
        skipped: 0,
      },
      by_type: {
        movie: { added: 0, updated: 0, failed: 0 },
        episode: { added: 0, updated: 0, failed: 0 },
      },
      skipped_by: {},
      warnings: {},
      requests: 0,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      started_at: null,
      finished_at: null,
      error: null,
    });
  });

  it('filters', async () => {
    const { body } = await list({
      kind: 'import',
      status: 'queued',
      backend: 'attic',
      identity: 'main',
    }).expect(200);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ kind: 'import', status: 'queued' });
    expect((await list({ identity: 'sam' }).expect(200)).body.items).toEqual([]);
    expect((await list({ kind: '' }).expect(200)).body.paging.total).toBeGreaterThan(1);
  });

  it('pages, also past its end', async () => {
    const total = Number((await list({}).expect(200)).body.paging.total);
    expect(total).toBeGreaterThan(2);
    const first = await list({ perpage: 1 }).expect(200);
    expect(first.body.paging).toEqual({
      total,
      perpage: 1,
      current_page: 1,
      first_page: 1,
      next_page: 2,
      prev_page: null,
      last_page: total,
    });
    const last = await list({ perpage: 1, page: total }).expect(200);
    expect(last.body.paging).toMatchObject({ next_page: null, prev_page: total - 1 });
    const beyond = await list({ perpage: 1, page: total + 50 }).expect(200);
    expect(beyond.body).toMatchObject({ items: [], paging: { next_page: null, prev_page: total } });
  });

  it.each([
    { page: 0 },
    { page: 'two' },
    { page: 1.5 },
    { perpage: 0 },
    { perpage: 5000 },
    { kind: 'holiday' },
  ])('refuses %j', async (query) => {
    const { body } = await list(query).expect(400);
    expect(body.error.fields).toMatchObject([{ field: Object.keys(query)[0] }]);
  });

  it('refuses a filter that it does not know, and an identity that is not there', async () => {
    const { body } = await list({ colour: 'red' }).expect(400);
    expect(body.error.fields).toEqual([{ field: 'colour', message: 'There is no field colour here.' }]);
    await list({ identity: 'nobody' }).expect(404);
  });
});

describe('one run', () => {
  it.each([NOBODY, 'seven', "1'--"])('is 404 when there is none: %s', async (id) => {
    for (const path of [`runs/${id}`, `runs/${id}/changes`]) {
      const { body } = await stage.call('get', path).expect(404);
      expect(body.error.key).toBe('run-not-found');
    }
  });

  it('shows its error and its times', async () => {
    await endAll();
    const id = idOf(await start('import').expect(202));
    await stage.app.get(Runs).start(id);
    const error = { key: 'token-rejected', message: 'The token was refused.', hint: 'Make a new one.' };
    await stage.app.get(Runs).finish(id, 'failed', error);
    const { body } = await stage.call('get', `runs/${id}`).expect(200);
    expect(body).toMatchObject({ status: 'failed', error });
    expect(Date.parse(body.finished_at)).toBeGreaterThanOrEqual(Date.parse(body.started_at));
  });
});

describe('what a person decides about a run', () => {
  beforeEach(endAll);

  const judge = (id: string, verdict: 'approve' | 'reject' | 'cancel'): request.Test =>
    stage.call('post', `runs/${id}/${verdict}`);

  it('lists what a parked run would change', async () => {
    const id = await parkedRun('Amber Ladder');
    const { body } = await stage.call('get', `runs/${id}/changes`).expect(200);
    expect(body.paging).toMatchObject({ total: 1, last_page: 1 });
    expect(body.items).toEqual([
      {
        id: expect.any(Number),
        item: {
          id: expect.any(Number),
          type: 'movie',
          title: 'Amber Ladder',
          year: null,
          season: null,
          episode: null,
        },
        backend: 'attic',
        before: { watched: true, position_ms: 0 },
        after: { watched: false, position_ms: 0 },
        rule: 'unmarked',
        status: 'planned',
        reason: null,
        at: expect.stringMatching(/Z$/),
      },
    ]);
    const applied = await stage.call('get', `runs/${id}/changes`).query({ status: 'applied' }).expect(200);
    expect(applied.body.items).toEqual([]);
    await stage.call('get', `runs/${id}/changes`).query({ status: 'done' }).expect(400);
    await judge(id, 'reject').expect(202);
  });

  it('lets a parked run go on and tells its worker', async () => {
    const id = await parkedRun('Brass Meadow');
    const before = await waiting('imports');
    const { body } = await judge(id, 'approve').expect(202);
    expect(body).toMatchObject({ id, status: 'queued' });
    expect((await run(id)).isApproved).toBe(true);
    // The worker's news of the same run fold into one job while it waits.
    expect(await waiting('imports')).toBeGreaterThanOrEqual(before);
    await judge(id, 'approve').expect(409);
  });

  it('ends a parked run without its changes', async () => {
    const id = await parkedRun('Cinder Post');
    const { body } = await judge(id, 'reject').expect(202);
    expect(body).toMatchObject({ id, status: 'cancelled' });
    const { body: changes } = await stage.call('get', `runs/${id}/changes`).expect(200);
    expect(changes.items).toMatchObject([{ status: 'rejected' }]);
    const { body: history } = await stage.call('get', 'history').query({ title: 'Cinder Post' }).expect(200);
    expect(history.history).toMatchObject([{ watched: true }]);
    await judge(id, 'reject').expect(409);
  });

  it('stops a queued run at once, and asks a running one to stop', async () => {
    const queued = idOf(await start('import').expect(202));
    expect((await judge(queued, 'cancel').expect(202)).body.status).toBe('cancelled');
    const running = idOf(await start('import').expect(202));
    await stage.app.get(Runs).start(running);
    expect((await judge(running, 'cancel').expect(202)).body.status).toBe('running');
    expect((await run(running)).isCancelAsked).toBe(true);
  });

  it('is refused when the state does not allow it', async () => {
    const id = idOf(await start('import').expect(202));
    for (const verdict of ['approve', 'reject'] as const) {
      const { body } = await judge(id, verdict).expect(409);
      expect(body.error).toMatchObject({ key: 'wrong-state', message: expect.stringContaining('queued') });
    }
    await stage.app.get(Runs).finish(id, 'succeeded', null);
    await judge(id, 'cancel').expect(409);
  });

  it('is 404 for a run that is not there', async () => {
    for (const verdict of ['approve', 'reject', 'cancel'] as const) await judge(NOBODY, verdict).expect(404);
  });

  it('is settled when the backend goes', async () => {
    await addBackend(stage, server, { name: 'brief' });
    const id = idOf(await start('import', 'brief').expect(202));
    await stage.app.get(Runs).park(id);
    await stage.call('delete', 'backend/brief').expect(200);
    expect((await run(id)).status).toBe('cancelled');
  });
});
