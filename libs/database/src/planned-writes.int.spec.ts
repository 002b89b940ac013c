import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlayState } from '#libs/core';
import { Expectations } from './expectations.js';
import type { TargetCopy } from './export-copies.js';
import { GIVEN_UP } from './failed-writes.js';
import { Runs } from './runs.js';
import type { IntentOutcome } from './settlements.js';
import { all, PlanStage, WRITTEN } from './testing/plan-stage.js';

let on: PlanStage;

beforeAll(async () => {
  on = await PlanStage.open();
});
afterAll(() => on.stage.close());
beforeEach(() => on.begin());

describe('open intents', () => {
  it('become the plan of a push', async () => {
    await on.marked(3);

    const run = await on.push();

    expect(run).toMatchObject({ kind: 'export', mode: 'push', status: 'queued', backendId: on.backend.id });
    expect([await on.count('open'), await on.count('planned')]).toEqual([0, 3]);
  });

  it('that need nothing are closed, and no push is made for them', async () => {
    await on.marked(3);

    expect(await on.take(() => [])).toBeNull();

    expect(await on.count('open')).toBe(0);
    expect(await new Runs(on.stage.database).activePushes(on.backend.id)).toEqual([]);
  });

  it('that need nothing do not hide the others behind them', async () => {
    await on.marked(5);
    const onlyTheLast = (copies: readonly TargetCopy[]) =>
      all(copies.filter(({ remoteId }) => remoteId === 'Title 4'));

    const runId = await on.take(onlyTheLast, 2);

    expect(runId).not.toBeNull();
    expect([await on.count('open'), await on.count('planned')]).toEqual([0, 1]);
  });

  it('are taken as many at once as are wanted; the rest waits', async () => {
    await on.marked(5);

    await on.take(all, 2);

    expect([await on.count('open'), await on.count('planned')]).toEqual([3, 2]);
  });

  it('are taken once when two take at the same moment', async () => {
    await on.marked(20);

    await Promise.all([on.take(), on.take(), on.take()]);

    expect([await on.count('open'), await on.count('planned')]).toEqual([0, 20]);
  });

  it('stay open when the one who takes them is killed', async () => {
    await on.marked(2);

    const killed = on.take(() => {
      throw new Error('killed');
    });

    await expect(killed).rejects.toThrow('killed');
    expect([await on.count('open'), await on.count('planned')]).toEqual([2, 0]);
  });
});

