import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlayState, RemoteItem, Truth } from '#libs/core';
import type { BackendRecord } from './backends.js';
import { Expectations } from './expectations.js';
import type { DueWrite } from './export-copies.js';
import { ExportPlans, type PlannedWrite } from './export-plans.js';
import type { TargetCopy } from './export-copies.js';
import { GIVEN_UP } from './failed-writes.js';
import { ImportPages } from './import-pages.js';
import { PersonMarks } from './person-marks.js';
import { Runs, type RunRecord } from './runs.js';
import {
  aMoviePage,
  aReport,
  contextOf,
  EARLIER,
  importPage,
  NO_DECISIONS,
  NO_STEP,
  played,
  unplayed,
} from './testing/pages.js';
import type { IntentOutcome } from './settlements.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let plans: ExportPlans;
let marks: PersonMarks;
let identityId: number;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
  plans = new ExportPlans(stage.database);
  marks = new PersonMarks(stage.database);
});

afterAll(() => stage.close());

beforeEach(async () => {
  identityId = await stage.person();
  backend = await stage.toldBackend(identityId);
});

const FROM_THE_START = { after: { remoteId: '', part: 0 }, limit: 100, all: false };
const target = () => ({ backendId: backend.id, lastCompleteRead: null });
const now = () => Math.floor(Date.now() / 1_000);

/** Shows these titles on the backend; a person then marks all of them. */
async function marked(count: number, watched = true, changes: Partial<RemoteItem> = {}): Promise<number[]> {
  await importPage(stage, contextOf(backend, { now: EARLIER }), aMoviePage(count, changes));
  const ids = await idsOf();
  for (const itemId of ids) await marks.mark({ identityId, itemId, watched, at: now() });
  return ids;
}

const idsOf = async () =>
  (
    await stage.rows<{ id: number }>('SELECT id FROM item WHERE identity_id = $1 ORDER BY id', [identityId])
  ).map(({ id }) => id);

const toWrite = ({ remoteId, part, itemId, truth }: TargetCopy): PlannedWrite => ({
  remoteId,
  part,
  itemId,
  rule: truth.kind === 'played' ? 'write-played' : 'write-unplayed',
  before: { watched: truth.kind !== 'played', positionMs: 0 },
  after: { watched: truth.kind === 'played', positionMs: 0 },
});
const all = (copies: readonly TargetCopy[]) => copies.map(toWrite);
const nothing = () => [];

const take = (decide: (copies: readonly TargetCopy[]) => readonly PlannedWrite[] = all, limit = 100) =>
  plans.takeOpen(
    target(),
    { identityId, backendName: backend.name, cursor: { phase: 'write' }, limit },
    decide,
  );

/** A push of all that is open. */
async function push(): Promise<RunRecord> {
  const runId = await take();
  if (runId === null) throw new Error('there was nothing to push');
  return new Runs(stage.database).get(runId);
}

const statuses = (status: string) =>
  stage.value('SELECT count(*) FROM export_intent WHERE backend_id = $1 AND status = $2', [
    backend.id,
    status,
  ]);

const WRITTEN: IntentOutcome = { status: 'written', shows: { watched: true, positionMs: 0 } };
const settle = (runId: string, due: DueWrite, outcome: IntentOutcome = WRITTEN) =>
  plans.settle(runId, [{ write: due, outcome, step: { ...NO_STEP, done: 1 } }], { phase: 'write' });

