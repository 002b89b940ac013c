import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackendRecord } from './backends.js';
import { NO_COUNTS } from './run-steps.js';
import { Runs, type RunRecord } from './runs.js';
import { newRun, Stage } from './testing/stage.js';

let stage: Stage;
let runs: Runs;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
  runs = new Runs(stage.database);
});

afterAll(() => stage.close());

beforeEach(async () => {
  backend = await stage.backend(await stage.person());
});

const add = (changes: Parameters<typeof newRun>[1] = {}) => runs.add(newRun(backend, changes));
const statusOf = async ({ id }: RunRecord) => (await runs.get(id)).status;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('one backend', () => {
  it('has one import at a time, and the busy one is named', async () => {
    const first = await stage.run(backend);

    expect(await add()).toEqual({ busyWith: first });
  });

  it('has one import at a time also when many are asked for at the same moment', async () => {
    const added = await Promise.all(Array.from({ length: 12 }, () => add()));

    const made = added.flatMap((one) => ('run' in one ? [one.run.id] : []));
    const busyWith = added.flatMap((one) => ('busyWith' in one ? [one.busyWith.id] : []));
    expect(made).toHaveLength(1);
    expect(new Set(busyWith)).toEqual(new Set(made));
  });

  it('may export while it imports', async () => {
    await stage.run(backend);

    expect(await add({ kind: 'export' })).toHaveProperty('run');
  });

  it('may be pushed to beside a full export and beside another push', async () => {
    await stage.run(backend, { kind: 'export' });
    for (let number = 0; number < 2; number += 1) await stage.push(backend);

    expect(await runs.activePushes(backend.id)).toHaveLength(2);
  });

  it('is not kept busy by a push that news caused, but by one that somebody started', async () => {
    await stage.push(backend);
    const started = await stage.run(backend, { kind: 'export', mode: 'push' });

    expect(await add({ kind: 'export' })).toEqual({ busyWith: started });
  });

  it.each(['succeeded', 'failed', 'cancelled'] as const)('is free again once its run has %s', async (end) => {
    await runs.finish((await stage.run(backend)).id, end, null);

    expect(await add()).toHaveProperty('run');
  });

  it('is free while its run waits for a person', async () => {
    await runs.park((await stage.run(backend)).id);

    expect(await add()).toHaveProperty('run');
  });

  it('does not keep another backend from its import', async () => {
    await stage.run(backend);

    expect(await stage.run(await stage.backend(backend.identityId))).toMatchObject({ status: 'queued' });
  });
});

describe('a run that is cancelled', () => {
  it('ends at once when it has not begun', async () => {
    const run = await stage.run(backend);

    expect(await runs.cancel(run.id)).toMatchObject({ status: 'cancelled', isCancelAsked: true });
    expect((await runs.get(run.id)).finishedAt).toBeInstanceOf(Date);
    expect(await runs.start(run.id)).toBeNull();
  });

  it('goes on until its next step when it has begun, and is told there', async () => {
    const run = await stage.run(backend);
    await runs.start(run.id);
    expect(await runs.advance(run.id, { done: 1, counts: {}, requests: 0 }, null)).toBe(false);

    expect(await runs.cancel(run.id)).toMatchObject({ status: 'running', finishedAt: null });

    expect(await runs.advance(run.id, { done: 1, counts: {}, requests: 0 }, null)).toBe(true);
  });

  it('is none any more when it is over, or waits, or never was', async () => {
    const over = await stage.run(backend);
    await runs.finish(over.id, 'succeeded', null);
    const waiting = await stage.run(backend);
    await runs.park(waiting.id);

    expect(await runs.cancel(over.id)).toBeNull();
    expect(await runs.cancel(waiting.id)).toBeNull();
    expect(await runs.cancel(UNKNOWN)).toBeNull();
    expect(await statusOf(over)).toBe('succeeded');
  });
});

describe('a run that waits for a person', () => {
  it('is queued again with the word of that person, and goes on where it was', async () => {
    const run = await stage.run(backend);
    await runs.start(run.id);
    await runs.advance(run.id, { done: 40, counts: {}, requests: 2 }, { phase: 'apply' });
    await runs.park(run.id);
    expect(await runs.start(run.id)).toBeNull();

    expect(await runs.approve(run.id)).toMatchObject({ status: 'queued', isApproved: true, done: 40 });

    expect(await runs.start(run.id)).toMatchObject({ status: 'running', cursor: { phase: 'apply' } });
  });

  it('is approved once', async () => {
    const run = await stage.run(backend);
    await runs.park(run.id);

    const answers = await Promise.all([runs.approve(run.id), runs.approve(run.id)]);

    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
  });

  it('cannot be approved while a newer one of its backend is under way', async () => {
    const parked = await stage.run(backend);
    await runs.park(parked.id);
    const newer = await stage.run(backend);

    expect(await runs.approve(parked.id)).toBeNull();
    expect(await statusOf(parked)).toBe('awaiting_approval');

    await runs.finish(newer.id, 'failed', null);
    expect(await runs.approve(parked.id)).toMatchObject({ status: 'queued' });
  });

  it('needs no word when it does not wait', async () => {
    const run = await stage.run(backend);

    expect(await runs.approve(run.id)).toBeNull();
    expect(await statusOf(run)).toBe('queued');
  });
});

