import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, Fakes, RunningSystem, type ServerType } from './harness/index.js';

const TYPES: readonly ServerType[] = ['plex', 'jellyfin', 'emby'];
const MIB = 1_048_576;

describe('20,000 items on each of three servers', () => {
  let fakes: Fakes;
  let system: RunningSystem;
  let api: Api;

  beforeAll(async () => {
    fakes = await Fakes.start('none');
    system = await RunningSystem.start({ env: fakes.env });
    api = system.api();
    for (const type of TYPES) {
      await fakes.addMany(type, 'movie', 2_000);
      await fakes.addMany(type, 'episode', 18_000);
      await api.addBackend(fakes.backend(type));
    }
  });

  afterAll(async () => {
    await system.dispose();
    await fakes.stop();
  });

  const memory = async (): Promise<number> => {
    const text = await (await fetch(system.management('importer', '/metrics'))).text();
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / MIB;
  };

  it('are imported at the same time, each item once, in flat memory', async () => {
    const runs = await Promise.all(TYPES.map((type) => api.startRun('import', type)));
    for (const id of runs) {
      expect(await api.finished(id, 100_000)).toMatchObject({
        status: 'succeeded',
        progress: { done: 20_000, total: 20_000 },
      });
    }
    const { body } = await api.get('history?perpage=1');
    expect((body as { paging: { total: number } }).paging.total).toBe(20_000);
    expect(await memory()).toBeLessThan(320);
  });

  it('change nothing when they are imported again', async () => {
    for (const type of TYPES) {
      expect((await api.carryOut('import', type)).counts).toMatchObject({
        added: 0,
        updated: 0,
        unchanged: 20_000,
      });
    }
  });
});