describe('candidates', () => {
  it('are the copies that show something else than the truth', async () => {
    await importPage(stage, contextOf(backend, { now: EARLIER }), [
      aReport({ title: 'A in step', watched: true, playedAt: EARLIER }),
      aReport({ title: 'B out of step' }),
      aReport({ title: 'C undecided' }),
    ]);
    const [, second = 0] = await idsOf();
    await marks.mark({ identityId, itemId: second, watched: true, at: now() });

    const found = await plans.candidates(target(), FROM_THE_START);

    expect(found).toMatchObject([{ remoteId: 'B out of step', itemId: second, truth: { kind: 'played' } }]);
    expect(found[0]?.knowledge.observed).toMatchObject({ watched: false, at: EARLIER });
  });

  it('come in pages, each once', async () => {
    await marked(7);

    const seen: string[] = [];
    let after = { remoteId: '', part: 0 };
    for (let page = 0; page < 4; page += 1) {
      const copies = await plans.candidates(target(), { after, limit: 3, all: false });
      seen.push(...copies.map(({ remoteId }) => remoteId));
      after = copies.at(-1) ?? after;
    }

    expect(seen).toEqual(aMoviePage(7).map(({ title }) => title));
  });

  it('take in what nobody decided on when all are asked for', async () => {
    await importPage(stage, contextOf(backend), [aReport({ title: 'The Lantern' })]);
    await stage.rows('UPDATE observation SET watched = true WHERE backend_id = $1', [backend.id]);

    expect(await plans.candidates(target(), FROM_THE_START)).toEqual([]);
    expect(await plans.candidates(target(), { ...FROM_THE_START, all: true })).toHaveLength(1);
  });

  it('are those of this backend only', async () => {
    await marked(1);
    const other = await stage.toldBackend(identityId);

    expect(await plans.candidates({ backendId: other.id, lastCompleteRead: null }, FROM_THE_START)).toEqual(
      [],
    );
  });
});

describe('a file of two episodes', () => {
  /** One file whose episodes have these truths. */
  async function file(first: Truth, second: Truth): Promise<number[]> {
    const parts = [first, second].map((truth, part) => ({
      truth,
      report: aReport({
        id: 'file',
        title: 'Harbour Tales',
        type: 'episode',
        season: 1,
        episode: part + 1,
        guids: {},
        parentGuids: { tvdb: '88' },
      }),
    }));
    await new ImportPages(stage.database).apply(
      contextOf(backend, { now: EARLIER }),
      { remoteIds: [], keys: [] },
      {
        cursor: null,
        decide: () => ({
          ...NO_DECISIONS,
          newItems: parts.map((part) => ({ ...part, keys: [], rule: 'test' })),
          seen: parts.map(({ report }, part) => ({
            remoteId: 'file',
            part,
            report,
            fingerprint: 'f',
            isEcho: false,
            item: { isNew: part },
          })),
        }),
      },
    );
    return idsOf();
  }

  it('is planned when the episodes agree', async () => {
    await file(played(EARLIER), played(EARLIER));

    expect(await plans.candidates(target(), FROM_THE_START)).toMatchObject([{ part: 0 }]);
  });

  it('is not planned when only one was watched: one file cannot say both', async () => {
    await file(played(EARLIER), unplayed(EARLIER));

    expect(await plans.candidates(target(), FROM_THE_START)).toEqual([]);
  });

  it('is not pushed either when only one was watched, and is not asked about again', async () => {
    const [first = 0] = await file(unplayed(EARLIER), unplayed(EARLIER));
    await marks.mark({ identityId, itemId: first, watched: true, at: now() });
    expect(await statuses('open')).toBe(1);

    expect(await take()).toBeNull();
    expect(await statuses('open')).toBe(0);
  });
});

describe('a plan', () => {
  it('that is stored twice is there once', async () => {
    await marked(2);
    const run = await stage.run(backend, { kind: 'export' });
    const writes = all(await plans.candidates(target(), FROM_THE_START));

    for (const cursor of [1, 2]) await plans.add(run.id, backend.id, { writes, step: NO_STEP, cursor });

    expect(await plans.weigh(run.id, identityId)).toMatchObject({
      writes: 2,
      played: 2,
      unplayed: 0,
      watched: 2,
    });
  });

  it('is weighed by what it would unmark, against what its person has watched', async () => {
    await marked(3, true);
    const other = await stage.backend(identityId);
    await importPage(stage, contextOf(other), [
      aReport({ title: 'Another', watched: true, playedAt: EARLIER }),
    ]);
    const [first = 0] = await idsOf();
    await stage.rows('UPDATE observation SET watched = true WHERE backend_id = $1', [backend.id]);
    await marks.mark({ identityId, itemId: first, watched: false, at: now() });
    const run = await stage.run(backend, { kind: 'export' });
    const writes = all(await plans.candidates(target(), FROM_THE_START));

    await plans.add(run.id, backend.id, { writes, step: NO_STEP, cursor: null });

    expect(await plans.weigh(run.id, identityId)).toMatchObject({
      writes: 1,
      played: 0,
      unplayed: 1,
      watched: 3,
    });
  });
});