describe('a run that is over', () => {
  it('stays as it ended', async () => {
    const run = await stage.run(backend);
    await runs.finish(run.id, 'cancelled', null);

    await runs.finish(run.id, 'succeeded', null);
    await runs.park(run.id);

    expect(await statusOf(run)).toBe('cancelled');
    expect(await runs.start(run.id)).toBeNull();
  });

  it('tells why it failed', async () => {
    const run = await stage.run(backend);
    const error = { key: 'timeout', message: 'The server did not answer.', hint: null };

    await runs.finish(run.id, 'failed', error);

    expect(await runs.get(run.id)).toMatchObject({ status: 'failed', error });
  });

  it('can still be read when its backend is gone', async () => {
    const run = await stage.run(backend);
    await runs.finish(run.id, 'succeeded', null);

    await stage.rows('DELETE FROM backend WHERE id = $1', [backend.id]);

    expect(await runs.get(run.id)).toMatchObject({ backendId: null, backendName: backend.name });
  });
});

describe('a run that is at work', () => {
  it('adds up what its steps did, also when they end at the same moment', async () => {
    const run = await stage.run(backend);
    await runs.start(run.id);
    const step = { done: 10, counts: { added: 7, unchanged: 3 }, requests: 2 };

    await Promise.all(Array.from({ length: 40 }, () => runs.advance(run.id, step, { at: 1 })));

    expect(await runs.get(run.id)).toMatchObject({
      done: 400,
      requests: 80,
      counts: { ...NO_COUNTS, added: 280, unchanged: 120 },
    });
  });

  it('counts how often it was begun without getting on', async () => {
    const run = await stage.run(backend);
    await runs.start(run.id);
    expect(await runs.start(run.id)).toMatchObject({ attempts: 2 });

    await runs.advance(run.id, { done: 0, counts: {}, requests: 0 }, null);

    expect(await runs.start(run.id)).toMatchObject({ attempts: 1 });
  });

  it('keeps the time of its first start', async () => {
    const run = await stage.run(backend);
    const first = await runs.start(run.id);

    expect((await runs.start(run.id))?.startedAt).toEqual(first?.startedAt);
  });

  it('is told to stop when it was deleted meanwhile', async () => {
    expect(await runs.advance(UNKNOWN, { done: 1, counts: {}, requests: 0 }, null)).toBe(true);
  });
});

describe('a lost run', () => {
  const lost = async () => (await runs.lost('import', 45)).map(({ id }) => id);

  it('is one that should be at work and was not heard of for a while', async () => {
    const queued = await stage.run(backend);
    const running = await stage.run(await stage.backend(backend.identityId));
    await runs.start(running.id);
    for (const { id } of [queued, running]) await stage.silence(id, 60);

    expect(await lost()).toEqual(expect.arrayContaining([queued.id, running.id]));
  });

  it('is none that got on a moment ago', async () => {
    const run = await stage.run(backend);
    await stage.silence(run.id, 60);

    await runs.advance(run.id, { done: 1, counts: {}, requests: 0 }, null);

    expect(await lost()).not.toContain(run.id);
  });

  it('is none that is over, waits for a person, or is of another kind', async () => {
    const over = await stage.run(backend);
    await runs.finish(over.id, 'succeeded', null);
    const waiting = await stage.run(backend);
    await runs.park(waiting.id);
    const other = await stage.run(backend, { kind: 'export' });
    for (const { id } of [over, waiting, other]) await stage.silence(id, 60);

    const found = await lost();
    for (const { id } of [over, waiting, other]) expect(found).not.toContain(id);
  });
});

describe('the list of runs', () => {
  const ALL = { identityId: null, kind: null, status: null, backend: null, limit: 10, offset: 0 };

  it('shows the newest first, in pages, and counts all', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 3; number += 1) {
      const run = await stage.run(backend);
      await runs.finish(run.id, 'succeeded', null);
      ids.unshift(run.id);
    }
    const mine = { ...ALL, identityId: backend.identityId };

    expect((await runs.list({ ...mine, limit: 2 })).runs.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect((await runs.list({ ...mine, limit: 2, offset: 2 })).runs.map(({ id }) => id)).toEqual(
      ids.slice(2),
    );
    expect((await runs.list({ ...mine, limit: 2 })).total).toBe(3);
  });

  it('narrows by kind, state and backend', async () => {
    const imported = await stage.run(backend);
    const exported = await stage.run(backend, { kind: 'export' });
    await runs.finish(exported.id, 'failed', null);
    const listed = async (filter: object) =>
      (await runs.list({ ...ALL, identityId: backend.identityId, ...filter })).runs.map(({ id }) => id);

    expect(await listed({ kind: 'import' })).toEqual([imported.id]);
    expect(await listed({ status: 'failed' })).toEqual([exported.id]);
    expect(await listed({ backend: 'nobody' })).toEqual([]);
    expect(await listed({ backend: backend.name })).toHaveLength(2);
  });
});
