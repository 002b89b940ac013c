import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Backends, Runs, type BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { RunImporter } from './imports/run-importer.js';
import { PageImporter } from './pages/page-importer.js';
import { ImporterStage } from './testing/importer-stage.js';

const LONG_AGO = 1_700_000_000;
const LATER = 1_710_000_000;
const job = { signal: new AbortController().signal };

let stage: ImporterStage;

beforeAll(async () => {
  stage = await ImporterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

const userOf = (server: FakeMediaServer): string => server.users[0]?.id ?? '';
const backendOn = async (server: FakeMediaServer): Promise<BackendRecord> =>
  stage.backendOn(await stage.start(server));

const decisions = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await stage.items()).map(({ title, decision }) => [title, decision]));

function addMovie(server: FakeMediaServer, number: number, isPlayed = false): string {
  const guids = { tmdb: String(number) };
  const id = server.add({ type: 'movie', title: `Title ${number}`, guids, addedAt: LONG_AGO });
  if (isPlayed) server.play(userOf(server), id, LATER);
  return id;
}

const addEpisode = (server: FakeMediaServer): string =>
  server.add({
    type: 'episode',
    title: 'Harbour Tales',
    season: 1,
    episode: 2,
    guids: { tvdb: '8800102' },
    parentGuids: { tvdb: '880010' },
    addedAt: LONG_AGO,
  });

const lastImport = async ({ id }: BackendRecord): Promise<Date | null> =>
  (await stage.module.get(Backends).byId(id))?.importLastSync ?? null;

describe('an import of chosen libraries', () => {
  it('176. reads these and no other, and does not move the date', async () => {
    const server = new FakeJellyfin();
    const backend = await backendOn(server);
    addMovie(server, 1);
    addEpisode(server);
    const libraries = await stage.module.get(ServerDirectory).contact(backend).client.libraries();
    const shows = libraries.find(({ type }) => type === 'show');
    if (!shows) throw new Error('a fake without shows');

    const run = await stage.import(backend, { libraries: [shows.id] });

    expect(run).toMatchObject({ status: 'succeeded', done: 1, total: 1 });
    expect(await decisions()).toEqual({ 'Harbour Tales': 'default' });
    expect(await lastImport(backend)).toBeNull();
    await stage.import(backend);
    expect(await lastImport(backend)).not.toBeNull();
  });

  it('ends with a sentence when the server has no such library', async () => {
    const backend = await backendOn(new FakeJellyfin());
    expect(await stage.import(backend, { libraries: ['attic'] })).toMatchObject({
      status: 'failed',
      error: { key: 'unknown-library', message: expect.stringContaining('attic') },
    });
  });
});

describe('an import with one request at a time', () => {
  it('never asks for a page while another is under way (F181)', async () => {
    const server = new FakeJellyfin();
    const backend = await backendOn(server);
    for (let number = 1; number <= 250; number += 1) addMovie(server, number);
    await stage.module.get(Backends).change(backend.id, { options: { LIBRARY_SEGMENT: 100 } });
    const { client } = stage.module.get(ServerDirectory).contact(backend);
    const page = client.page.bind(client);
    let under = 0;
    let most = 0;
    let importing = 0;
    const pages = stage.module.get(PageImporter);
    const work = pages.import.bind(pages);
    pages.import = async (...given) => {
      importing += 1;
      if (under > 0) most = Math.max(most, 2);
      const outcome = await work(...given);
      importing -= 1;
      return outcome;
    };
    client.page = async (...given) => {
      under += 1;
      most = Math.max(most, under + importing);
      const read = await page(...given);
      under -= 1;
      return read;
    };
    expect(await stage.import(backend, { sync_requests: true })).toMatchObject({ done: 250 });
    expect(most).toBe(1);
    expect(await stage.import(backend, { sync_requests: false, force: true })).toMatchObject({ done: 250 });
    expect(most).toBe(2);
    pages.import = work;
  });
});

describe('a trusted import', () => {
  it('81, 82. takes the state of the backend as the truth; a forced one does not', async () => {
    const plex = new FakePlex();
    const jellyfin = new FakeJellyfin();
    const [first, second] = [await backendOn(plex), await backendOn(jellyfin)];
    addMovie(plex, 1, true);
    addMovie(jellyfin, 1);
    await stage.import(first);

    await stage.import(second, { force: true });
    expect(await decisions()).toEqual({ 'Title 1': 'played' });

    const run = await stage.import(second, { trust: true });
    expect(run).toMatchObject({ status: 'succeeded', counts: { unplayed: 1 } });
    expect(await decisions()).toEqual({ 'Title 1': 'unplayed' });
  });

  it('83. is stopped when it would unmark too much, and applied or dropped whole', async () => {
    const plex = new FakePlex();
    const jellyfin = new FakeJellyfin();
    const [first, second] = [await backendOn(plex), await backendOn(jellyfin)];
    for (let number = 1; number <= 26; number += 1) {
      addMovie(plex, number, true);
      addMovie(jellyfin, number);
    }
    await stage.import(first);

    const parked = await stage.import(second, { trust: true });
    expect(parked.status).toBe('awaiting_approval');
    expect(new Set(Object.values(await decisions()))).toEqual(new Set(['played']));

    await stage.module.get(Runs).approve(parked.id);
    await stage.module.get(RunImporter).import(parked.id, job);
    expect(await stage.module.get(Runs).get(parked.id)).toMatchObject({
      status: 'succeeded',
      counts: { unplayed: 26 },
    });
    expect(new Set(Object.values(await decisions()))).toEqual(new Set(['unplayed']));
  });
});
