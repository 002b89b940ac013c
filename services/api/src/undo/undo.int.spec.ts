import { History, Identities, ItemStories, Runs, Undo } from '#libs/database';
import { QueueMonitor } from '#libs/queue';
import { FakeJellyfin } from '#libs/testing';
import type request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { backendOf, decide, NOTHING, reportOf } from '../testing/stored-titles.js';

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

let count = 0;
/** A title of its own for each test, watched by an import. */
let title: string;
let itemId: number;
let importId: string;

beforeEach(async () => {
  count += 1;
  title = `Glass Orchard ${count}`;
  await endAll();
  importId = await importOf(title);
  const { body } = await stage.call('get', 'history').query({ title }).expect(200);
  itemId = Number(body.history[0].id);
});

async function importOf(name: string): Promise<string> {
  const { body } = await stage.call('post', 'backend/attic/import').expect(202);
  const report = reportOf({ title: name, watched: true });
  const truth = { kind: 'played', decidedAt: 9, playedAt: 9, positionMs: 0, positionAt: null } as const;
  await decide(
    stage,
    { backend: 'attic', runId: String(body.run_id) },
    {
      ...NOTHING,
      newItems: [{ report, truth, keys: [], rule: 'first-seen-played' }],
      seen: [{ remoteId: report.id, part: 0, item: { isNew: 0 }, report, fingerprint: name, isEcho: false }],
    },
  );
  await stage.app.get(Runs).finish(String(body.run_id), 'succeeded', null);
  return String(body.run_id);
}

/** No run stands in the way of the next test. */
async function endAll(): Promise<void> {
  const all = { identityId: null, kind: null, status: null, backend: null, limit: 500, offset: 0 };
  const { runs } = await stage.app.get(Runs).list(all);
  for (const { id } of runs) await stage.app.get(Runs).finish(id, 'succeeded', null);
}

/** As the importer does. */
async function carryOut(runId: string): Promise<void> {
  const [runs, undos] = [stage.app.get(Runs), stage.app.get(Undo)];
  const run = await runs.start(runId);
  if (!run?.options.undo) throw new Error('no undo');
  const work = { runId, identityId: run.identityId, scope: run.options.undo };
  for (let after: number | null = 0; after !== null;) ({ after } = await undos.stageNext(work, after));
  while (await undos.applyNext(work));
  await runs.finish(runId, 'succeeded', null);
}

const undoRun = (id: string): request.Test => stage.call('post', `runs/${id}/undo`);
const isWatched = async () => (await stage.app.get(History).find(1, itemId))?.decision === 'played';
const newestChange = async () => (await stage.app.get(ItemStories).of(1, itemId))?.changes[0]?.id ?? 0;

describe('undoing a run', () => {
  it('is a run of its own, and the importer is told', async () => {
    const before = (await stage.app.get(QueueMonitor).depth('undos')).waiting;

    const { body } = await undoRun(importId).expect(202);

    expect(body).toMatchObject({ kind: 'undo', backend: 'attic', status: 'queued', progress: { total: 1 } });
    expect((await stage.app.get(QueueMonitor).depth('undos')).waiting).toBe(before + 1);
  });

  it('lists what was undone', async () => {
    const { body } = await undoRun(importId).expect(202);
    await carryOut(body.id);

    expect(await isWatched()).toBe(false);
    const changes = await stage.call('get', `runs/${String(body.id)}/changes`).expect(200);
    expect(changes.body.items).toMatchObject([
      { rule: 'undone', status: 'applied', before: { watched: true }, after: { watched: false } },
    ]);
  });

  it('is only listed when it is a preview, which names the run and can be followed by the undo itself', async () => {
    const preview = await undoRun(importId).send({ dry_run: true }).expect(202);
    expect(preview.body).toMatchObject({ kind: 'undo', dry_run: true, undo_of: importId });
    const undos = stage.app.get(Undo);
    const scope = { kind: 'run', runId: importId } as const;
    await stage.app.get(Runs).start(preview.body.id);
    await undos.stageNext({ runId: preview.body.id, identityId: 1, scope }, 0);
    await stage.app.get(Runs).finish(preview.body.id, 'succeeded', null);

    expect(await isWatched()).toBe(true);
    const { body } = await stage.call('get', `runs/${String(preview.body.id)}/changes`).expect(200);
    expect(body.items).toMatchObject([{ status: 'planned', after: { watched: false } }]);
    const real = await undoRun(importId).expect(202);
    expect(real.body).toMatchObject({ dry_run: false, undo_of: importId });
  });

  it('refuses what it does not know', async () => {
    const refused = await undoRun(importId).send({ dry_runn: true }).expect(400);
    expect(refused.body.error.fields).toMatchObject([{ field: 'dry_runn' }]);
  });

  it('a second time is refused', async () => {
    const { body } = await undoRun(importId).expect(202);
    await carryOut(body.id);

    const again = await undoRun(importId).expect(409);
    expect(again.body.error.key).toBe('nothing-to-undo');
  });

  it('while another undo is at work is refused, and says which', async () => {
    const { body } = await undoRun(importId).expect(202);

    const again = await undoRun(importId).expect(409);
    expect(again.body).toMatchObject({ error: { key: 'run-active' }, run_id: body.id });
  });

  it('that is still at work is refused', async () => {
    const { body } = await stage.call('post', 'backend/attic/import').expect(202);

    const refused = await undoRun(String(body.run_id)).expect(409);
    expect(refused.body.error.key).toBe('wrong-state');
  });

  it('of an export says what to undo instead', async () => {
    const added = await stage.app.get(Runs).add({
      kind: 'export',
      identityId: 1,
      backendId: (await backendOf(stage, 'attic')).id,
      backendName: 'attic',
      mode: 'full',
      dryRun: false,
      options: {},
    });
    if (!('run' in added)) throw new Error('busy');

    const refused = await undoRun(added.run.id).expect(409);
    expect(refused.body.error).toMatchObject({
      key: 'undo-the-truth',
      message: expect.stringContaining('An export only carries play states'),
    });
  });

  it('that is not there is not found', async () => {
    await undoRun(NOBODY).expect(404);
  });

  it('that waits for a person ends with a no, and nothing is undone', async () => {
    const { body } = await undoRun(importId).expect(202);
    await stage.app.get(Runs).start(body.id);
    await stage.app.get(Runs).park(body.id);

    await stage.call('post', `runs/${String(body.id)}/reject`).expect(202);

    expect(await isWatched()).toBe(true);
  });
});

