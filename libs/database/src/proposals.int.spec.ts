import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Truth } from '#libs/core';
import type { BackendRecord } from './backends.js';
import type { PageContext } from './import-page.js';
import { ImportPages } from './import-pages.js';
import { PersonMarks } from './person-marks.js';
import { Proposals } from './proposals.js';
import { RunPlans } from './run-plans.js';
import { Runs, type RunRecord } from './runs.js';
import {
  aMoviePage,
  aReport,
  contextOf,
  EARLIER,
  importPage,
  knowledgeOfCopy,
  knowledgeOfPage,
  LATER,
  NO_DECISIONS,
} from './testing/pages.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let proposals: Proposals;
let runs: Runs;
let identityId: number;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
  proposals = new Proposals(stage.database);
  runs = new Runs(stage.database);
});

afterAll(() => stage.close());

beforeEach(async () => {
  identityId = await stage.person();
  backend = await stage.backend(identityId);
});

const WATCHED = { watched: true, playedAt: EARLIER } as const;

interface Held {
  readonly id: number;
  readonly title: string;
  readonly decision: string;
}

const items = () =>
  stage.rows<Held>('SELECT id, title, decision FROM item WHERE identity_id = $1 ORDER BY id', [identityId]);
const decisions = async () => (await items()).map(({ decision }) => decision);
const statuses = async (run: RunRecord) =>
  (
    await stage.rows<{ status: string }>('SELECT status FROM state_change WHERE run_id = $1 ORDER BY id', [
      run.id,
    ])
  ).map(({ status }) => status);

/** All titles were watched; a new import of the backend finds them unwatched, and proposes that. */
async function proposed(count: number): Promise<RunRecord> {
  await importPage(stage, contextOf(backend, { now: EARLIER }), aMoviePage(count, WATCHED));
  return proposeUnmarks(aMoviePage(count).map(({ title }) => title));
}

async function proposeUnmarks(remoteIds: readonly string[]): Promise<RunRecord> {
  const run = await stage.run(backend);
  await runs.start(run.id);
  const reports = remoteIds.map((title) => aReport({ title }));
  const page = { remoteIds, keys: [] };
  await new ImportPages(stage.database).apply(contextOf(backend, { runId: run.id }), page, {
    cursor: null,
    decide: ({ copies, items: known }) => ({
      ...NO_DECISIONS,
      proposals: reports.flatMap((report) => {
        const before = known.get(copies.get(`${report.id}\n0`)?.itemId ?? 0);
        if (!before) return [];
        const evidence = { remoteId: report.id, part: 0, report, fingerprint: 'unwatched' };
        return [
          {
            itemId: before.id,
            before: before.truth,
            after: unmarked(before.truth),
            rule: 'unmarked',
            evidence,
          },
        ];
      }),
    }),
  });
  return run;
}

const unmarked = (truth: Truth): Truth => ({
  ...truth,
  kind: 'unplayed',
  decidedAt: LATER,
  positionAt: LATER,
});
const contextFor = (run: RunRecord) => contextOf(backend, { runId: run.id });
const knownOf = async (title: string) =>
  knowledgeOfCopy(await knowledgeOfPage(stage, contextOf(backend), [aReport({ title })]), title);
const park = async (run: RunRecord) => runs.park(run.id);

/** Of copies that are shown as unwatched, those that were not heard as such. */
const changedSince = (remoteIds: readonly string[]) =>
  new ImportPages(stage.database).changed(
    backend.id,
    remoteIds.map((remoteId) => ({ remoteId, part: 0, fingerprint: 'unwatched' })),
  );

