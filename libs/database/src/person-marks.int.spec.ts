import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackendRecord } from './backends.js';
import { History } from './history.js';
import { PersonMarks } from './person-marks.js';
import { aReport, contextOf, EARLIER, importPage, LATER } from './testing/pages.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let marks: PersonMarks;
let identityId: number;
let backend: BackendRecord;
let itemId: number;

beforeAll(async () => {
  stage = await Stage.open();
  marks = new PersonMarks(stage.database);
});

afterAll(() => stage.close());

beforeEach(async () => {
  identityId = await stage.person();
  backend = await stage.toldBackend(identityId);
  await importPage(stage, contextOf(backend, { now: EARLIER }), [
    aReport({ title: 'The Lantern', positionMs: 90_000, playedAt: EARLIER }),
  ]);
  itemId = Number(await stage.value('SELECT id FROM item WHERE identity_id = $1', [identityId]));
});

const mark = (watched: boolean, at = LATER) => marks.mark({ identityId, itemId, watched, at });
const held = () => new History(stage.database).find(identityId, itemId);
const ledger = () =>
  stage.rows(
    `SELECT cause, rule, status, before->>'kind' AS before, after->>'kind' AS after FROM state_change WHERE item_id = $1 ORDER BY id`,
    [itemId],
  );

describe('a person who marks an item', () => {
  it('as watched changes the truth, and the backends that show something else are told', async () => {
    expect(await mark(true)).toEqual({ kind: 'marked', backendIds: [backend.id] });

    expect(await held()).toMatchObject({
      decision: 'played',
      playedAt: new Date(LATER * 1_000),
      decidedAt: new Date(LATER * 1_000),
      positionMs: 0,
      via: 'webui',
      event: 'webui.markplayed',
      changedAt: new Date(LATER * 1_000),
    });
  });

  it('leaves an entry in the ledger', async () => {
    await mark(true);

    expect((await ledger()).at(-1)).toEqual({
      cause: 'user',
      rule: 'person',
      status: 'applied',
      before: 'default',
      after: 'played',
    });
  });

  it('as unwatched keeps when it was last viewed, but no position', async () => {
    await mark(true, EARLIER);

    await mark(false, LATER);

    expect(await held()).toMatchObject({
      decision: 'unplayed',
      playedAt: new Date(EARLIER * 1_000),
      decidedAt: new Date(LATER * 1_000),
      positionMs: 0,
      event: 'webui.markunplayed',
    });
  });

  it('as what it is already changes nothing', async () => {
    await mark(true, EARLIER);
    const [before, entries] = [await held(), await ledger()];

    expect(await mark(true, LATER)).toEqual({ kind: 'unchanged' });

    expect(await held()).toEqual(before);
    expect(await ledger()).toEqual(entries);
  });

  it('that is not theirs finds nothing, and changes nothing', async () => {
    const other = await stage.person();

    expect(await marks.mark({ identityId: other, itemId, watched: true, at: LATER })).toEqual({
      kind: 'not-found',
    });
    expect(await held()).toMatchObject({ decision: 'default' });
  });

  it('that is not there finds nothing', async () => {
    expect(await marks.mark({ identityId, itemId: 2 ** 40, watched: true, at: LATER })).toEqual({
      kind: 'not-found',
    });
  });

  it('several times at the same moment is one change', async () => {
    const outcomes = await Promise.all([mark(true), mark(true), mark(true)]);

    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['marked', 'unchanged', 'unchanged']);
  });

  it('waits for whoever else writes truths of that person, and decides on what they wrote', async () => {
    const { marking } = await stage.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [identityId]);
      const waiting = mark(true);
      await stage.untilSomebodyWaits();
      await manager.query(`UPDATE item SET decision = 'played', position_ms = 0 WHERE id = $1`, [itemId]);
      return { marking: waiting };
    });

    expect(await marking).toEqual({ kind: 'unchanged' });
  });
});