describe('a write that is due', () => {
  it('comes with the truth of this moment, not of the plan', async () => {
    const [itemId = 0] = await on.marked(1);
    const { id } = await on.push();

    await on.mark(itemId, false);

    expect(await on.due(id)).toMatchObject([{ rule: 'write-played', truth: { kind: 'unplayed' } }]);
  });

  it('is settled once, with what the target is expected to show from now on', async () => {
    await on.marked(1);
    const { id } = await on.push();
    const [due] = await on.due(id);

    await on.settle(id, due!);
    await on.settle(id, due!, { status: 'failed', reason: 'too-late' });

    expect(await on.due(id)).toEqual([]);
    expect([await on.count('written'), await on.count('failed')]).toEqual([1, 0]);
    expect(await new Runs(on.stage.database).get(id)).toMatchObject({ done: 1 });
    expect(await expected()).toEqual([{ watched: true, position: 0 }]);
  });

  it('is expected from before the call on, and no longer when the call failed', async () => {
    await on.marked(1);
    const { id } = await on.push();
    const [due] = await on.due(id);

    const expectations = new Expectations(on.stage.database);
    const shows = { watched: true, positionMs: 0 };
    expect(await expectations.announce(on.backend, due!, shows)).toBe('announced');
    expect(await expected()).toEqual([{ watched: true, position: 0 }]);
    expect(await on.due(id)).toHaveLength(1);

    await expectations.retract(due!);
    expect(await expected()).toEqual([{ watched: null, position: null }]);
  });

  it('makes the next import look at the copy even when nothing moved there: perhaps it was not taken', async () => {
    const [itemId = 0] = await on.marked(1);
    const { id } = await on.push();
    const [due] = await on.due(id);

    await on.settle(id, due!);

    expect(
      await on.stage.database.query('SELECT fingerprint FROM observation WHERE item_id = $1', [itemId]),
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
    await on.marked(1);
    const { id } = await on.push();
    const [due] = await on.due(id);

    await on.settle(id, due!, outcome);

    expect(await expected()).toEqual([
      shows ? { watched: shows.watched, position: shows.positionMs } : { watched: null, position: null },
    ]);
  });

  it('is counted with all the others that are settled at the same moment', async () => {
    await on.marked(20);
    const { id } = await on.push();
    const due = await on.due(id, 100);
    const step = { done: 1, counts: { updated: 1 }, requests: 2 };

    await Promise.all(due.map((write) => on.plans.settle(id, [{ write, outcome: WRITTEN, step }], null)));

    expect(await new Runs(on.stage.database).get(id)).toMatchObject({
      done: 20,
      requests: 40,
      counts: { updated: 20 },
    });
    expect(await on.count('written')).toBe(20);
  });

  it('stops the run when a person asked for that', async () => {
    await on.marked(2);
    const { id } = await on.push();
    const [first, second] = await on.due(id);
    await new Runs(on.stage.database).start(id);
    expect(await on.settle(id, first!)).toBe(false);

    await new Runs(on.stage.database).cancel(id);

    expect(await on.settle(id, second!)).toBe(true);
  });

  it('that the server never does is given up for its copy', async () => {
    await on.marked(1);
    const { id } = await on.push();
    const [due] = await on.due(id);

    await on.settle(id, due!, { status: 'failed', reason: 'unconfirmed' });

    expect(await on.count('failed')).toBe(1);
    expect(
      await on.stage.value('SELECT unconfirmed_writes FROM observation WHERE backend_id = $1', [
        on.backend.id,
      ]),
    ).toBe(GIVEN_UP);
  });

  it('is skipped when its copy is gone', async () => {
    await on.marked(2);
    const { id } = await on.push();
    await on.stage.rows(`DELETE FROM observation WHERE backend_id = $1 AND remote_id = 'Title 0'`, [
      on.backend.id,
    ]);

    expect(await on.due(id)).toMatchObject([{ remoteId: 'Title 1' }]);
    expect(await on.plans.skipGone(id)).toBe(1);
    expect(await on.count('skipped')).toBe(1);
  });

  const expected = () =>
    on.stage.rows(
      'SELECT expected_watched AS watched, expected_position_ms AS position FROM observation WHERE backend_id = $1',
      [on.backend.id],
    );
});

describe('what an ended push could not write', () => {
  it('is open again, and the push that comes after a while takes it', async () => {
    await on.marked(2);
    const { id } = await on.push();
    const [due] = await on.due(id, 1);
    await on.settle(id, due!);

    await on.plans.reopen(id);

    expect([await on.count('open'), await on.count('failed'), await on.count('written')]).toEqual([1, 1, 1]);
    expect(await on.take()).toBeNull();
    await on.stage.rows(`UPDATE export_intent SET due_at = now() WHERE status = 'open'`);
    const next = await on.push();
    expect(await on.due(next.id)).toMatchObject([{ remoteId: 'Title 1' }]);
  });

  it('joins the intent that a newer change has opened', async () => {
    const [itemId = 0] = await on.marked(1);
    const { id } = await on.push();
    await on.mark(itemId, false);
    await on.mark(itemId, true);
    expect(await on.count('open')).toBe(1);

    await on.plans.reopen(id);

    expect(await on.count('open')).toBe(1);
  });

  it('is told with its reason when it is given up', async () => {
    await on.marked(2);
    const { id } = await on.push();

    await on.plans.failRest(id, 'token-rejected');

    expect(
      await on.stage.rows('SELECT DISTINCT status, reason FROM export_intent WHERE run_id = $1', [id]),
    ).toEqual([{ status: 'failed', reason: 'token-rejected' }]);
  });
});
