import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackendRecord } from './backends.js';
import { Ledger } from './ledger.js';
import { PersonMarks } from './person-marks.js';
import { Runs, type RunRecord } from './runs.js';
import { aMoviePage, aReport, contextOf, EARLIER, importPage, LATER } from './testing/pages.js';
import { Stage } from './testing/stage.js';
import { Undo, type UndoWork } from './undo.js';
import type { UndoScope } from './undo-scope.js';

let stage: Stage;
let undos: Undo;
let runs: Runs;
let identityId: number;
let backend: BackendRecord;
let other: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
  [undos, runs] = [new Undo(stage.database), new Runs(stage.database)];
});

afterAll(() => stage.close());

beforeEach(async () => {
  identityId = await stage.person();
  backend = await stage.toldBackend(identityId);
  other = await stage.toldBackend(identityId);
});

const WATCHED = { watched: true, playedAt: EARLIER } as const;

/** Both backends have the titles, unwatched; then one of them shows them as watched. */
async function watchedOnOne(count: number): Promise<RunRecord> {
  await importPage(stage, contextOf(backend, { now: EARLIER }), aMoviePage(count));
  await importPage(stage, contextOf(other, { now: EARLIER }), aMoviePage(count));
  const run = await stage.run(backend);
  await runs.start(run.id);
  await importPage(stage, contextOf(backend, { runId: run.id }), aMoviePage(count, WATCHED));
  await runs.finish(run.id, 'succeeded', null);
  return run;
}

async function begin(scope: UndoScope): Promise<UndoWork> {
  const begun = await undos.begin({ identityId, scope, backendName: null, dryRun: false });
  if (begun.kind !== 'begun') throw new Error(begun.kind);
  await runs.start(begun.runId);
  return { runId: begun.runId, identityId, scope };
}

async function stageAll(work: UndoWork): Promise<void> {
  for (let after: number | null = 0; after !== null;) ({ after } = await undos.stageNext(work, after));
}

/** The whole of an undo; tells which backends have something to be told. */
async function undo(scope: UndoScope): Promise<UndoWork & { backendIds: number[] }> {
  const work = await begin(scope);
  await stageAll(work);
  const backendIds: number[] = [];
  for (let batch = await undos.applyNext(work); batch; batch = await undos.applyNext(work))
    backendIds.push(...batch.backendIds);
  await runs.finish(work.runId, 'succeeded', null);
  return { ...work, backendIds };
}

const wholeRun = ({ id }: { readonly id: string }): UndoScope => ({ kind: 'run', runId: id });
const decisions = async () =>
  (
    await stage.rows<{ decision: string }>('SELECT decision FROM item WHERE identity_id = $1 ORDER BY id', [
      identityId,
    ])
  ).map(({ decision }) => decision);
const itemIds = async () =>
  (
    await stage.rows<{ id: number }>('SELECT id FROM item WHERE identity_id = $1 ORDER BY id', [identityId])
  ).map(({ id }) => id);
const listed = async (runId: string) =>
  (await new Ledger(stage.database).changes(runId, { status: null, limit: 9, offset: 0 })).changes.map(
    ({ status, reason, rule, before, after }) => ({
      status,
      reason,
      rule,
      turns: `${before.watched} ${after.watched}`,
    }),
  );
const mark = async (itemId: number, watched: boolean, at = LATER) =>
  new PersonMarks(stage.database).mark({ identityId, itemId, watched, at });
const newestEntry = async (itemId: number) =>
  Number(await stage.value('SELECT max(id) FROM state_change WHERE item_id = $1', [itemId]));