describe('proposed unmarks', () => {
  it('change nothing by themselves: the truth stays, and the backend still counts as not heard', async () => {
    const run = await proposed(2);

    expect(await decisions()).toEqual(['played', 'played']);
    expect((await knownOf('Title 0')).observed).toMatchObject({ watched: true, at: EARLIER });
    expect(await proposals.weigh(run.id, identityId)).toEqual({ unmarks: 2, watched: 2 });
  });

  it('are applied exactly as they were shown, and heard', async () => {
    const run = await proposed(3);

    expect(await proposals.applyNext(contextFor(run))).toEqual({ applied: 3, outdated: 0, backendIds: [] });

    expect(await decisions()).toEqual(['unplayed', 'unplayed', 'unplayed']);
    expect(await statuses(run)).toEqual(['applied', 'applied', 'applied']);
    expect((await knownOf('Title 2')).observed).toMatchObject({ watched: false, at: LATER });
    expect(await changedSince(['Title 2'])).toEqual([]);
    expect(await proposals.applyNext(contextFor(run))).toBeNull();
  });

  it('are applied in as many batches as it takes', async () => {
    const run = await proposed(1_201);

    const applied: number[] = [];
    for (let batch = await proposals.applyNext(contextFor(run)); batch;) {
      applied.push(batch.applied);
      batch = await proposals.applyNext(contextFor(run));
    }

    expect(applied.reduce((sum, count) => sum + count)).toBe(1_201);
    expect(applied.length).toBeGreaterThan(1);
    expect(new Set(await decisions())).toEqual(new Set(['unplayed']));
  });

  it('that no longer fit because the truth moved since are left alone', async () => {
    const run = await proposed(2);
    const [first] = await items();
    const marks = new PersonMarks(stage.database);
    for (const watched of [false, true]) {
      await marks.mark({ identityId, itemId: first!.id, watched, at: LATER + 60 });
    }

    expect(await proposals.applyNext(contextFor(run))).toMatchObject({ applied: 1, outdated: 1 });

    expect(await decisions()).toEqual(['played', 'unplayed']);
    expect(await statuses(run)).toEqual(['rejected', 'applied']);
    expect((await knownOf('Title 0')).observed).toMatchObject({ watched: true, at: EARLIER });
  });

  it('about a copy that was looked at since are left alone: the newer look decides', async () => {
    const run = await proposed(2);
    await stage.rows(
      `UPDATE observation SET observed_at = now() + interval '1 day' WHERE backend_id = $1 AND remote_id = 'Title 0'`,
      [backend.id],
    );

    expect(await proposals.applyNext(contextFor(run))).toMatchObject({ applied: 1, outdated: 1 });
    expect(await decisions()).toEqual(['played', 'unplayed']);
  });

  it('open an intent for the other backends of that person', async () => {
    const other = await stage.toldBackend(identityId);
    await importPage(stage, contextOf(other, { now: EARLIER }), aMoviePage(2, WATCHED));
    const run = await proposed(2);

    expect(await proposals.applyNext(contextFor(run))).toMatchObject({ backendIds: [other.id] });
  });

  it('about a copy that two pages showed count once', async () => {
    await importPage(stage, contextOf(backend, { now: EARLIER }), aMoviePage(1, WATCHED));
    const run = await proposeUnmarks(['Title 0', 'Title 0']);

    expect(await proposals.applyNext(contextFor(run))).toMatchObject({ applied: 1, outdated: 1 });

    expect(await decisions()).toEqual(['unplayed']);
    expect(await statuses(run)).toEqual(['applied', 'rejected']);
  });

  it('are dropped with a run that did not read all', async () => {
    const run = await proposed(2);

    await proposals.drop(run.id);

    expect(await proposals.applyNext(contextFor(run))).toBeNull();
    expect(await statuses(run)).toEqual(['rejected', 'rejected']);
  });
});

describe('a newer read', () => {
  it('takes the place of what older ones of that backend still propose', async () => {
    const older = await proposed(2);
    await park(older);
    const newer = await stage.run(backend);

    await proposals.supersede(backend.id, newer.id);

    expect(await runs.get(older.id)).toMatchObject({ status: 'cancelled', finishedAt: expect.any(Date) });
    expect(await statuses(older)).toEqual(['rejected', 'rejected']);
    expect(await decisions()).toEqual(['played', 'played']);
  });

  it('leaves alone itself, other kinds, other backends and runs that are at work', async () => {
    const itself = await stage.run(backend);
    await park(itself);
    const other = await stage.run(await stage.backend(identityId));
    await park(other);
    const exported = await stage.run(backend, { kind: 'export' });
    await park(exported);
    const working = await stage.run(backend);

    await proposals.supersede(backend.id, itself.id);

    for (const { id } of [itself, other, exported]) {
      expect((await runs.get(id)).status).toBe('awaiting_approval');
    }
    expect((await runs.get(working.id)).status).toBe('queued');
  });
});

