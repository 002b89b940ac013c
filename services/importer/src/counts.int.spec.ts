import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { skipReasons, typeCounts, warnings } from '#libs/core';
import { FakeEmby, FakeJellyfin, FakePlex } from '#libs/testing';
import { ImporterStage } from './testing/importer-stage.js';

const LONG_AGO = 1_700_000_000;

let stage: ImporterStage;
beforeAll(async () => {
  stage = await ImporterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

const lantern = {
  type: 'movie',
  title: 'The Lantern',
  guids: { imdb: 'tt9000001' },
  addedAt: LONG_AGO,
} as const;
const harbour = {
  type: 'episode',
  title: 'Harbour Tales',
  season: 1,
  episode: 2,
  parentGuids: { tvdb: '880010' },
  addedAt: LONG_AGO,
} as const;
const userOf = (server: FakePlex | FakeJellyfin | FakeEmby): string => server.users[0]?.id ?? '';
const now = (): number => Math.floor(Date.now() / 1_000);

describe('the counts of an import', () => {
  it('tell movies and episodes apart, and why the rest was left out', async () => {
    const plex = await stage.start(new FakePlex());
    plex.add(lantern);
    plex.add(harbour);
    plex.add({ ...lantern, title: 'Without ids', guids: { foo: '1' } });
    plex.add({ ...harbour, episode: 0 });
    const backend = await stage.backendOn(plex);

    const first = await stage.import(backend);

    expect(typeCounts(first.tally, 'movie')).toEqual({ added: 1, updated: 0, failed: 1 });
    expect(typeCounts(first.tally, 'episode')).toEqual({ added: 1, updated: 0, failed: 1 });
    expect(skipReasons(first.tally)).toEqual({ 'no-episode-number': 1, 'no-guid': 1 });
    expect(first.counts).toMatchObject({ added: 2, skipped: 2, failed: 0 });
    plex.play(userOf(plex), plex.idOf({ title: 'Harbour Tales', season: 1, episode: 2 }), now());
    expect(typeCounts((await stage.import(backend)).tally, 'episode')).toMatchObject({
      added: 0,
      updated: 1,
    });
  });

  it('12. tell of items that only a metadata-only backend has', async () => {
    const jellyfin = await stage.start(new FakeJellyfin());
    jellyfin.add(lantern);
    const backend = await stage.backendOn(jellyfin, { importEnabled: false });

    const run = await stage.import(backend);

    expect(skipReasons(run.tally)).toEqual({ 'metadata-only': 1 });
    expect(run.counts).toMatchObject({ added: 0, skipped: 1, failed: 0 });
  });

  it('28. warn of what one backend shows as unwatched although nobody unmarked it there', async () => {
    const plex = await stage.start(new FakePlex());
    plex.play(userOf(plex), plex.add(lantern), LONG_AGO + 60);
    await stage.import(await stage.backendOn(plex));
    const emby = await stage.start(new FakeEmby());
    emby.add(lantern);

    const run = await stage.import(await stage.backendOn(emby));

    expect(warnings(run.tally)).toEqual({ 'out-of-step': 1 });
    expect((await stage.items()).map(({ decision }) => decision)).toEqual(['played']);
  });

  it('25. record by how much a server is ahead of us, until an import finds it right again', async () => {
    const emby = await stage.start(new FakeEmby());
    const id = emby.add(lantern);
    emby.play(userOf(emby), id, now() + 3_600);
    const backend = await stage.backendOn(emby);

    const run = await stage.import(backend);

    expect(warnings(run.tally)).toEqual({ 'clock-ahead': 1 });
    const { clockAhead } = await stage.reload(backend);
    expect(clockAhead).toBeGreaterThan(3_590);
    expect(clockAhead).toBeLessThanOrEqual(3_600);
    expect((await stage.items())[0]?.decidedAt?.getTime()).toBeLessThanOrEqual(Date.now());
    emby.play(userOf(emby), id, now() - 60);
    await stage.import(backend);
    expect(await stage.reload(backend)).toMatchObject({ clockAhead: null });
  });
});