describe('the undo of a run', () => {
  it('restores what was before, and tells the backends that show something else', async () => {
    const run = await watchedOnOne(3);
    expect(await decisions()).toEqual(['played', 'played', 'played']);

    const { runId, backendIds } = await undo(wholeRun(run));

    expect(await decisions()).toEqual(['unplayed', 'unplayed', 'unplayed']);
    expect(backendIds).toEqual([backend.id]);
    expect(await listed(runId)).toEqual(
      Array.from({ length: 3 }, () => ({
        status: 'applied',
        reason: null,
        rule: 'undone',
        turns: 'true false',
      })),
    );
    expect((await runs.get(runId)).counts).toMatchObject({ unplayed: 3, updated: 3, skipped: 0 });
  });

  it('writes ledger entries that say what they take back', async () => {
    const run = await watchedOnOne(1);
    const undone = await stage.value('SELECT id FROM state_change WHERE run_id = $1', [run.id]);

    const { runId } = await undo(wholeRun(run));

    expect(
      await stage.rows(`SELECT cause, evidence->'undoes' AS undoes FROM state_change WHERE run_id = $1`, [
        runId,
      ]),
    ).toEqual([{ cause: 'undo', undoes: [undone] }]);
  });

  it('a second time finds nothing to do', async () => {
    const run = await watchedOnOne(2);
    await undo(wholeRun(run));

    expect(await undos.begin({ identityId, scope: wholeRun(run), backendName: null, dryRun: false })).toEqual(
      { kind: 'nothing' },
    );
  });

  it('leaves alone what a person changed since, and lists it', async () => {
    const run = await watchedOnOne(2);
    const [first = 0] = await itemIds();
    await mark(first, false);
    await mark(first, true, LATER + 60);

    const { runId } = await undo(wholeRun(run));

    expect(await decisions()).toEqual(['played', 'unplayed']);
    expect(await listed(runId)).toEqual([
      { status: 'skipped', reason: 'changed-since', rule: 'undone', turns: 'true true' },
      { status: 'applied', reason: null, rule: 'undone', turns: 'true false' },
    ]);
  });

  it('lists what is as before already', async () => {
    const run = await watchedOnOne(1);
    const [first = 0] = await itemIds();
    await mark(first, false);

    const { runId } = await undo(wholeRun(run));

    expect(await listed(runId)).toMatchObject([{ status: 'skipped', reason: 'already-so' }]);
  });

  it('can be undone itself', async () => {
    const run = await watchedOnOne(2);
    const { runId } = await undo(wholeRun(run));

    await undo(wholeRun({ id: runId }));

    expect(await decisions()).toEqual(['played', 'played']);
  });

  it('does not begin while another one of that person is at work', async () => {
    const run = await watchedOnOne(1);
    const { runId } = await begin(wholeRun(run));

    expect(await undos.begin({ identityId, scope: wholeRun(run), backendName: null, dryRun: false })).toEqual(
      { kind: 'busy', runId },
    );
  });

  it('leaves alone what somebody changed between the preview and the word to go on', async () => {
    const run = await watchedOnOne(2);
    const work = await begin(wholeRun(run));
    await stageAll(work);
    const [first = 0] = await itemIds();
    await mark(first, false);

    await undos.applyNext(work);

    expect(await listed(work.runId)).toMatchObject([
      { status: 'skipped', reason: 'changed-since' },
      { status: 'applied' },
    ]);
  });

  it('that waits for approval is weighed by what it would turn unwatched, and a no leaves everything', async () => {
    const run = await watchedOnOne(4);
    const work = await begin(wholeRun(run));
    await stageAll(work);
    expect(await undos.weigh(work)).toEqual({ unmarks: 4, watched: 4 });
    await runs.park(work.runId);

    expect(await undos.reject(work.runId)).toBe(true);

    expect(await decisions()).toEqual(['played', 'played', 'played', 'played']);
    expect(await listed(work.runId)).toMatchObject(Array.from({ length: 4 }, () => ({ status: 'rejected' })));
    expect(await undos.reject(work.runId)).toBe(false);
  });

  it('that is repeated after a kill stages nothing twice', async () => {
    const run = await watchedOnOne(3);
    const work = await begin(wholeRun(run));
    const { after } = await undos.stageNext(work, 0);

    expect(await undos.stageNext(work, after ?? 0)).toEqual({ after: null, isCancelAsked: false });
    expect(await listed(work.runId)).toHaveLength(3);
  });
});

describe('the undo of one change', () => {
  it('restores the mark that stood before it', async () => {
    await importPage(stage, contextOf(backend, { now: EARLIER }), [
      aReport({ title: 'The Lantern', ...WATCHED }),
    ]);
    const [itemId = 0] = await itemIds();
    await mark(itemId, false);

    const { backendIds } = await undo({ kind: 'change', itemId, changeId: await newestEntry(itemId) });

    expect(await decisions()).toEqual(['played']);
    expect(backendIds).toEqual([]);
  });

  it('one after the other, the newest first, leads all the way back', async () => {
    await importPage(stage, contextOf(backend, { now: EARLIER }), [
      aReport({ title: 'The Lantern', ...WATCHED }),
    ]);
    const [itemId = 0] = await itemIds();
    const first = await newestEntry(itemId);
    await mark(itemId, false);
    const second = await newestEntry(itemId);
    await undo({ kind: 'change', itemId, changeId: second });

    await undo({ kind: 'change', itemId, changeId: first });

    expect(await decisions()).toEqual(['unplayed']);
  });

  it('that is not of this person finds nothing', async () => {
    await importPage(stage, contextOf(backend, { now: EARLIER }), [
      aReport({ title: 'The Lantern', ...WATCHED }),
    ]);
    const [itemId = 0] = await itemIds();
    const scope = { kind: 'change', itemId, changeId: await newestEntry(itemId) } as const;

    expect(
      await undos.begin({ identityId: await stage.person(), scope, backendName: null, dryRun: false }),
    ).toEqual({ kind: 'nothing' });
  });
});

describe('the undo of a time window', () => {
  const window = (changes: Partial<Extract<UndoScope, { kind: 'window' }>> = {}): UndoScope => ({
    kind: 'window',
    from: new Date(Date.now() - 60_000).toISOString(),
    to: new Date(Date.now() + 60_000).toISOString(),
    backendId: null,
    ...changes,
  });

  it('takes all changes in it back at once, several of one item as one', async () => {
    await importPage(stage, contextOf(backend, { now: EARLIER }), aMoviePage(2));
    const [first = 0, second = 0] = await itemIds();
    await mark(first, true);
    await mark(second, true);
    await mark(second, false, LATER + 60);
    await mark(second, true, LATER + 120);

    const { runId } = await undo(window());

    expect(await decisions()).toEqual(['unplayed', 'unplayed']);
    expect(await listed(runId)).toHaveLength(2);
  });

  it('leaves out what another backend did, and what lies outside', async () => {
    await watchedOnOne(1);

    const elsewhere = window({ backendId: other.id });
    const before = window({ to: new Date(Date.now() - 30_000).toISOString() });
    for (const scope of [elsewhere, before])
      expect(await undos.begin({ identityId, scope, backendName: null, dryRun: false })).toEqual({
        kind: 'nothing',
      });
  });

  it('does not do again what was undone in it', async () => {
    const run = await watchedOnOne(1);
    await undo(wholeRun(run));

    expect(await undos.begin({ identityId, scope: window(), backendName: null, dryRun: false })).toEqual({
      kind: 'nothing',
    });
  });

  it('of a run that is not there finds nothing', async () => {
    expect(
      await undos.begin({
        identityId,
        scope: wholeRun({ id: randomUUID() }),
        backendName: null,
        dryRun: false,
      }),
    ).toEqual({ kind: 'nothing' });
  });
});
