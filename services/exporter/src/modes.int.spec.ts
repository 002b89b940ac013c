import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UNDECIDED } from '#libs/core';
import { Backends, ExportBacklog, PersonMarks, Runs, type BackendRecord } from '#libs/database';
import { FakeJellyfin } from '#libs/testing';
import { ExporterConfig } from './exporter.config.js';
import { ExporterStage, fakeWith, LATER } from './testing/exporter-stage.js';

let stage: ExporterStage;
let server: FakeJellyfin;
let backend: BackendRecord;

const DAY = 86_400;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.newPerson();
  server = await fakeWith(new FakeJellyfin(), 4);
  backend = await stage.backendOn(server);
  await stage.know(backend, () => UNDECIDED);
  return () => server.stop();
});

const mark = async (title: string): Promise<void> => {
  const itemId = await stage.itemOf(title);
  await stage.module
    .get(PersonMarks)
    .mark({ identityId: stage.identityId, itemId, watched: true, at: LATER });
};

const requestsLike = (pattern: RegExp): number =>
  server.requests.filter(({ method, path }) => method === 'GET' && pattern.test(path)).length;

/** With another threshold than the setting's, for one test. */
async function withThreshold<T>(threshold: number, work: () => Promise<T>): Promise<T> {
  const backlog = stage.module.get(ExportBacklog);
  const of = backlog.of.bind(backlog);
  // As many more changes as the threshold is lower.
  const more = stage.module.get(ExporterConfig).WS_EXPORT_THRESHOLD - threshold;
  backlog.of = async (question) => {
    const found = await of(question);
    return { ...found, changed: found.changed + more };
  };
  try {
    return await work();
  } finally {
    backlog.of = of;
  }
}

describe('an export that somebody starts', () => {
  it('90. pushes few changes: one look at each item and no listing, then none at all (103)', async () => {
    await stage.export(backend);
    await mark('Title 1');
    await mark('Title 3');
    server.clearRequests();

    const run = await stage.export(await stage.reload(backend));

    expect(run).toMatchObject({ status: 'succeeded', mode: 'push', counts: { played: 2 } });
    expect(requestsLike(/Items\?.*(limit|startIndex)/i)).toBe(0);
    expect(server.writes()).toHaveLength(2);

    server.clearRequests();
    const again = await stage.export(await stage.reload(backend));
    expect(again).toMatchObject({ status: 'succeeded', mode: 'push', total: 0 });
    expect(server.requests).toEqual([]);
  });

  it('91. is full the first time', async () => {
    expect(await stage.export(backend)).toMatchObject({ mode: 'full', status: 'succeeded' });
  });

  it('92. is full over the threshold, and a push at it', async () => {
    await stage.export(backend);
    await mark('Title 1');
    await mark('Title 2');
    await withThreshold(2, async () => {
      expect((await stage.export(await stage.reload(backend), { dryRun: true })).mode).toBe('push');
    });
    await stage.module.get(Backends).recordSync(backend.id, 'import', new Date());
    await withThreshold(1, async () => {
      expect(await stage.export(await stage.reload(backend))).toMatchObject({
        mode: 'full',
        counts: { played: 2 },
      });
    });
  });

  it('93. is full while a title that the backend was not seen to have is new, and a push after', async () => {
    await stage.export(backend);
    const now = Math.floor(Date.now() / 1_000);
    const plex = await stage.backendOn(server, { name: 'elsewhere' });
    await stage.store(plex, [stage.film({ title: 'Only there', addedAt: now - 4 * DAY })], () => UNDECIDED);
    await mark('Only there');
    expect((await stage.export(await stage.reload(backend), { dryRun: true })).mode).toBe('push');

    await stage.store(plex, [stage.film({ title: 'New there', addedAt: now - 2 * DAY })], () => UNDECIDED);
    await mark('New there');
    await stage.module.get(Backends).recordSync(backend.id, 'import', new Date());
    expect((await stage.export(await stage.reload(backend), { dryRun: true })).mode).toBe('full');
  });

  it('86. Dry export, push mode, unreachable server: the run fails and says so', async () => {
    await stage.export(backend);
    await mark('Title 1');
    server.fault({ kind: { status: 503 } });

    const run = await stage.export(await stage.reload(backend), { dryRun: true });

    expect(run).toMatchObject({ status: 'failed', dryRun: true, error: { key: 'server-error' } });
    expect(server.writes()).toEqual([]);
    server.clearFaults();
    expect(await stage.export(await stage.reload(backend), { dryRun: true })).toMatchObject({
      status: 'succeeded',
      mode: 'push',
      counts: { played: 1 },
    });
    expect(server.writes()).toEqual([]);
  });

  it('is one at a time, a push as well; a push that news causes is not in its way', async () => {
    await stage.export(backend);
    const runs = stage.module.get(Runs);
    const manual = {
      kind: 'export',
      identityId: stage.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun: false,
      options: {},
    } as const;
    const first = await runs.add(manual);
    if (!('run' in first)) throw new Error('expected a run');
    await runs.setMode(first.run.id, 'push');

    expect(await runs.add(manual)).toMatchObject({ busyWith: { id: first.run.id } });

    await mark('Title 4');
    await stage.push(backend);
    expect(server.writes()).toHaveLength(1);
    expect(await stage.carryOut(first.run.id)).toMatchObject({ status: 'succeeded', mode: 'push' });
  });
});
