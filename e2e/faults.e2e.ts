import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, eventually, Fakes, RunningSystem } from './harness/index.js';

const MOVIES = 3_000;

describe('when things break', () => {
  let fakes: Fakes;
  let system: RunningSystem;
  let api: Api;

  beforeAll(async () => {
    fakes = await Fakes.start('none');
    system = await RunningSystem.start({ env: fakes.env });
    api = system.api();
    for (const type of ['plex', 'jellyfin'] as const) {
      await fakes.addMany(type, 'movie', MOVIES);
      await api.addBackend(fakes.backend(type));
    }
  });

  afterAll(async () => {
    await system.dispose();
    await fakes.stop();
  });

  beforeEach(async () => {
    for (const type of ['plex', 'jellyfin'] as const) {
      await fakes.clearFaults(type);
      await fakes.clearRequests(type);
    }
  });

  const total = async (): Promise<number> =>
    ((await api.get('history?perpage=1')).body as { paging: { total: number } }).paging.total;

  it('a server that answers half of its pages fails the run with a reason; what was read is kept', async () => {
    // The count and two pages get through.
    await fakes.fault('plex', { match: 'library/sections/.*/all', after: 3, kind: { status: 500 } });

    const run = await api.carryOut('import', 'plex');

    expect(run).toMatchObject({ status: 'failed', error: { key: 'server-error' } });
    expect(run.error?.message).toMatch(/stopped at item 2000.*What was read is kept/);
    expect(run.counts.added).toBe(2_000);
    expect(await total()).toBe(2_000);
    const { body } = await api.get('backend/plex');
    expect(body).toMatchObject({ import: { last_sync: null }, health: { status: 'failing' } });
  });

  it('an importer killed in the middle is started again and its run finishes', async () => {
    await fakes.fault('plex', { match: 'library/sections/.*/all', kind: { delayMs: 400 } });
    const id = await api.startRun('import', 'plex');
    await eventually('a page has been read', async () => (await api.run(id)).progress.done > 0);

    await system.crash('importer');
    await fakes.clearFaults('plex');

    expect(await api.finished(id, 90_000)).toMatchObject({
      status: 'succeeded',
      progress: { done: MOVIES, total: MOVIES },
      counts: { added: MOVIES - 2_000, unchanged: 2_000 },
    });
    expect(await total()).toBe(MOVIES);
  });

  it('an exporter killed in the middle is started again, and nothing is written twice with effect', async () => {
    for (let number = 1; number <= 60; number += 1) {
      await fakes.play('plex', { title: (await titles())[number] ?? '', at: 1_700_000_000 + number });
    }
    expect(await api.carryOut('import', 'plex')).toMatchObject({
      status: 'succeeded',
      counts: { played: 60 },
    });
    expect(await api.carryOut('import', 'jellyfin')).toMatchObject({ status: 'succeeded' });
    await fakes.fault('jellyfin', { match: 'PlayedItems', kind: { delayMs: 200 } });
    await fakes.clearRequests('jellyfin');
    const id = await api.startRun('export', 'jellyfin');
    await eventually('a write has been made', async () => (await api.run(id)).progress.done > 4);

    await system.crash('exporter');
    await fakes.clearFaults('jellyfin');

    expect(await api.finished(id, 90_000)).toMatchObject({
      status: 'succeeded',
      progress: { done: 60, total: 60 },
    });
    const marks = (await fakes.writes('jellyfin'))
      .filter(({ status }) => status === 200)
      .map(({ path }) => path.split('?')[0]);
    expect(new Set(marks).size).toBe(60);
    // A call under way when the process died may have been made again before its effect was seen; none after that.
    for (const title of (await titles()).slice(1, 61)) {
      expect((await fakes.state('jellyfin', { title })).watched).toBe(true);
    }
    await fakes.clearRequests('jellyfin');
    expect((await api.carryOut('export', 'jellyfin')).counts.updated).toBe(0);
    expect(await fakes.writes('jellyfin')).toEqual([]);
  });

  it('a Redis that loses all its jobs loses no run', async () => {
    await fakes.fault('jellyfin', { match: 'Items', kind: { delayMs: 500 } });
    const id = await api.startRun('import', 'jellyfin');
    await eventually('the run has begun', async () => (await api.run(id)).status === 'running');
    await Promise.all([system.crash('importer'), system.flushRedis()]);
    await fakes.clearFaults('jellyfin');

    expect(await api.finished(id, 100_000)).toMatchObject({
      status: 'succeeded',
      progress: { done: MOVIES },
    });
  });

  it('a Postgres killed in the middle of an import takes no service with it, and the run finishes', async () => {
    await fakes.fault('plex', { match: 'library/sections/.*/all', kind: { delayMs: 400 } });
    const { postgres: _, redis: __, ...services } = system.running();
    const id = await api.startRun('import', 'plex');
    await eventually('the run has begun', async () => (await api.run(id)).status === 'running');

    await system.crash('postgres');
    await fakes.clearFaults('plex');

    await eventually('the API answers again', () => api.get('runs').then(({ status }) => status === 200));
    expect(await api.finished(id, 90_000)).toMatchObject({
      status: 'succeeded',
      progress: { done: MOVIES, total: MOVIES },
    });
    expect(system.running()).toMatchObject(services);
    expect(await total()).toBe(MOVIES);
  });

  const titles = async (): Promise<string[]> => {
    const { body } = await api.get('history?perpage=100&sort=title:asc&type=movie');
    return (body as { history: { title: string }[] }).history.map(({ title }) => title);
  };
});
