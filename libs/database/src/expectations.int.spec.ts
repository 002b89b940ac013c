import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Truth } from '#libs/core';
import { Backends, type BackendRecord } from './backends.js';
import { Expectations } from './expectations.js';
import type { DueWrite } from './export-copies.js';
import { ExportPlans } from './export-plans.js';
import { PersonMarks } from './person-marks.js';
import { aReport, contextOf, EARLIER, importPage, LATER } from './testing/pages.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let expectations: Expectations;
let identityId: number;
let backend: BackendRecord;
let itemId: number;
let due: DueWrite;

const WATCHED = { watched: true, positionMs: 0 };

beforeAll(async () => {
  stage = await Stage.open();
  expectations = new Expectations(stage.database);
});

afterAll(() => stage.close());

/** An item that a person has marked, and the write that is due for it. */
beforeEach(async () => {
  identityId = await stage.person();
  backend = await stage.toldBackend(identityId);
  await importPage(stage, contextOf(backend, { now: EARLIER }), [aReport({ title: 'The Lantern' })]);
  itemId = Number(await stage.value('SELECT id FROM item WHERE identity_id = $1', [identityId]));
  await mark(true, LATER);
  const target = { backendId: backend.id, lastCompleteRead: null };
  const plans = new ExportPlans(stage.database);
  const runId = await plans.takeOpen(
    target,
    { identityId, backendName: backend.name, cursor: null, limit: 10 },
    (copies) =>
      copies.map(({ remoteId, part }) => ({
        remoteId,
        part,
        itemId,
        rule: 'write-played',
        before: { watched: false, positionMs: 0 },
        after: WATCHED,
      })),
  );
  const [first] = await plans.due(runId ?? '', target, 1);
  if (!first) throw new Error('nothing is due');
  due = first;
});

const mark = (watched: boolean, at: number) =>
  new PersonMarks(stage.database).mark({ identityId, itemId, watched, at });
const announce = () => expectations.announce(backend, due, WATCHED);
const expected = () =>
  stage.rows(
    'SELECT expected_watched AS watched, expected_position_ms AS position, fingerprint FROM observation WHERE backend_id = $1',
    [backend.id],
  );
const openIntents = () =>
  stage.value(`SELECT count(*) FROM export_intent WHERE item_id = $1 AND status = 'open'`, [itemId]);

const NOTHING = [{ watched: null, position: null, fingerprint: 'false/0' }];

describe('a write that is announced', () => {
  it('is announced with those that come meanwhile, two for one file as well', async () => {
    const answers = await Promise.all([announce(), announce(), announce()]);
    expect(answers).toEqual(['announced', 'announced', 'announced']);
    expect(await expected()).toEqual([{ watched: true, position: 0, fingerprint: '' }]);
  });

  it('is expected from now on, and the next import looks even when nothing moved', async () => {
    expect(await announce()).toBe('announced');

    expect(await expected()).toEqual([{ watched: true, position: 0, fingerprint: '' }]);
  });

  it('is expected no more when it is taken back', async () => {
    await announce();

    await expectations.retract(due);

    expect(await expected()).toMatchObject([{ watched: null, position: null }]);
  });

  it('waits for whoever writes truths of that person', async () => {
    const { announcing } = await stage.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [identityId]);
      const waiting = announce();
      await stage.untilSomebodyWaits();
      await manager.query(`UPDATE item SET decision = 'unplayed', decided_at = now() WHERE id = $1`, [
        itemId,
      ]);
      return { announcing: waiting };
    });

    expect(await announcing).toBe('changed-since');
    expect(await expected()).toEqual(NOTHING);
  });
});

describe('a write whose truth has changed since it was planned', () => {
  it('157. is not made; an intent is open for what is true now', async () => {
    await mark(false, LATER + 60);
    await mark(true, LATER + 120);
    await stage.rows(`DELETE FROM export_intent WHERE status = 'open'`);

    expect(await announce()).toBe('changed-since');

    expect(await expected()).toEqual(NOTHING);
    expect(await openIntents()).toBe(1);
  });

  it.each<[keyof Truth, string]>([
    ['kind', `decision = 'unplayed'`],
    ['decidedAt', `decided_at = decided_at + interval '1 second'`],
    ['playedAt', 'played_at = NULL'],
    ['positionMs', `decision = 'unplayed', position_ms = 5000`],
    ['positionAt', 'position_at = NULL'],
  ])('is seen by its %s', async (_, change) => {
    await stage.rows(`UPDATE item SET ${change} WHERE id = $1`, [itemId]);

    expect(await announce()).toBe('changed-since');
  });
});

describe('a write that nobody wants any more', () => {
  it('is not made once export to its backend is switched off', async () => {
    await new Backends(stage.database).change(backend.id, { exportEnabled: false });

    expect(await announce()).toBe('gone');
    expect(await expected()).toEqual(NOTHING);
  });

  it('is not made once its copy is gone', async () => {
    await stage.rows('DELETE FROM observation WHERE backend_id = $1', [backend.id]);

    expect(await announce()).toBe('gone');
  });
});
