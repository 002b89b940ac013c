import { GuidBook } from '#libs/directory';
import { FakeEmby, FakeJellyfin, FakePlex } from '#libs/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ImporterStage } from './testing/importer-stage.js';

let stage: ImporterStage;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watchstate-guids-'));
  vi.stubEnv('WS_DATA_PATH', folder);
  stage = await ImporterStage.open();
});
afterAll(async () => {
  await stage.newPerson();
  await stage.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => stage.newPerson());

const REELS = {
  id: '11111111-1111-4111-8111-111111111111',
  name: 'reels',
  description: '',
  pattern: '^r\\d+$',
  example: 'r1',
  tests: { valid: ['r1'], invalid: ['1'] },
};
const linked = (type: 'plex' | 'jellyfin' | 'emby', from: string) => ({
  id: type,
  type,
  from,
  to: 'reels',
  legacy: false,
  replace: null,
});

const titles = async (): Promise<readonly string[]> => (await stage.items()).map(({ title }) => title);

describe('external ids that a person added', () => {
  it('bring one title of three servers together, from the next import on and without a restart', async () => {
    const servers = [new FakePlex(), new FakeJellyfin(), new FakeEmby()];
    const backends = [];
    for (const server of servers) {
      await stage.start(server);
      server.add({ type: 'movie', title: 'The Long Quay', guids: { reeldb: 'r71' } });
      backends.push(await stage.backendOn(server));
    }
    for (const backend of backends) await stage.import(backend);
    expect(await titles()).toEqual([]);

    stage.module.get(GuidBook).replace({
      guids: [REELS],
      links: [linked('plex', 'reeldb'), linked('jellyfin', 'Reel Db'), linked('emby', 'reeldb')],
    });
    for (const backend of backends)
      expect(await stage.import(backend)).toMatchObject({ status: 'succeeded' });

    const items = await stage.items();
    expect(items).toHaveLength(1);
    expect(items[0]?.guids).toEqual({ reels: 'r71' });
  });

  it('are learnt by what is stored already', async () => {
    const server = await stage.start(new FakeJellyfin());
    stage.module.get(GuidBook).replace({ guids: [], links: [] });
    server.add({ type: 'movie', title: 'The Far Pier', guids: { reeldb: 'r72', tmdb: '900172' } });
    const backend = await stage.backendOn(server);
    await stage.import(backend);
    expect((await stage.items())[0]?.guids).toEqual({ tmdb: '900172' });

    stage.module.get(GuidBook).replace({ guids: [REELS], links: [linked('jellyfin', 'reeldb')] });
    await stage.import(backend);
    expect((await stage.items())[0]?.guids).toEqual({ reels: 'r72', tmdb: '900172' });
  });
});
