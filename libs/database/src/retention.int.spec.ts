import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditTrail } from './audit-trail.js';
import type { BackendRecord } from './backends.js';
import { Retention } from './retention.js';
import { aMoviePage, contextOf, importPage } from './testing/pages.js';
import { Stage } from './testing/stage.js';

const DAY_S = 86_400;
const PAST = { seconds: 30 * DAY_S };

let stage: Stage;
let retention: Retention;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
  retention = new Retention(stage.database);
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.rows('DELETE FROM run');
  await stage.rows('DELETE FROM state_change');
  backend = await stage.backend(await stage.person());
  await importPage(stage, contextOf(backend), aMoviePage(2));
  await stage.rows('DELETE FROM state_change');
});

const count = (table: string) => stage.value(`SELECT count(*) FROM ${table}`);

/** A run that ended, or not, so many days ago. */
async function run(daysAgo: number, status = 'succeeded'): Promise<string> {
  const [row] = await stage.rows<{ id: string }>(
    `INSERT INTO run (id, kind, identity_id, backend_id, status, created_at, finished_at)
     VALUES (gen_random_uuid(), 'export', $1, $2, $3, now() - make_interval(days => $4), CASE WHEN $3 <> 'awaiting_approval' THEN now() - make_interval(days => $4) END) RETURNING id`,
    [backend.identityId, backend.id, status, daysAgo],
  );
  return row?.id ?? '';
}

const intent = (runId: string, status: string, reason: string | null = null) =>
  stage.rows(
    `INSERT INTO export_intent (backend_id, item_id, run_id, remote_id, part, status, rule, reason)
     SELECT $1, item_id, $2, remote_id, part, $3, 'write-played', $4 FROM observation WHERE backend_id = $1 LIMIT 1`,
    [backend.id, runId, status, reason],
  );

/** A change of an item, the first or the second one, so many days ago. */
async function change(item: 0 | 1, daysAgo: number, status = 'applied'): Promise<number> {
  const [row] = await stage.rows<{ id: number }>(
    `INSERT INTO state_change (identity_id, item_id, cause, rule, status, before, after, at)
     SELECT $1, id, 'import', 'played', $3, '{}', '{}', now() - make_interval(days => $4) FROM item WHERE identity_id = $1 ORDER BY id OFFSET $2 LIMIT 1 RETURNING id`,
    [backend.identityId, item, status, daysAgo],
  );
  return row?.id ?? 0;
}

describe('runs', () => {
  it('that ended long ago go, and take with them what they wrote', async () => {
    await intent(await run(31), 'written');
    await run(31, 'failed');
    await run(31, 'cancelled');
    const young = await run(29);
    expect(await retention.runs({ ...PAST, dryRun: true })).toBe(3);
    expect(await count('run')).toBe(4);
    expect(await retention.runs(PAST)).toBe(3);
    expect(await stage.rows('SELECT id FROM run')).toEqual([{ id: young }]);
    expect(await count('export_intent')).toBe(0);
  });

  it('that are not over stay, however old they are', async () => {
    await run(400, 'awaiting_approval');
    await stage.rows(
      `INSERT INTO run (id, kind, identity_id, status, created_at) VALUES (gen_random_uuid(), 'import', $1, 'running', now() - interval '400 days')`,
      [backend.identityId],
    );
    expect(await retention.runs(PAST)).toBe(0);
    expect(await count('run')).toBe(2);
  });

  it.each([
    ['failed', null, 1],
    ['rejected', 'by-person', 1],
    ['rejected', 'superseded', 0],
    ['skipped', null, 0],
  ])('with a write that was %s (%s): %i stays', async (status, reason, stays) => {
    await intent(await run(31), status, reason);
    expect(await retention.runs(PAST)).toBe(1 - stays);
  });
});

describe('the ledger', () => {
  it('keeps the newest change of each item, however old: it says why the item is as it is', async () => {
    await change(0, 800);
    await change(1, 700);
    await change(0, 600);
    const [newest, young] = [await change(0, 500), await change(1, 1)];
    expect(await retention.ledger({ ...PAST, dryRun: true })).toBe(3);
    expect(await retention.ledger(PAST)).toBe(3);
    expect(await stage.rows('SELECT id FROM state_change ORDER BY id')).toEqual([
      { id: newest },
      { id: young },
    ]);
  });

  it('keeps what still waits for a person', async () => {
    const waiting = await change(0, 800, 'proposed');
    await change(0, 1);
    expect(await retention.ledger(PAST)).toBe(0);
    expect(await stage.value('SELECT id FROM state_change WHERE id = $1', [waiting])).toBe(waiting);
  });

  it('is not looked through while its first change is young', async () => {
    await change(0, 10);
    await change(0, 5);
    expect(await retention.ledger(PAST)).toBe(0);
    expect(await count('state_change')).toBe(2);
  });
});

describe('the audit trail', () => {
  it('goes when its time is over, and not before', async () => {
    const trail = new AuditTrail(stage.database);
    const entry = (path: string) =>
      trail.begin({
        actor: { kind: 'nobody', name: null },
        ...{
          address: null,
          action: 'test',
          method: 'POST',
          path,
          identity: null,
          fields: [],
          requestId: 'r',
        },
      });
    const old = await entry('/old');
    const young = await entry('/young');
    const age = (id: number, days: number) =>
      stage.rows('UPDATE audit_entry SET at = now() - make_interval(days => $2) WHERE id = $1', [id, days]);
    await age(old, 31);
    await age(young, 29);
    expect(await retention.audit(PAST)).toBe(1);
    expect(await stage.rows('SELECT id FROM audit_entry')).toEqual([{ id: young }]);
  });
});

describe('looks at copies', () => {
  it('are not aged: they go with their backend, and so does what it alone knew', async () => {
    await stage.rows(`UPDATE observation SET observed_at = now() - interval '900 days'`);
    expect([await retention.runs(PAST), await retention.ledger(PAST)]).toEqual([0, 0]);
    expect(await stage.value('SELECT count(*) FROM observation WHERE backend_id = $1', [backend.id])).toBe(2);
  });
});
