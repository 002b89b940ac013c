import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BULK_BATCH,
  type BulkAction,
  BulkMarks,
  type BulkSelection,
  PersonMarks,
  Runs,
} from '#libs/database';
import { killAtStatement, queryRows } from '#libs/testing';
import { RunStage } from '../testing/run-stage.js';
import { RunMarker } from './run-marker.js';

const MANY = BULK_BATCH * 2 + 100;
const ALL: BulkSelection = { filter: {} };

let stage: RunStage;

beforeAll(async () => {
  stage = await RunStage.open(RunMarker);
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

async function addItems(items: number, decision: 'played' | 'unplayed' = 'unplayed'): Promise<void> {
  await queryRows(
    stage.url,
    `INSERT INTO item (identity_id, type, title, guids, parent_guids, decision, decided_at, position_ms, via, event, changed_at)
     SELECT ${stage.identityId}, 'movie', 'Title ' || n, '{}', '{}', '${decision}', to_timestamp(9), 0, 'attic', 'test', now()
       FROM generate_series(1, ${items}) n`,
  );
}

const order = (action: BulkAction, selection = ALL, isApproved = false): Promise<string> =>
  stage.module.get(BulkMarks).begin({ identityId: stage.identityId, action, selection }, isApproved);
const carryOut = (id: string): Promise<void> => stage.module.get(RunMarker).mark(id);
const run = (id: string) => stage.run(id);
const watched = () => stage.watched();
const entries = (id: string): Promise<number> => stage.count(`state_change WHERE run_id = '${id}'`);
const left = (id: string): Promise<number> => stage.count(`bulk_item WHERE run_id = '${id}'`);

describe('an order of many', () => {
  it('is carried out to its end, each change in the ledger, what is so already counted as skipped', async () => {
    await addItems(MANY);
    await addItems(7, 'played');
    const id = await order('watched');
    await carryOut(id);
    expect(await run(id)).toMatchObject({
      ...{ kind: 'bulk', status: 'succeeded', done: MANY + 7, total: MANY + 7 },
      counts: { played: MANY, updated: MANY, skipped: 7 },
    });
    expect([await watched(), await entries(id), await left(id)]).toEqual([MANY + 7, MANY, 0]);
  });

  it('that was killed anywhere goes on, and marks nothing twice', async () => {
    await addItems(MANY);
    const id = await order('watched');
    let kills = 0;
    while (await killAtStatement(2 + kills * 3, () => carryOut(id))) kills += 1;
    expect(kills).toBeGreaterThan(3);
    await carryOut(id);
    expect(await run(id)).toMatchObject({ status: 'succeeded', done: MANY, counts: { played: MANY } });
    expect([await watched(), await entries(id)]).toEqual([MANY, MANY]);
  });

  it('means what was there when it was given', async () => {
    await addItems(BULK_BATCH + 1);
    const id = await order('watched');
    const work = { runId: id, identityId: stage.identityId, action: 'watched', at: 1_700_000_000 } as const;
    await stage.module.get(BulkMarks).stage(work);
    await addItems(3);
    await carryOut(id);
    expect(await watched()).toBe(BULK_BATCH + 1);
  });

  it('leaves alone what was decided after it', async () => {
    await addItems(BULK_BATCH + 1);
    const id = await order('watched');
    const [item] = await queryRows<{ id: string }>(
      stage.url,
      `SELECT id FROM item WHERE identity_id = ${stage.identityId} ORDER BY id DESC LIMIT 1`,
    );
    const itemId = Number(item?.id);
    const marks = stage.module.get(PersonMarks);
    await marks.mark({ identityId: stage.identityId, itemId, watched: true, at: 1_700_000_000 });
    await marks.mark({ identityId: stage.identityId, itemId, watched: false, at: 1_700_000_001 });
    await carryOut(id);
    expect(await watched()).toBe(BULK_BATCH);
    expect((await run(id)).counts).toMatchObject({ played: BULK_BATCH, skipped: 1 });
  });

  it('that became too much for the guard waits, and does it when a person agrees', async () => {
    await addItems(MANY, 'played');
    const id = await order('unwatched');
    await carryOut(id);
    expect(await run(id)).toMatchObject({ status: 'awaiting_approval' });
    expect(await watched()).toBe(MANY);
    await stage.module.get(Runs).approve(id);
    await carryOut(id);
    expect(await run(id)).toMatchObject({ status: 'succeeded', counts: { unplayed: MANY } });
    expect(await watched()).toBe(0);
  });

  it('that is refused leaves nothing behind', async () => {
    await addItems(MANY, 'played');
    const id = await order('unwatched');
    await carryOut(id);
    expect(await stage.module.get(BulkMarks).reject(id)).toBe(true);
    expect([(await run(id)).status, await left(id), await watched()]).toEqual(['cancelled', 0, MANY]);
  });

  it('that is cancelled stops, and what is done can be undone as its run', async () => {
    await addItems(MANY);
    const id = await order('watched');
    await stage.module.get(Runs).start(id);
    await stage.module.get(Runs).cancel(id);
    await carryOut(id);
    expect([(await run(id)).status, await left(id), await watched()]).toEqual(['cancelled', 0, 0]);
  });

  it('deletes what it is told to', async () => {
    await addItems(MANY);
    const id = await order('delete', ALL, true);
    await carryOut(id);
    expect(await run(id)).toMatchObject({ status: 'succeeded', counts: { updated: MANY } });
    expect(await stage.count(`item WHERE identity_id = ${stage.identityId}`)).toBe(0);
  });

  it('is found again when its job was lost', async () => {
    const id = await order('watched');
    await queryRows(stage.url, `UPDATE run SET heartbeat_at = now() - interval '1 hour' WHERE id = '${id}'`);
    expect((await stage.module.get(Runs).lost('bulk', 30)).map((one) => one.id)).toContain(id);
  });
});
