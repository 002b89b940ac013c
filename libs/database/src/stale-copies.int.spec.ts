import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackendRecord } from './backends.js';
import { StaleCopies } from './stale-copies.js';
import { aReport, contextOf, EARLIER, importPage, LATER } from './testing/pages.js';
import { planOf } from './testing/plans.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let stale: StaleCopies;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
  stale = new StaleCopies(stage.database);
});

afterAll(() => stage.close());

beforeEach(async () => {
  backend = await stage.backend(await stage.person());
});

/** The backend shows copies of one title under these native ids. */
async function show(now: number, ...ids: string[]): Promise<void> {
  for (const id of ids)
    await importPage(stage, contextOf(backend, { now }), [
      aReport({ id, title: 'The Lantern', guids: { tmdb: '7' } }),
    ]);
}
const suspects = (limit = 10) => stale.suspects(backend.id, new Date(LATER * 1_000), limit);

describe('a copy that a read brought no news of', () => {
  it('is suspect when the read brought news of another copy of its item', async () => {
    await show(EARLIER, 'old');
    await show(LATER, 'new');

    expect(await suspects()).toEqual(['old']);
  });

  it('is none when nothing else of its item was seen, or all of it', async () => {
    await show(EARLIER, 'one');
    await importPage(stage, contextOf(backend, { now: LATER }), [aReport({ title: 'Something else' })]);
    expect(await suspects()).toEqual([]);

    await show(LATER, 'one', 'two');
    expect(await suspects()).toEqual([]);
  });

  it('is none when the other copy is on another backend, or is another episode of a file', async () => {
    await show(EARLIER, 'old');
    const other = await stage.backend(backend.identityId);
    await importPage(stage, contextOf(other, { now: LATER }), [
      aReport({ id: 'new', title: 'The Lantern', guids: { tmdb: '7' } }),
    ]);
    expect(await suspects()).toEqual([]);

    await show(LATER, 'new');
    await stage.rows(`UPDATE observation SET part = 1 WHERE backend_id = $1 AND remote_id = 'old'`, [
      backend.id,
    ]);
    expect(await suspects()).toEqual([]);
  });

  it('is asked about with so many others at a time, each once', async () => {
    await show(EARLIER, 'c', 'a', 'b');
    await show(LATER, 'new', 'newer');

    expect(await suspects(2)).toEqual(['a', 'b']);
  });

  it('is found in one pass, also where the tables have no statistics yet', async () => {
    await stage.rows(
      `INSERT INTO item (identity_id, type, title, guids, parent_guids, via, event, changed_at)
       SELECT $1, 'movie', 'Title ' || n, '{}', '{}', 'attic', 'test', now() FROM generate_series(1, 2000) AS n`,
      [backend.identityId],
    );
    await stage.rows(
      `INSERT INTO observation (backend_id, remote_id, part, item_id, fingerprint, watched, position_ms, observed_at, as_source, detail)
       SELECT $1, id::text, 0, id, '', false, 0, to_timestamp($3), true, '{}' FROM item WHERE identity_id = $2`,
      [backend.id, backend.identityId, LATER],
    );

    const plan = await planOf(stage.database, suspects);

    expect(plan.steps.filter((step) => step.includes('Loop'))).toEqual([]);
  });
});

it('forgets copies that are gone, on this backend', async () => {
  await show(EARLIER, 'old', 'kept');

  await stale.forget(backend, ['old', 'never there']);

  expect(await stage.rows('SELECT remote_id FROM observation WHERE backend_id = $1', [backend.id])).toEqual([
    { remote_id: 'kept' },
  ]);
  expect(await stage.value('SELECT count(*) FROM item WHERE identity_id = $1', [backend.identityId])).toBe(1);
});
