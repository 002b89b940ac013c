import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Truth } from '#libs/core';
import { Runs, type BackendRecord, type RunRecord } from '#libs/database';
import { FakeJellyfin, queryRows, type FakeMediaServer } from '#libs/testing';
import { ExporterStage, fakeWith, LONG_AGO, userOf, WATCHED } from './testing/exporter-stage.js';

/** One more than the guard lets pass. */
const TOO_MANY = 26;

let stage: ExporterStage;
let server: FakeMediaServer;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());

/** A server that was exported to, where everything is watched, here as there. */
beforeEach(async () => {
  await stage.newPerson();
  server = await fakeWith(new FakeJellyfin(), TOO_MANY + 4);
  for (let number = 1; number <= TOO_MANY + 4; number += 1)
    server.play(userOf(server), server.idOf({ title: `Title ${number}` }), LONG_AGO);
  backend = await stage.backendOn(server);
  await stage.know(backend, () => WATCHED);
  await stage.export(backend);
  backend = await stage.reload(backend);
  return () => server.stop();
});

const rows = <T extends object>(statement: string): Promise<T[]> =>
  queryRows<T & Record<string, unknown>>(stage.databaseUrl, statement);
const UNMARKED: Truth = { ...WATCHED, kind: 'unplayed' };

/** A run of an import of another backend, approved by a person or not needing it. */
async function importRun(isApproved: boolean): Promise<string> {
  const [run] = await rows<{ id: string }>(
    `INSERT INTO run (id, kind, identity_id, status, is_approved)
     VALUES (gen_random_uuid(), 'import', ${stage.identityId}, 'succeeded', ${isApproved}) RETURNING id`,
  );
  return run?.id ?? '';
}

/** These titles change, as that run has it, and the backend is to be told. */
async function change(runId: string, titles: readonly number[], after: Truth = UNMARKED): Promise<void> {
  const names = titles.map((number) => `'Title ${number}'`).join(', ');
  await rows(
    `WITH changed AS (
       UPDATE item SET decision = '${after.kind}', decided_at = now() WHERE identity_id = ${stage.identityId} AND title IN (${names}) RETURNING id),
     told AS (INSERT INTO export_intent (backend_id, item_id, status) SELECT ${backend.id}, id, 'open' FROM changed)
     INSERT INTO state_change (identity_id, item_id, run_id, cause, rule, before, after)
     SELECT ${stage.identityId}, id, '${runId}', 'import', 'unmarked',
            '{"kind": "${after.kind === 'played' ? 'unplayed' : 'played'}"}', '{"kind": "${after.kind}"}' FROM changed`,
  );
}

const titles = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

async function push(): Promise<RunRecord | undefined> {
  await stage.push(backend);
  const [run] = await rows<{ id: string }>(
    `SELECT id FROM run WHERE backend_id = ${backend.id} AND is_automatic ORDER BY created_at DESC LIMIT 1`,
  );
  return run && stage.module.get(Runs).get(run.id);
}

const watchedThere = (): number =>
  titles(1, TOO_MANY + 4).filter(
    (number) => server.stateOf(userOf(server), server.idOf({ title: `Title ${number}` })).watched,
  ).length;

describe('a push of what a person approved as a change of the truth', () => {
  it('does not ask that person once more', async () => {
    await change(await importRun(true), titles(1, TOO_MANY));
    expect(await push()).toMatchObject({ status: 'succeeded', counts: { unplayed: TOO_MANY } });
    expect(watchedThere()).toBe(4);
  });

  it('asks when nobody approved the change', async () => {
    await change(await importRun(false), titles(1, TOO_MANY));
    expect(await push()).toMatchObject({ status: 'awaiting_approval' });
    expect(watchedThere()).toBe(TOO_MANY + 4);
  });

  it('takes along what the guard would let pass by itself', async () => {
    await change(await importRun(true), titles(1, 5));
    await change(await importRun(false), titles(6, TOO_MANY + 4));
    expect(await push()).toMatchObject({ status: 'succeeded', counts: { unplayed: TOO_MANY + 4 } });
  });

  it('asks about all of them when it would carry too much besides', async () => {
    await change(await importRun(true), titles(1, 4));
    await change(await importRun(false), titles(5, TOO_MANY + 4));
    expect(await push()).toMatchObject({ status: 'awaiting_approval', total: TOO_MANY + 4 });
    expect(watchedThere()).toBe(TOO_MANY + 4);
  });

  it('asks about an item that changed again since, as nobody approved that', async () => {
    await change(await importRun(true), titles(1, TOO_MANY));
    await rows(`DELETE FROM export_intent WHERE backend_id = ${backend.id} AND status = 'open'`);
    await change(await importRun(false), titles(1, TOO_MANY), WATCHED);
    await rows(`DELETE FROM export_intent WHERE backend_id = ${backend.id} AND status = 'open'`);
    await change(await importRun(false), titles(1, TOO_MANY));
    expect(await push()).toMatchObject({ status: 'awaiting_approval' });
  });

  it('does not ask either when the backend was told something of them before', async () => {
    const before = await importRun(false);
    await rows(
      `INSERT INTO export_intent (backend_id, item_id, run_id, remote_id, part, status, rule, settled_at)
       SELECT ${backend.id}, item_id, '${before}', remote_id, part, 'written', 'write-played', now() - interval '1 day'
         FROM observation WHERE backend_id = ${backend.id}`,
    );
    await change(await importRun(true), titles(1, TOO_MANY));
    expect(await push()).toMatchObject({ status: 'succeeded', counts: { unplayed: TOO_MANY } });
  });

  it('asks when what was approved last is something else about the items', async () => {
    await change(await importRun(false), titles(1, TOO_MANY));
    await rows(
      `INSERT INTO state_change (identity_id, item_id, run_id, cause, rule, before, after)
       SELECT ${stage.identityId}, id, '${await importRun(true)}', 'import', 'progress', '{"kind": "unplayed"}', '{"kind": "unplayed"}'
         FROM item WHERE identity_id = ${stage.identityId}`,
    );
    expect(await push()).toMatchObject({ status: 'awaiting_approval' });
  });

  it('asks when the backend was told once, and is out of step again', async () => {
    await change(await importRun(true), titles(1, TOO_MANY));
    expect(await push()).toMatchObject({ status: 'succeeded' });
    await rows(
      `WITH again AS (UPDATE observation SET watched = true, expected_at = NULL, expected_watched = NULL, expected_position_ms = NULL
         WHERE backend_id = ${backend.id} RETURNING item_id)
       INSERT INTO export_intent (backend_id, item_id, status)
       SELECT ${backend.id}, item_id, 'open' FROM again JOIN item ON item.id = item_id WHERE decision = 'unplayed'`,
    );
    expect(await push()).toMatchObject({ status: 'awaiting_approval' });
  });

  it('speaks for no export that somebody starts: that one compares more', async () => {
    await change(await importRun(true), titles(1, TOO_MANY));
    expect(await stage.export(backend)).toMatchObject({ status: 'awaiting_approval' });
    expect(watchedThere()).toBe(TOO_MANY + 4);
  });

  it('that was killed half-way goes on without asking', async () => {
    await change(await importRun(true), titles(1, TOO_MANY));
    server.fault({ match: /PlayedItems/, after: 5, times: 50, kind: { status: 503 } });
    await expect(stage.push(backend)).rejects.toThrow();
    server.clearFaults();
    expect(await push()).toMatchObject({ status: 'succeeded', counts: { unplayed: TOO_MANY } });
    expect(watchedThere()).toBe(4);
  });
});
