import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Ledger, Runs, Undo } from '#libs/database';
import { queryRows } from '#libs/testing';
import { RunStage } from '../testing/run-stage.js';
import { RunUndoer } from './run-undoer.js';

const MANY = 26;

let stage: RunStage;

beforeAll(async () => {
  stage = await RunStage.open(RunUndoer);
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

/** So many items that became watched just now, and an undo of that time. */
async function undoOf(items: number): Promise<string> {
  await queryRows(
    stage.url,
    `WITH new AS (
       INSERT INTO item (identity_id, type, title, guids, parent_guids, decision, decided_at, position_ms, via, event, changed_at)
       SELECT ${stage.identityId}, 'movie', 'Title ' || n, '{}', '{}', 'played', to_timestamp(9), 0, 'attic', 'test', now()
         FROM generate_series(1, ${items}) n RETURNING id)
     INSERT INTO state_change (identity_id, item_id, cause, rule, before, after)
     SELECT ${stage.identityId}, id, 'import', 'played', '{"kind": "default", "decidedAt": null, "playedAt": null, "positionMs": 0, "positionAt": null}',
            '{"kind": "played", "decidedAt": 9, "playedAt": null, "positionMs": 0, "positionAt": null}' FROM new`,
  );
  const window = { kind: 'window', from: '2020-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z' } as const;
  const begun = await stage.module.get(Undo).begin({
    identityId: stage.identityId,
    scope: { ...window, backendId: null },
    backendName: null,
    dryRun: false,
  });
  if (begun.kind !== 'begun') throw new Error(begun.kind);
  return begun.runId;
}

const carryOut = (id: string): Promise<void> => stage.module.get(RunUndoer).undo(id);
const run = (id: string) => stage.run(id);
const watched = () => stage.watched();
const listed = async (id: string, status: 'planned' | 'applied' | 'rejected') =>
  (await stage.module.get(Ledger).changes(id, { status, limit: 1, offset: 0 })).total;

describe('an undo', () => {
  it('within the budget of the guard is carried out at once', async () => {
    const id = await undoOf(MANY - 1);

    await carryOut(id);

    expect(await run(id)).toMatchObject({ status: 'succeeded', done: MANY - 1 });
    expect(await watched()).toBe(0);
  });

  it('over the budget waits for a person, and changes nothing before', async () => {
    const id = await undoOf(MANY);

    await carryOut(id);

    expect(await run(id)).toMatchObject({ status: 'awaiting_approval', counts: { unplayed: MANY } });
    expect(await watched()).toBe(MANY);
    expect(await listed(id, 'planned')).toBe(MANY);
  });

  it('does exactly what was shown when a person approves', async () => {
    const id = await undoOf(MANY);
    await carryOut(id);
    await stage.module.get(Runs).approve(id);

    await carryOut(id);

    expect(await run(id)).toMatchObject({ status: 'succeeded', counts: { unplayed: MANY, updated: MANY } });
    expect(await listed(id, 'applied')).toBe(MANY);
    expect(await watched()).toBe(0);
  });

  it('that is cancelled drops what it had planned', async () => {
    const id = await undoOf(2);
    await stage.module.get(Runs).start(id);
    await stage.module.get(Runs).cancel(id);

    await carryOut(id);

    expect(await run(id)).toMatchObject({ status: 'cancelled' });
    expect(await listed(id, 'rejected')).toBe(2);
    expect(await watched()).toBe(2);
  });

  it('that was killed after planning goes on with what it had planned', async () => {
    const id = await undoOf(3);
    const scope = (await run(id)).options.undo;
    if (!scope) throw new Error('no scope');
    await stage.module.get(Runs).start(id);
    await stage.module.get(Undo).stageNext({ runId: id, identityId: stage.identityId, scope }, 0);

    await carryOut(id);

    expect(await listed(id, 'applied')).toBe(3);
    expect(await run(id)).toMatchObject({ status: 'succeeded', counts: { unplayed: 3, updated: 3 } });
  });

  it('that ended is not carried out again', async () => {
    const id = await undoOf(1);
    await carryOut(id);
    const before = await run(id);

    await carryOut(id);

    expect(await run(id)).toEqual(before);
  });

  it('is found again when its job was lost', async () => {
    const id = await undoOf(1);
    await queryRows(stage.url, `UPDATE run SET heartbeat_at = now() - interval '1 hour' WHERE id = '${id}'`);

    const lost = await stage.module.get(Runs).lost('undo', 30);

    expect(lost.map((one) => one.id)).toContain(id);
  });
});
