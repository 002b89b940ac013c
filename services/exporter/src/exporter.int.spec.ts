import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UNDECIDED } from '#libs/core';
import { ExportPlans, OpenIntents, PersonMarks, Runs, type BackendRecord } from '#libs/database';
import { FakeEmby, FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { RunExporter } from './exports/run-exporter.js';
import {
  ExporterStage,
  fakeWith,
  job,
  LATER,
  LONG_AGO,
  UNWATCHED,
  userOf,
  WATCHED,
} from './testing/exporter-stage.js';

let stage: ExporterStage;
let server: FakeMediaServer;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

/** A backend on a server of so many films. */
async function open(fake: FakeMediaServer, titles: number): Promise<BackendRecord> {
  server = await fakeWith(fake, titles);
  return stage.backendOn(server);
}

const stateOf = (title: string) => server.stateOf(userOf(server), server.idOf({ title }));

describe.each([
  ['plex', () => new FakePlex()],
  ['jellyfin', () => new FakeJellyfin()],
  ['emby', () => new FakeEmby()],
] as const)('an export to %s', (_type, make) => {
  it('writes what differs, and a second one writes nothing', async () => {
    const backend = await open(make(), 3);
    await stage.know(backend, ({ title }) => {
      if (title === 'Title 1') return WATCHED;
      return title === 'Title 2' ? { ...UNDECIDED, positionMs: 600_000, positionAt: LATER } : UNDECIDED;
    });

    const first = await stage.export(backend);

    expect(first).toMatchObject({
      status: 'succeeded',
      mode: 'full',
      done: 2,
      total: 2,
      counts: { played: 1, progress: 1, failed: 0 },
    });
    expect(stateOf('Title 1').watched).toBe(true);
    expect(stateOf('Title 2')).toMatchObject({ watched: false, positionMs: 600_000 });
    expect(stateOf('Title 3')).toMatchObject({ watched: false, positionMs: 0 });

    server.clearRequests();
    expect((await stage.export(await stage.reload(backend))).counts.updated).toBe(0);
    expect(server.writes()).toEqual([]);
    await server.stop();
  });

  it('shows its plan on a dry run and calls nothing', async () => {
    const backend = await open(make(), 2);
    await stage.know(backend, () => WATCHED);

    const run = await stage.export(backend, { dryRun: true });

    expect(run).toMatchObject({ status: 'succeeded', total: 2, done: 0, counts: { played: 2 } });
    const changes = await stage.changesOf(run);
    expect(changes.map(({ rule, status, after }) => [rule, status, after.watched])).toEqual([
      ['write-played', 'planned', true],
      ['write-played', 'planned', true],
    ]);
    expect(server.writes()).toEqual([]);
    await server.stop();
  });
});

describe('an export', () => {
  it('hears a target with news before it overwrites it', async () => {
    const backend = await open(new FakeJellyfin(), 1);
    server.play(userOf(server), server.idOf({ title: 'Title 1' }), LONG_AGO);
    await stage.know(backend, () => UNWATCHED);
    server.unplay(userOf(server), server.idOf({ title: 'Title 1' }));
    server.play(userOf(server), server.idOf({ title: 'Title 1' }), LONG_AGO + 50);
    server.pauseAt(userOf(server), server.idOf({ title: 'Title 1' }), 90_000, LATER + 90);
    server.unplay(userOf(server), server.idOf({ title: 'Title 1' }));
    server.clearRequests();

    const run = await stage.export(backend);

    const changes = await stage.changesOf(run);
    expect(changes).toMatchObject([{ status: 'skipped', reason: 'news-there' }]);
    expect(server.writes()).toEqual([]);
    await server.stop();
  });

  it('waits for a person when it would unmark too much', async () => {
    const backend = await open(new FakeEmby(), 30);
    for (let number = 1; number <= 30; number += 1)
      server.play(userOf(server), server.idOf({ title: `Title ${number}` }), LONG_AGO);
    await stage.know(backend, () => UNWATCHED);

    const run = await stage.export(backend);

    expect(run.status).toBe('awaiting_approval');
    expect(server.writes()).toEqual([]);

    await stage.module.get(Runs).approve(run.id);
    expect(await stage.carryOut(run.id)).toMatchObject({
      status: 'succeeded',
      counts: { unplayed: 30 },
    });
    expect(stateOf('Title 7').watched).toBe(false);
    await server.stop();
  });

  it('ends with a sentence when the token is refused, and keeps what it wrote', async () => {
    const backend = await open(new FakePlex(), 5);
    await stage.know(backend, () => WATCHED);
    server.fault({ match: /scrobble/, after: 2, kind: { status: 401 } });

    const run = await stage.export(backend);

    expect(run).toMatchObject({ status: 'failed', error: { key: 'token-rejected' } });
    expect((await stage.reload(backend)).healthStatus).toBe('failing');
    expect((await stage.reload(backend)).exportLastSync).toBeNull();

    server.clearFaults();
    expect(await stage.export(await stage.reload(backend))).toMatchObject({ status: 'succeeded' });
    expect([1, 2, 3, 4, 5].every((number) => stateOf(`Title ${number}`).watched)).toBe(true);
    await server.stop();
  });

  it('goes on where a killed worker stopped, and writes nothing twice', async () => {
    const backend = await open(new FakeJellyfin(), 6);
    await stage.know(backend, () => WATCHED);
    const killed = new AbortController();
    server.fault({ match: /PlayedItems/, after: 3, kind: { delayMs: 1 } });
    const added = await stage.module.get(Runs).add({
      kind: 'export',
      identityId: stage.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun: false,
      options: {},
    });
    if (!('run' in added)) throw new Error('another export is under way');
    const plans = stage.module.get(ExportPlans);
    const settle = plans.settle.bind(plans);
    plans.settle = () => {
      killed.abort();
      return Promise.reject(new Error('killed before it could say so'));
    };
    await expect(
      stage.module.get(RunExporter).export(added.run.id, { ...job, signal: killed.signal }),
    ).rejects.toThrow();
    plans.settle = settle;

    expect(await stage.carryOut(added.run.id)).toMatchObject({ status: 'succeeded', done: 6 });
    expect(server.writes()).toHaveLength(6);
    await server.stop();
  });
});

describe('a push', () => {
  it('carries what a person marked to a backend that was exported to before, and no other', async () => {
    const backend = await open(new FakeJellyfin(), 2);
    await stage.know(backend, () => UNDECIDED);
    await stage.export(backend);
    const page = await stage.module
      .get(ExportPlans)
      .candidates(
        { backendId: backend.id, lastCompleteRead: null },
        { after: { remoteId: '', part: 0 }, limit: 10, all: true },
      );
    expect(page).toEqual([]);
    const itemId = await stage.itemOf('Title 2');

    const outcome = await stage.module
      .get(PersonMarks)
      .mark({ identityId: stage.identityId, itemId, watched: true, at: LATER });
    expect(outcome).toEqual({ kind: 'marked', backendIds: [backend.id] });
    await stage.push(backend);

    expect(stateOf('Title 2').watched).toBe(true);
    expect(stateOf('Title 1').watched).toBe(false);
    expect(await stage.module.get(OpenIntents).count()).toBe(0);
    await server.stop();
  });
});
