import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, eventually, Fakes, RunningSystem, type ServerType } from './harness/index.js';

const TYPES: readonly ServerType[] = ['plex', 'jellyfin', 'emby'];

describe('three servers with differing states', () => {
  let fakes: Fakes;
  let system: RunningSystem;
  let api: Api;

  beforeAll(async () => {
    fakes = await Fakes.start('demo');
    system = await RunningSystem.start({ env: fakes.env });
    api = system.api();
    for (const type of TYPES) await api.addBackend(fakes.backend(type));
  });

  afterAll(async () => {
    await system.dispose();
    await fakes.stop();
  });

  const round = async (): Promise<void> => {
    for (const kind of ['import', 'export'] as const) {
      const runs = await Promise.all(TYPES.map((type) => api.carryOut(kind, type)));
      for (const run of runs) expect(run).toMatchObject({ status: 'succeeded', error: null });
    }
  };

  const states = async (type: ServerType): Promise<Record<string, boolean>> => {
    const watched: Record<string, boolean> = {};
    for (let page = 1, last = 1; page <= last; page += 1) {
      const { body } = await api.get(`history?perpage=200&page=${page}`);
      const list = body as HistoryPage;
      last = list.paging.last_page;
      for (const { id, metadata } of list.history) watched[id] = metadata[type]?.watched ?? false;
    }
    return watched;
  };

  it('are imported into one list, each item once', async () => {
    const runs = await Promise.all(TYPES.map((type) => api.carryOut('import', type)));
    for (const run of runs)
      expect(run).toMatchObject({ status: 'succeeded', progress: { done: 390, total: 390 } });

    const { body } = await api.get('history?perpage=1');
    expect((body as HistoryPage).paging.total).toBe(390);
    expect(await states('plex')).not.toEqual(await states('jellyfin'));
  });

  it('show what an export would write before anything is written', async () => {
    for (const type of TYPES) {
      const rehearsal = await api.carryOut('export', type, { dry_run: true });
      const { paging, items } = await api.changes(rehearsal.id);
      expect(paging.total).toBe(rehearsal.progress.total);
      expect(paging.total).toBeGreaterThan(0);
      expect(items.every(({ status, after }) => status === 'planned' && after.watched !== null)).toBe(true);
      expect(await fakes.writes(type)).toEqual([]);
    }
  });

  it('agree after one export, and nothing watched was lost', async () => {
    const before = await Promise.all(TYPES.map(states));
    await round();

    const [plex, jellyfin, emby] = await Promise.all(TYPES.map(states));
    const rest = await Promise.all(TYPES.map((type) => api.carryOut('import', type)));
    expect(rest.every(({ counts }) => counts.unplayed === 0)).toBe(true);
    const after = await Promise.all(TYPES.map(states));
    expect(after[0]).toEqual(after[1]);
    expect(after[1]).toEqual(after[2]);
    for (const held of [...before, plex, jellyfin, emby]) {
      const lost = Object.entries(held ?? {}).filter(([id, watched]) => watched && after[0]?.[id] !== true);
      expect(lost).toEqual([]);
    }
  });

  it('get no write at all when import and export run again', async () => {
    for (const type of TYPES) await fakes.clearRequests(type);

    await round();

    for (const type of TYPES) {
      expect(await fakes.writes(type)).toEqual([]);
      expect((await fakes.requests(type)).length).toBeGreaterThan(0);
    }
  });

  it('hear at once of what a person marks here', async () => {
    const { body } = await api.get('history?watched=0&type=movie&perpage=1');
    const [movie] = (body as HistoryPage).history;
    if (!movie) throw new Error('every movie is watched');

    expect((await api.post(`history/${movie.id}/watch`)).status).toBe(200);

    for (const type of TYPES) {
      await eventually(`${type} shows ${movie.title} as watched`, async () => {
        return (await fakes.state(type, { id: movie.metadata[type]?.id ?? '' })).watched;
      });
    }
    expect((await api.post(`history/${movie.id}/watch`)).status).toBe(409);
  });

  it('hear of a change on one of them through its webhook', async () => {
    const { body } = await api.get('history?watched=0&type=movie&perpage=1');
    const [movie] = (body as HistoryPage).history;
    if (!movie) throw new Error('every movie is watched');
    const id = movie.metadata['jellyfin']?.id ?? '';
    await fakes.play('jellyfin', { id });

    await fakes.ring('jellyfin', {
      url: `${system.url}/v1/api/webhook?apikey=${system.apiKey}`,
      event: 'UserDataSaved',
      id,
    });

    for (const type of TYPES) {
      await eventually(`${type} shows ${movie.title} as watched`, async () => {
        return (await fakes.state(type, { id: movie.metadata[type]?.id ?? '' })).watched;
      });
    }
  });
});

interface HistoryPage {
  readonly paging: { readonly total: number; readonly last_page: number };
  readonly history: readonly {
    readonly id: number;
    readonly title: string;
    readonly metadata: Readonly<
      Record<string, { readonly id: string; readonly watched: boolean } | undefined>
    >;
  }[];
}
