import { afterAll, beforeAll, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { DEFAULT_GUARD, type RemoteItem } from '#libs/core';
import { Backends, ImportPages, type BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { FakeEmby, FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { PageImporter, type PageOccasion } from './pages/page-importer.js';
import { ImporterStage } from './testing/importer-stage.js';

const LONG_AGO = 1_700_000_000;

let stage: ImporterStage;

beforeAll(async () => {
  stage = await ImporterStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.newPerson();
  return () => vi.restoreAllMocks();
});

const userOf = (server: FakeMediaServer): string => server.users[0]?.id ?? '';
const decisions = async (): Promise<string[]> => (await stage.items()).map(({ decision }) => decision);

/** A watched film and an episode, read once. */
async function readOnce(server: FakeMediaServer): Promise<BackendRecord> {
  await stage.start(server);
  server.add({ type: 'movie', title: 'The Lantern', guids: { tmdb: '700001' }, addedAt: LONG_AGO });
  server.add({
    type: 'episode',
    title: 'Harbour Tales',
    season: 1,
    episode: 2,
    guids: { tvdb: '8800102' },
    parentGuids: { tvdb: '880010' },
    addedAt: LONG_AGO,
  });
  server.play(userOf(server), server.idOf({ title: 'The Lantern' }), LONG_AGO + 60);
  const backend = await stage.backendOn(server);
  await stage.import(backend);
  return stage.reload(backend);
}

/** What a webhook would have made of one item. */
async function tell(backend: BackendRecord, item: RemoteItem): Promise<void> {
  const occasion: PageOccasion = {
    backend,
    runId: null,
    cause: 'webhook',
    event: 'test',
    readAt: Math.floor(Date.now() / 1_000),
    force: false,
    metadataOnly: false,
    dryRun: false,
    isTrusted: false,
    unmarkLimits: DEFAULT_GUARD,
  };
  await stage.module.get(PageImporter).import([item], occasion, { received: 1, requests: 0, cursor: null });
}

const compared = (): MockInstance => vi.spyOn(stage.module.get(ImportPages), 'changed');

describe('a page that a server sends just as before', () => {
  it.each([() => new FakePlex(), () => new FakeJellyfin(), () => new FakeEmby()])(
    'is not read again, and counts as what it was',
    async (make) => {
      const backend = await readOnce(make());
      const comparing = compared();

      const again = await stage.import(backend);

      expect(again).toMatchObject({ status: 'succeeded', counts: { added: 0, updated: 0, unchanged: 2 } });
      expect(comparing).not.toHaveBeenCalled();
    },
  );

  it.each([() => new FakePlex(), () => new FakeJellyfin(), () => new FakeEmby()])(
    'is read when a single news said something else in between',
    async (make) => {
      const server = make();
      const backend = await readOnce(server);
      const id = server.idOf({ title: 'The Lantern' });
      const read = await stage.module.get(ServerDirectory).contact(backend).client.find(id);
      if (!read) throw new Error('the film is gone');
      await tell(backend, { ...read, watched: false, playedAt: null, playCount: 0 });
      expect(await decisions()).toEqual(['default', 'unplayed']);
      const comparing = compared();

      // What the server sends is, byte by byte, what it sent at first.
      await stage.import(backend);

      expect(comparing).toHaveBeenCalledOnce();
      comparing.mockClear();
      await stage.import(backend);
      expect(comparing).not.toHaveBeenCalled();
    },
  );

  it('is read when a setting lets it be read in another way', async () => {
    const backend = await readOnce(new FakeJellyfin());
    const comparing = compared();

    await stage.module.get(Backends).change(backend.id, { options: { MAX_EPISODE_RANGE: 2 } });
    await stage.import(backend);

    // One page of films and one of episodes.
    expect(comparing).toHaveBeenCalledTimes(2);
  });

  it('is read when everything is to be taken as news', async () => {
    const backend = await readOnce(new FakeJellyfin());

    const run = await stage.import(backend, { force: true });

    expect(run).toMatchObject({ status: 'succeeded', counts: { unchanged: 2 } });
  });
});

describe('a page that changed', () => {
  it('is read, whichever of its items it was', async () => {
    const server = new FakePlex();
    const backend = await readOnce(server);
    server.play(
      userOf(server),
      server.idOf({ title: 'Harbour Tales', season: 1, episode: 2 }),
      LONG_AGO + 120,
    );

    const run = await stage.import(backend);

    expect(run).toMatchObject({ counts: { played: 1, unchanged: 1 } });
    expect(await decisions()).toEqual(['played', 'played']);
  });

  it('is no seen one after a rehearsal', async () => {
    const server = new FakeJellyfin();
    const backend = await readOnce(server);
    server.play(
      userOf(server),
      server.idOf({ title: 'Harbour Tales', season: 1, episode: 2 }),
      LONG_AGO + 120,
    );
    await stage.import(backend, { dryRun: true });
    expect(await decisions()).toEqual(['default', 'played']);

    await stage.import(backend);

    expect(await decisions()).toEqual(['played', 'played']);
  });
});
