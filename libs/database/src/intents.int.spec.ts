import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Truth } from '#libs/core';
import { UNDECIDED } from '#libs/core';
import type { BackendRecord } from './backends.js';
import { addIntents } from './intents.js';
import { OpenIntents } from './open-intents.js';
import { sqlOf } from './sql-rows.js';
import { aReport, contextOf, EARLIER, importPage, LATER, paused, played, unplayed } from './testing/pages.js';
import { Stage } from './testing/stage.js';
import { updateTruths } from './truths.js';

let stage: Stage;
let identityId: number;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
});

afterAll(() => stage.close());

beforeEach(async () => {
  identityId = await stage.person();
  backend = await stage.toldBackend(identityId);
});

type Shown = Partial<Parameters<typeof aReport>[0]>;

/** An item that the backends show so, with a truth of the test's choice. */
async function item(
  truth: Truth,
  shown: Shown = {},
  on: readonly BackendRecord[] = [backend],
): Promise<number> {
  const report = aReport({ title: 'The Lantern', playedAt: EARLIER, ...shown });
  // Nothing is seen before it was.
  const now = Math.max(EARLIER, report.playedAt ?? 0);
  for (const one of on) await importPage(stage, contextOf(one, { now }), [report]);
  const id = Number(await stage.value('SELECT id FROM item WHERE identity_id = $1', [identityId]));
  const change = { itemId: id, before: { ...truth, playedAt: 1 }, after: truth, rule: 'test' };
  await updateTruths(sqlOf(stage.database), contextOf(backend), [change]);
  await stage.rows('DELETE FROM export_intent WHERE item_id = $1', [id]);
  return id;
}

const tell = (...ids: number[]) => addIntents(sqlOf(stage.database), identityId, ids);
const openFor = async (id: number) =>
  (
    await stage.rows<{ backendId: number }>(
      `SELECT backend_id AS "backendId" FROM export_intent WHERE item_id = $1 AND status = 'open' ORDER BY 1`,
      [id],
    )
  ).map(({ backendId }) => backendId);

describe('an intent', () => {
  it('is added for a backend that shows something else than the truth', async () => {
    const id = await item(played(LATER));

    expect(await tell(id)).toEqual([backend.id]);
    expect(await openFor(id)).toEqual([backend.id]);
  });

  it.each<[string, Truth, Shown]>([
    ['shows watched where that is the truth', played(LATER), { watched: true }],
    ['shows unwatched where that is the truth', unplayed(LATER), {}],
    ['shows the right position, give or take a second', paused(60_000, LATER), { positionMs: 60_900 }],
    ['shows a position where nobody ever decided', UNDECIDED, { positionMs: 60_000 }],
    ['shows watched where nobody ever decided', UNDECIDED, { watched: true }],
    [
      'shows a second viewing of what is watched',
      played(LATER),
      { watched: true, positionMs: 60_000, playedAt: LATER + 1 },
    ],
  ])('is not added for a backend that %s', async (_, truth, shown) => {
    expect(await tell(await item(truth, shown))).toEqual([]);
  });

  it.each<[string, Truth, Shown]>([
    ['watched where it was unmarked', unplayed(LATER), { watched: true }],
    ['no position where there is one', paused(60_000, LATER), {}],
    ['a position where it was unmarked', unplayed(LATER), { positionMs: 60_000 }],
    ['98. a position that was left before the end', played(LATER), { watched: true, positionMs: 60_000 }],
    [
      'no position of a second viewing that is carried on',
      { ...played(LATER), positionMs: 60_000, positionAt: LATER + 1 },
      { watched: true },
    ],
    ['a position of which nobody has heard the end', paused(0, LATER), { positionMs: 60_000 }],
  ])('%s: is added for a backend that shows this', async (_, truth, shown) => {
    expect(await tell(await item(truth, shown))).toEqual([backend.id]);
  });

  it('believes our last write where it is newer than the last look', async () => {
    const id = await item(played(LATER));
    await stage.rows(
      `UPDATE observation SET expected_watched = true, expected_position_ms = 0, expected_at = now() WHERE item_id = $1`,
      [id],
    );

    expect(await tell(id)).toEqual([]);
  });

  it('believes the look where our last write is older', async () => {
    const id = await item(played(LATER));
    await stage.rows(
      `UPDATE observation SET expected_watched = true, expected_position_ms = 0, expected_at = to_timestamp($2) WHERE item_id = $1`,
      [id, EARLIER - 1],
    );

    expect(await tell(id)).toEqual([backend.id]);
  });

  it('waits for the first export, which a person can preview', async () => {
    const never = await stage.backend(identityId);

    expect(await tell(await item(played(LATER), {}, [never]))).toEqual([]);
  });

  it('is not added for a backend that is never written to', async () => {
    const source = await stage.toldBackend(identityId, { exportEnabled: false });

    expect(await tell(await item(played(LATER), {}, [source]))).toEqual([]);
  });

  it('is not added for a backend that does not have the item', async () => {
    await stage.toldBackend(identityId);

    expect(await tell(await item(played(LATER)))).toEqual([backend.id]);
  });

  it('is added for each backend that is out of step, and named once however many items it is about', async () => {
    const second = await stage.toldBackend(identityId);
    const id = await item(played(LATER), {}, [backend, second]);
    await importPage(stage, contextOf(backend), [aReport({ title: 'Harbour' })]);
    await stage.rows(
      `UPDATE item SET decision = 'played', decided_at = now() WHERE title = 'Harbour' AND identity_id = $1`,
      [identityId],
    );
    const harbour = Number(
      await stage.value(`SELECT id FROM item WHERE title = 'Harbour' AND identity_id = $1`, [identityId]),
    );

    expect((await tell(id, harbour)).sort((a, b) => a - b)).toEqual([backend.id, second.id]);
    expect(await openFor(id)).toEqual([backend.id, second.id]);
    expect(await openFor(harbour)).toEqual([backend.id]);
  });

  it('is not added about an item of somebody else', async () => {
    const id = await item(played(LATER));

    expect(await addIntents(sqlOf(stage.database), await stage.person(), [id])).toEqual([]);
  });
});