describe('a person who says no', () => {
  const reject = (run: RunRecord) => proposals.reject({ runId: run.id, identityId, backendId: backend.id });

  it('ends the run and all that it proposed', async () => {
    const run = await proposed(2);
    await park(run);

    expect(await reject(run)).toBe(true);

    expect((await runs.get(run.id)).status).toBe('cancelled');
    expect(await statuses(run)).toEqual(['rejected', 'rejected']);
    expect(await decisions()).toEqual(['played', 'played']);
  });

  it('has heard the backend: the next import finds no news and does not ask again', async () => {
    const run = await proposed(2);
    await park(run);

    await reject(run);

    const { observed } = await knownOf('Title 0');
    expect(observed).toMatchObject({ watched: false, asSource: true });
    expect(await changedSince(['Title 0', 'Title 1'])).toEqual([]);
  });

  it('hears as of the time of the read, so that what was written since still counts', async () => {
    const run = await proposed(1);
    await park(run);
    await stage.rows(
      `UPDATE observation SET expected_watched = true, expected_position_ms = 0, expected_at = now() + interval '1 minute' WHERE backend_id = $1`,
      [backend.id],
    );

    await reject(run);

    expect((await knownOf('Title 0')).expected).toMatchObject({ watched: true });
  });

  it('may say so about many, and about a copy that was shown twice', async () => {
    await importPage(stage, contextOf(backend, { now: EARLIER }), aMoviePage(700, WATCHED));
    const run = await proposeUnmarks(['Title 0', ...aMoviePage(700).map(({ title }) => title)]);
    await park(run);

    expect(await reject(run)).toBe(true);

    expect(new Set(await statuses(run))).toEqual(new Set(['rejected']));
  });

  it('is heard once, and only about a run that waits', async () => {
    const run = await proposed(1);
    expect(await reject(run)).toBe(false);
    await park(run);

    const answers = await Promise.all([reject(run), reject(run)]);

    expect(answers.sort()).toEqual([false, true]);
  });

  it('ends the writes that an export had planned', async () => {
    await importPage(stage, contextOf(backend, { now: EARLIER }), aMoviePage(1, WATCHED));
    const run = await stage.run(backend, { kind: 'export' });
    const [item] = await items();
    await stage.rows(
      `INSERT INTO export_intent (run_id, backend_id, item_id, remote_id, part, status, rule) VALUES ($1, $2, $3, 'Title 0', 0, 'planned', 'write-unplayed')`,
      [run.id, backend.id, item!.id],
    );
    await park(run);

    expect(await reject(run)).toBe(true);

    expect(await stage.value('SELECT status FROM export_intent WHERE run_id = $1', [run.id])).toBe(
      'rejected',
    );
  });
});

describe('a person who says yes to some and no to others', () => {
  const waiting = (run: RunRecord) => ({ ...run, kind: 'import' as const });

  it('has only those carried out; the others count as heard', async () => {
    const run = await proposed(3);
    await park(run);
    const rows = await stage.rows<{ id: number }>(
      'SELECT id FROM state_change WHERE run_id = $1 ORDER BY id',
      [run.id],
    );
    const plans = new RunPlans(stage.database);

    const choice = await plans.approveRows(waiting(run), { ids: [rows[1]!.id], groups: [] });
    await proposals.applyNext(contextFor(run));

    expect(choice).toEqual({ chosen: [rows[1]!.id], rest: [rows[0]!.id, rows[2]!.id] });
    expect(await statuses(run)).toEqual(['rejected', 'applied', 'rejected']);
    expect(await decisions()).toEqual(['played', 'unplayed', 'played']);
    expect(await changedSince(['Title 0', 'Title 2'])).toEqual([]);
    expect((await runs.get(run.id)).isApproved).toBe(true);
  });
});

describe('a run that is cancelled before it goes on', () => {
  it('proposes nothing any more', async () => {
    const run = await proposed(2);
    await park(run);
    await runs.approve(run.id);

    await runs.cancel(run.id);

    expect(await statuses(run)).toEqual(['rejected', 'rejected']);
    expect(await decisions()).toEqual(['played', 'played']);
  });
});

describe('single unmarks by news', () => {
  it('are counted for a while, apart from those of imports and of other people', async () => {
    const unmarkBy = async (context: Parameters<typeof contextOf>[1], title: string, ago = 0) => {
      const reports = [aReport({ title, ...WATCHED })];
      await importPage(stage, contextOf(backend, { now: EARLIER }), reports);
      await new ImportPages(stage.database).apply(
        contextOf(backend, context),
        { remoteIds: [title], keys: [] },
        {
          cursor: null,
          decide: ({ items: known }) => ({
            ...NO_DECISIONS,
            changes: [...known.values()].map(({ id, truth }) => ({
              itemId: id,
              before: truth,
              after: unmarked(truth),
              rule: 'unmarked',
            })),
          }),
        },
      );
      await stage.rows(
        `UPDATE state_change SET at = at - make_interval(mins => $2) WHERE identity_id = $1 AND rule = 'unmarked'
           AND id = (SELECT max(id) FROM state_change)`,
        [identityId, ago],
      );
    };
    await unmarkBy({ cause: 'webhook' }, 'Now');
    await unmarkBy({ cause: 'webhook' }, 'An hour ago', 60);
    await unmarkBy({ cause: 'import' }, 'By an import');
    await importPage(stage, contextOf(backend), [aReport({ title: 'Still watched', ...WATCHED })]);

    const stranger = await stage.backend(await stage.person());
    const run = await stage.run(backend);
    const floodOf = async (context: PageContext) => (await knowledgeOfPage(stage, context, [])).flood;
    expect(await floodOf(contextOf(backend))).toEqual({ unmarks: 1, watched: 1 });
    expect(await floodOf(contextOf(stranger))).toEqual({ unmarks: 0, watched: 0 });
    expect(await floodOf(contextOf(backend, { runId: run.id }))).toBeNull();
  });
});