describe('undoing a change of an item', () => {
  it('restores what was before', async () => {
    await stage.call('delete', `history/${itemId}/watch`).expect(200);

    const changeId = await newestChange();
    const { body } = await stage.call('post', `history/${itemId}/changes/${changeId}/undo`).expect(202);
    await carryOut(body.id);

    expect(await isWatched()).toBe(true);
  });

  it('that is none of its changes is refused', async () => {
    await stage.call('post', `history/${itemId}/changes/987654321/undo`).expect(409);
    await stage.call('post', `history/987654321/changes/1/undo`).expect(404);
  });
});

describe('undoing a time', () => {
  it('can be rehearsed', async () => {
    const window = { from: '2026-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z', backend: 'attic' };

    const { body } = await stage
      .call('post', 'history/undo')
      .send({ ...window, dry_run: true })
      .expect(202);

    expect(body).toMatchObject({ kind: 'undo', dry_run: true, backend: 'attic' });
  });

  it('with nothing in it is refused', async () => {
    const window = { from: '1999-01-01T00:00:00Z', to: '1999-01-02T00:00:00Z' };

    await stage.call('post', 'history/undo').send(window).expect(409);
  });

  it.each([
    { from: 'yesterday', to: '2026-01-01T00:00:00Z' },
    { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' },
    { from: '2026-01-02T00:00:00Z' },
  ])('that makes no sense is not valid: %o', async (window) => {
    const { body } = await stage.call('post', 'history/undo').send(window).expect(400);
    expect(body.error.fields).toHaveLength(1);
  });
});

describe('the explanation', () => {
  it('tells in order who decided, and how each backend stands', async () => {
    await stage.call('delete', `history/${itemId}/watch`).expect(200);

    const { body } = await stage.call('get', `history/${itemId}/explain`).expect(200);

    expect(body.truth).toEqual({ watched: false, position_ms: 0 });
    expect(body.story).toMatchObject([
      { kind: 'seen', rule: null },
      { kind: 'decided', rule: 'first-seen-played' },
      {
        kind: 'marked',
        rule: 'person',
        sentence: 'A person marked it as unwatched.',
        can_undo: true,
        change_id: await newestChange(),
      },
    ]);
    expect(body.backends).toMatchObject([
      { backend: 'attic', in_step: false, rule: 'older-than-truth', next_rule: 'never-exported' },
    ]);
  });

  it('of an undone change says so', async () => {
    const { body: run } = await undoRun(importId).expect(202);
    await carryOut(run.id);

    const { body } = await stage.call('get', `history/${itemId}/explain`).expect(200);

    expect(body.story).toMatchObject([
      { kind: 'seen' },
      { kind: 'decided', can_undo: false, sentence: expect.stringContaining('taken back later') },
      { kind: 'undone', can_undo: true, run_id: run.id },
    ]);
  });

  it('of an item that is not there is not found', async () => {
    await stage.call('get', 'history/987654321/explain').expect(404);
  });

  it('is for its person only', async () => {
    await stage.app.get(Identities).add('sam');
    await stage.call('get', `history/${itemId}/explain`).set('X-User', 'sam').expect(404);
    await stage
      .call('post', `history/${itemId}/changes/${await newestChange()}/undo`)
      .set('X-User', 'sam')
      .expect(404);
  });
});
