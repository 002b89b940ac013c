import { randomBytes } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  Backends,
  DatabaseModule,
  History,
  Identities,
  migrate,
  Runs,
  type BackendRecord,
  type RunRecord,
} from '#libs/database';
import { DirectoryModule, ServerDirectory } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { loadConfig, RuntimeModule, SecretBox } from '#libs/runtime';
import { createCache, createDatabase, FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { ImportFinisher } from './imports/import-finisher.js';
import { LibraryReader } from './imports/library-reader.js';
import { StepClock } from './pages/step-clock.js';
import { RunImporter } from './imports/run-importer.js';
import { ImporterConfig } from './importer.config.js';
import { PageImporter } from './pages/page-importer.js';
import { PushBell } from './pages/push-bell.js';

const LONG_AGO = 1_700_000_000;
const LATER = 1_710_000_000;
const job = { signal: new AbortController().signal };

let module: TestingModule;
let identityId: number;
let persons = 0;
const servers: FakeMediaServer[] = [];

beforeAll(async () => {
  const { url } = await createDatabase();
  process.env['WS_DATABASE_URL'] = url;
  process.env['WS_CACHE_URL'] = await createCache();
  process.env['WS_SECRET_KEY'] ??= randomBytes(32).toString('hex');
  await migrate(url);
  module = await Test.createTestingModule({
    imports: [RuntimeModule.forService('test'), DatabaseModule, QueueModule.forRoot(), DirectoryModule],
    providers: [
      { provide: ImporterConfig, useFactory: () => loadConfig(ImporterConfig) },
      RunImporter,
      LibraryReader,
      StepClock,
      ImportFinisher,
      PageImporter,
      PushBell,
    ],
  }).compile();
  await module.init();
});
afterAll(() => module.close());
beforeEach(async () => {
  persons += 1;
  identityId = (await module.get(Identities).add(`person_${persons}`)).id;
  return async () => {
    for (const server of servers.splice(0)) await server.stop();
  };
});

const userOf = (server: FakeMediaServer): string => server.users[0]?.id ?? '';

async function backendOn(server: FakeMediaServer): Promise<BackendRecord> {
  await server.start();
  servers.push(server);
  const [user] = server.users;
  if (!user) throw new Error('a fake without users');
  return module.get(Backends).add({
    identityId,
    name: server.type,
    type: server.type,
    url: server.url,
    sealedToken: module.get(SecretBox).seal(user.token),
    userId: user.id,
    userName: user.name,
    uuid: server.uuid,
    importEnabled: true,
    exportEnabled: true,
    options: {},
  });
}

async function importFrom(
  { id, name }: BackendRecord,
  options: RunRecord['options'] = {},
): Promise<RunRecord> {
  const added = await module.get(Runs).add({
    kind: 'import',
    identityId,
    backendId: id,
    backendName: name,
    mode: 'full',
    dryRun: false,
    options,
  });
  if (!('run' in added)) throw new Error('another import is under way');
  await module.get(RunImporter).import(added.run.id, job);
  return module.get(Runs).get(added.run.id);
}

const decisions = async (): Promise<Record<string, string>> => {
  const { items } = await module
    .get(History)
    .list(identityId, { filter: {}, sort: [], limit: 1_000, offset: 0 });
  return Object.fromEntries(items.map(({ title, decision }) => [title, decision]));
};

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
  (await module.get(Backends).byId(id))?.importLastSync ?? null;

describe('an import of chosen libraries', () => {
  it('176. reads these and no other, and does not move the date', async () => {
    const server = new FakeJellyfin();
    const backend = await backendOn(server);
    addMovie(server, 1);
    addEpisode(server);
    const libraries = await module.get(ServerDirectory).contact(backend).client.libraries();
    const shows = libraries.find(({ type }) => type === 'show');
    if (!shows) throw new Error('a fake without shows');

    const run = await importFrom(backend, { libraries: [shows.id] });

    expect(run).toMatchObject({ status: 'succeeded', done: 1, total: 1 });
    expect(await decisions()).toEqual({ 'Harbour Tales': 'default' });
    expect(await lastImport(backend)).toBeNull();
    await importFrom(backend);
    expect(await lastImport(backend)).not.toBeNull();
  });

  it('ends with a sentence when the server has no such library', async () => {
    const backend = await backendOn(new FakeJellyfin());
    expect(await importFrom(backend, { libraries: ['attic'] })).toMatchObject({
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
    await module.get(Backends).change(backend.id, { options: { LIBRARY_SEGMENT: 100 } });
    const { client } = module.get(ServerDirectory).contact(backend);
    const page = client.page.bind(client);
    let under = 0;
    let most = 0;
    let importing = 0;
    const pages = module.get(PageImporter);
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
    expect(await importFrom(backend, { sync_requests: true })).toMatchObject({ done: 250 });
    expect(most).toBe(1);
    expect(await importFrom(backend, { sync_requests: false, force: true })).toMatchObject({ done: 250 });
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
    await importFrom(first);

    await importFrom(second, { force: true });
    expect(await decisions()).toEqual({ 'Title 1': 'played' });

    const run = await importFrom(second, { trust: true });
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
    await importFrom(first);

    const parked = await importFrom(second, { trust: true });
    expect(parked.status).toBe('awaiting_approval');
    expect(new Set(Object.values(await decisions()))).toEqual(new Set(['played']));

    await module.get(Runs).approve(parked.id);
    await module.get(RunImporter).import(parked.id, job);
    expect(await module.get(Runs).get(parked.id)).toMatchObject({
      status: 'succeeded',
      counts: { unplayed: 26 },
    });
    expect(new Set(Object.values(await decisions()))).toEqual(new Set(['unplayed']));
  });
});