describe('open intents', () => {
  it('become the plan of a push', async () => {
    await marked(3);

    const run = await push();

    expect(run).toMatchObject({ kind: 'export', mode: 'push', status: 'queued', backendId: backend.id });
    expect([await statuses('open'), await statuses('planned')]).toEqual([0, 3]);
  });

  it('that need nothing are closed, and no push is made for them', async () => {
    await marked(3);

    expect(await take(nothing)).toBeNull();

    expect(await statuses('open')).toBe(0);
    expect(await new Runs(stage.database).activePushes(backend.id)).toEqual([]);
  });

  it('that need nothing do not hide the others behind them', async () => {
    await marked(5);
    const onlyTheLast = (copies: readonly TargetCopy[]) =>
      all(copies.filter(({ remoteId }) => remoteId === 'Title 4'));

    const runId = await take(onlyTheLast, 2);

    expect(runId).not.toBeNull();
    expect([await statuses('open'), await statuses('planned')]).toEqual([0, 1]);
  });

  it('are taken as many at once as are wanted; the rest waits', async () => {
    await marked(5);

    await take(all, 2);

    expect([await statuses('open'), await statuses('planned')]).toEqual([3, 2]);
  });

  it('are taken once when two take at the same moment', async () => {
    await marked(20);

    await Promise.all([take(), take(), take()]);

    expect([await statuses('open'), await statuses('planned')]).toEqual([0, 20]);
  });

  it('stay open when the one who takes them is killed', async () => {
    await marked(2);

    const killed = take(() => {
      throw new Error('killed');
    });

    await expect(killed).rejects.toThrow('killed');
    expect([await statuses('open'), await statuses('planned')]).toEqual([2, 0]);
  });
});