describe('an intent that is open', () => {
  it('takes in what changes meanwhile', async () => {
    const id = await item(played(LATER));
    await tell(id);

    expect(await tell(id)).toEqual([]);
    expect(await openFor(id)).toHaveLength(1);
  });

  it('is one, also when many changes come at the same moment', async () => {
    const id = await item(played(LATER));

    await Promise.all(Array.from({ length: 8 }, () => tell(id)));

    expect(await openFor(id)).toHaveLength(1);
  });

  it('may be added while an older one is being carried out', async () => {
    const id = await item(played(LATER));
    const run = await stage.run(backend, { kind: 'export', mode: 'push' });
    await tell(id);
    await stage.rows(
      `UPDATE export_intent SET status = 'planned', run_id = $2, remote_id = 'The Lantern', part = 0 WHERE item_id = $1`,
      [id, run.id],
    );

    expect(await tell(id)).toEqual([backend.id]);
    expect(await openFor(id)).toHaveLength(1);
  });
});

describe('the outbox', () => {
  const outbox = () => new OpenIntents(stage.database);
  const wait = (id: number, seconds: number) =>
    stage.rows(
      'UPDATE export_intent SET created_at = created_at - make_interval(secs => $2) WHERE item_id = $1',
      [id, seconds],
    );

  it('names backends that wait longer than they should', async () => {
    const id = await item(played(LATER));
    await tell(id);
    expect(await outbox().forgotten(15)).not.toContain(backend.id);

    await wait(id, 20);

    expect(await outbox().forgotten(15)).toContain(backend.id);
  });

  it('lets go what waits for quiet at one copy, and nothing else', async () => {
    const id = await item(played(LATER));
    await tell(id);
    await stage.rows(`UPDATE export_intent SET due_at = now() + interval '30 seconds' WHERE item_id = $1`, [
      id,
    ]);
    const [copy] = await stage.rows<{ remoteId: string }>(
      'SELECT remote_id AS "remoteId" FROM observation WHERE item_id = $1',
      [id],
    );
    const remoteId = copy?.remoteId ?? '';

    expect(await outbox().release(backend.id, ['another'])).toEqual([]);
    expect(await outbox().release(backend.id, [remoteId])).toEqual([backend.id]);

    expect(await outbox().release(backend.id, [remoteId])).toEqual([]);
    expect(await stage.rows('SELECT due_at FROM export_intent WHERE item_id = $1', [id])).toEqual([
      { due_at: null },
    ]);
  });

  it('names no backend whose export was switched off since', async () => {
    const id = await item(played(LATER));
    await tell(id);
    await wait(id, 20);

    await stage.rows('UPDATE backend SET export_enabled = false WHERE id = $1', [backend.id]);

    expect(await outbox().forgotten(15)).not.toContain(backend.id);
  });

  it('counts what is open', async () => {
    await stage.rows('DELETE FROM export_intent');
    await tell(await item(played(LATER)));

    expect(await outbox().count()).toBe(1);
  });
});