describe('a write that is due', () => {
  it('comes with the truth of this moment, not of the plan', async () => {
    const [itemId = 0] = await marked(1);
    const { id } = await push();

    await marks.mark({ identityId, itemId, watched: false, at: now() });

    expect(await plans.due(id, target(), 10)).toMatchObject([
      { rule: 'write-played', truth: { kind: 'unplayed' } },
    ]);
  });

  it('is settled once, with what the target is expected to show from now on', async () => {
    await marked(1);
    const { id } = await push();
    const [due] = await plans.due(id, target(), 10);

    await settle(id, due!);
    await settle(id, due!, { status: 'failed', reason: 'too-late' });

    expect(await plans.due(id, target(), 10)).toEqual([]);
    expect([await statuses('written'), await statuses('failed')]).toEqual([1, 0]);
    expect(await new Runs(stage.database).get(id)).toMatchObject({ done: 1 });
    expect(await expected()).toEqual([{ watched: true, position: 0 }]);
  });

  it('is expected from before the call on, and no longer when the call failed', async () => {
    await marked(1);
    const { id } = await push();
    const [due] = await plans.due(id, target(), 10);

    const expectations = new Expectations(stage.database);
    const shows = { watched: true, positionMs: 0 };
    expect(await expectations.announce(backend, due!, shows)).toBe('announced');
    expect(await expected()).toEqual([{ watched: true, position: 0 }]);
    expect(await plans.due(id, target(), 10)).toHaveLength(1);

    await expectations.retract(due!);
    expect(await expected()).toEqual([{ watched: null, position: null }]);
  });

  it('makes the next import look at the copy even when nothing moved there: perhaps it was not taken', async () => {
    const [itemId = 0] = await marked(1);
    const { id } = await push();
    const [due] = await plans.due(id, target(), 10);

    await settle(id, due!);

    expect(
      await stage.database.query('SELECT fingerprint FROM observation WHERE item_id = $1', [itemId]),
    ).toEqual([{ fingerprint: '' }]);
  });

  it.each<[string, IntentOutcome, PlayState | null]>([
    [
      'shows it already',
      { status: 'skipped', reason: 'already-there', shows: { watched: true, positionMs: 5 } },
      { watched: true, positionMs: 5 },
    ],
    ['has news', { status: 'skipped', reason: 'news-there' }, null],
    ['refused it', { status: 'failed', reason: 'forbidden' }, null],
  ])('expects of a target that %s only what was seen there', async (_, outcome, shows) => {
    await marked(1);
    const { id } = await push();
    const [due] = await plans.due(id, target(), 10);

    await settle(id, due!, outcome);

    expect(await expected()).toEqual([
      shows ? { watched: shows.watched, position: shows.positionMs } : { watched: null, position: null },
    ]);
  });

  it('is counted with all the others that are settled at the same moment', async () => {
    await marked(20);
    const { id } = await push();
    const due = await plans.due(id, target(), 100);
    const step = { done: 1, counts: { updated: 1 }, requests: 2 };

    await Promise.all(due.map((write) => plans.settle(id, [{ write, outcome: WRITTEN, step }], null)));

    expect(await new Runs(stage.database).get(id)).toMatchObject({
      done: 20,
      requests: 40,
      counts: { updated: 20 },
    });
    expect(await statuses('written')).toBe(20);
  });

  it('stops the run when a person asked for that', async () => {
    await marked(2);
    const { id } = await push();
    const [first, second] = await plans.due(id, target(), 10);
    await new Runs(stage.database).start(id);
    expect(await settle(id, first!)).toBe(false);

    await new Runs(stage.database).cancel(id);

    expect(await settle(id, second!)).toBe(true);
  });

  it('that the server never does is given up for its copy', async () => {
    await marked(1);
    const { id } = await push();
    const [due] = await plans.due(id, target(), 10);

    await settle(id, due!, { status: 'failed', reason: 'unconfirmed' });

    expect(await statuses('failed')).toBe(1);
    expect(
      await stage.value('SELECT unconfirmed_writes FROM observation WHERE backend_id = $1', [backend.id]),
    ).toBe(GIVEN_UP);
  });

  it('is skipped when its copy is gone', async () => {
    await marked(2);
    const { id } = await push();
    await stage.rows(`DELETE FROM observation WHERE backend_id = $1 AND remote_id = 'Title 0'`, [backend.id]);

    expect(await plans.due(id, target(), 10)).toMatchObject([{ remoteId: 'Title 1' }]);
    expect(await plans.skipGone(id)).toBe(1);
    expect(await statuses('skipped')).toBe(1);
  });

  const expected = () =>
    stage.rows(
      'SELECT expected_watched AS watched, expected_position_ms AS position FROM observation WHERE backend_id = $1',
      [backend.id],
    );
});

describe('what an ended push could not write', () => {
  it('is open again, and the push that comes after a while takes it', async () => {
    await marked(2);
    const { id } = await push();
    const [due] = await plans.due(id, target(), 1);
    await settle(id, due!);

    await plans.reopen(id);

    expect([await statuses('open'), await statuses('failed'), await statuses('written')]).toEqual([1, 1, 1]);
    expect(await take()).toBeNull();
    await stage.rows(`UPDATE export_intent SET due_at = now() WHERE status = 'open'`);
    const next = await push();
    expect(await plans.due(next.id, target(), 10)).toMatchObject([{ remoteId: 'Title 1' }]);
  });

  it('joins the intent that a newer change has opened', async () => {
    const [itemId = 0] = await marked(1);
    const { id } = await push();
    await marks.mark({ identityId, itemId, watched: false, at: now() });
    await marks.mark({ identityId, itemId, watched: true, at: now() });
    expect(await statuses('open')).toBe(1);

    await plans.reopen(id);

    expect(await statuses('open')).toBe(1);
  });

  it('is told with its reason when it is given up', async () => {
    await marked(2);
    const { id } = await push();

    await plans.failRest(id, 'token-rejected');

    expect(
      await stage.rows('SELECT DISTINCT status, reason FROM export_intent WHERE run_id = $1', [id]),
    ).toEqual([{ status: 'failed', reason: 'token-rejected' }]);
  });
});
