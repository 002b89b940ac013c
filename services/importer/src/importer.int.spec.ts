import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { History, Ledger, OpenIntents, Runs, Backends, type BackendRecord } from '#libs/database';
import {
  FakeEmby,
  FakeJellyfin,
  FakePlex,
  queryRows,
  statementsDuring,
  type FakeMediaServer,
} from '#libs/testing';
import { RunImporter } from './imports/run-importer.js';
import { ImporterStage } from './testing/importer-stage.js';

const LONG_AGO = 1_700_000_000;
const LATER = 1_710_000_000;
const job = { signal: new AbortController().signal };

let stage: ImporterStage;
let servers: Record<'plex' | 'jellyfin' | 'emby', FakeMediaServer>;

beforeAll(async () => {
  stage = await ImporterStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.newPerson();
  servers = {
    plex: await stage.start(new FakePlex()),
    jellyfin: await stage.start(new FakeJellyfin()),
    emby: await stage.start(new FakeEmby()),
  };
});

const backendOn = (server: FakeMediaServer, options: BackendRecord['options'] = {}): Promise<BackendRecord> =>
  stage.backendOn(server, { options });
const userOf = (server: FakeMediaServer): string => server.users[0]?.id ?? '';

const lantern = {
  type: 'movie',
  title: 'The Lantern',
  year: 2020,
  guids: { imdb: 'tt9000001', tmdb: '700001' },
  addedAt: LONG_AGO,
} as const;
const harbour = {
  type: 'episode',
  title: 'Harbour Tales',
  year: 2021,
  season: 1,
  episode: 2,
  guids: { tvdb: '8800102' },
  parentGuids: { tvdb: '880010' },
  addedAt: LONG_AGO,
} as const;

const list = async (): Promise<Awaited<ReturnType<History['list']>>> =>
  stage.module
    .get(History)
    .list(stage.identityId, { filter: {}, sort: [{ by: 'title', direction: 'asc' }], limit: 100, offset: 0 });

describe('an import', () => {
  it('makes one item of what three kinds of server call by different names', async () => {
    for (const server of Object.values(servers)) {
      server.add(lantern);
      server.add(harbour);
    }
    servers.plex.play(userOf(servers.plex), servers.plex.idOf({ title: 'The Lantern' }), LATER);

    for (const server of Object.values(servers)) {
      const run = await stage.import(await backendOn(server));
      expect(run).toMatchObject({ status: 'succeeded', error: null, done: 2, total: 2 });
    }

    const { total, items } = await list();
    expect(total).toBe(2);
    expect(items.map(({ title, decision }) => [title, decision])).toEqual([
      ['Harbour Tales', 'default'],
      ['The Lantern', 'played'],
    ]);
    const copies = await stage.module.get(History).copies(items.map(({ id }) => id));
    expect(copies).toHaveLength(6);
  });

  it('touches nothing when nothing changed', async () => {
    servers.jellyfin.add(lantern);
    servers.jellyfin.play(userOf(servers.jellyfin), servers.jellyfin.idOf({ title: 'The Lantern' }), LATER);
    const backend = await backendOn(servers.jellyfin);
    await stage.import(backend);
    const [before] = (await list()).items;

    const again = await stage.import(backend);

    expect(again.counts).toMatchObject({ added: 0, updated: 0, unchanged: 1 });
    expect((await list()).items).toEqual([before]);
    expect(servers.jellyfin.writes()).toEqual([]);
  });

  it('keeps what it read and concludes nothing from the rest when the server fails half-way', async () => {
    for (let number = 1; number <= 250; number += 1) {
      servers.plex.add({ ...lantern, title: `Title ${number}`, guids: { tmdb: String(number) } });
    }
    const backend = await backendOn(servers.plex, { LIBRARY_SEGMENT: 100 });
    await stage.import(backend);
    for (let number = 1; number <= 250; number += 1) {
      const id = servers.plex.idOf({ title: `Title ${number}` });
      servers.plex.play(userOf(servers.plex), id, LATER);
    }
    await stage.import(backend);
    servers.plex.unplay(userOf(servers.plex), servers.plex.idOf({ title: 'Title 1' }));
    servers.plex.fault({ match: /library\/sections\/\d+\/all/, after: 2, kind: { status: 500 } });

    const run = await stage.import(await reload(backend));

    expect(run).toMatchObject({ status: 'failed', error: { key: 'server-error' } });
    expect(run.error?.message).toMatch(/stopped at item 100.*kept/);
    expect((await list()).items.every(({ decision }) => decision === 'played')).toBe(true);
    expect((await list()).total).toBe(250);

    servers.plex.clearFaults();
    await stage.import(await reload(backend));
    const unplayed = (await list()).items.filter(({ decision }) => decision === 'unplayed');
    expect(unplayed.map(({ title }) => title)).toEqual(['Title 1']);
  });

  it('parks a run that would unmark too much, and changes nothing of it', async () => {
    for (let number = 1; number <= 40; number += 1) {
      const id = servers.emby.add({ ...lantern, title: `Title ${number}`, guids: { tmdb: String(number) } });
      servers.emby.play(userOf(servers.emby), id, LATER);
    }
    const backend = await backendOn(servers.emby);
    await stage.import(backend);
    for (let number = 1; number <= 40; number += 1) {
      servers.emby.unplay(userOf(servers.emby), servers.emby.idOf({ title: `Title ${number}` }));
    }

    const run = await stage.import(await reload(backend));

    expect(run).toMatchObject({ status: 'awaiting_approval', counts: { updated: 0, unplayed: 40 } });
    expect((await list()).items.every(({ decision }) => decision === 'played')).toBe(true);
    const { total, changes } = await stage.module
      .get(Ledger)
      .changes(run.id, { status: 'planned', limit: 5, offset: 0 });
    expect(total).toBe(40);
    expect(changes[0]).toMatchObject({
      rule: 'unmarked',
      before: { watched: true },
      after: { watched: false },
    });

    await stage.module.get(Runs).approve(run.id);
    await stage.module.get(RunImporter).import(run.id, job);

    expect(await stage.module.get(Runs).get(run.id)).toMatchObject({
      status: 'succeeded',
      counts: { unplayed: 40 },
    });
    expect((await list()).items.every(({ decision }) => decision === 'unplayed')).toBe(true);
  });

  it('needs no more than 15 statements for a page of 1,000, whatever is on it', async () => {
    for (let number = 1; number <= 1_000; number += 1) {
      servers.jellyfin.add({
        ...lantern,
        title: `Title ${number}`,
        guids: { tmdb: String(number), imdb: `tt9${number}` },
      });
    }
    const backend = await backendOn(servers.jellyfin);
    const first = await statementsDuring(() => stage.import(backend));
    const titles = Array.from({ length: 1_000 }, (_, index) =>
      servers.jellyfin.idOf({ title: `Title ${index + 1}` }),
    );
    titles.forEach((id, index) => {
      servers.jellyfin[index % 2 === 0 ? 'play' : 'unplay'](userOf(servers.jellyfin), id, LATER);
    });
    const changed = await statementsDuring(async () => stage.import(await reload(backend)));

    // Beside the page: starting, finding the backend, the total, the proposals, the dates and the end of the run.
    const ofTheRun = await statementsDuring(async () => stage.import(await reload(backend)));
    expect(first - ofTheRun).toBeLessThanOrEqual(15);
    expect(changed - ofTheRun).toBeLessThanOrEqual(15);
  });

  it('32. heals a replaced file and forgets its old id, but no second copy that is still there', async () => {
    const { jellyfin } = servers;
    const old = jellyfin.add(lantern);
    const second = jellyfin.add({ ...lantern, path: '/films/the-lantern-4k.mkv' });
    for (const id of [old, second]) jellyfin.play(userOf(jellyfin), id, LATER);
    const backend = await backendOn(jellyfin);
    await stage.import(backend);
    await stage.module.get(Backends).recordSync(backend.id, 'export', new Date());
    // As if that had been yesterday.
    await queryRows(stage.databaseUrl, `UPDATE observation SET observed_at = observed_at - interval '1 day'`);
    jellyfin.remove(old);
    const fresh = jellyfin.add({ ...lantern, addedAt: LATER + 60, path: '/films/the-lantern-2.mkv' });

    const run = await stage.import(await reload(backend));

    expect(run).toMatchObject({ status: 'succeeded' });
    const { items } = await list();
    expect(items.map(({ decision }) => decision)).toEqual(['played']);
    const copies = await stage.module.get(History).copies(items.map(({ id }) => id));
    expect(copies.map(({ remoteId }) => remoteId).sort()).toEqual([second, fresh].sort());
    expect(await stage.module.get(OpenIntents).count()).toBe(1);
  });

  it('of metadata only leaves what a source was seen to say, so that a later unmark is still believed', async () => {
    const id = servers.jellyfin.add(lantern);
    servers.jellyfin.play(userOf(servers.jellyfin), id, LATER);
    const backend = await backendOn(servers.jellyfin);
    await stage.import(backend);
    servers.jellyfin.unplay(userOf(servers.jellyfin), id);

    await stage.import(await reload(backend), { metadata_only: true });
    expect((await list()).items[0]?.decision).toBe('played');
    await stage.import(await reload(backend));

    expect((await list()).items[0]?.decision).toBe('unplayed');
  });

  it('only rehearses on a dry run', async () => {
    servers.jellyfin.add(lantern);
    const backend = await backendOn(servers.jellyfin);
    await stage.import(backend);
    servers.jellyfin.play(userOf(servers.jellyfin), servers.jellyfin.idOf({ title: 'The Lantern' }), LATER);

    const run = await stage.import(backend, { dryRun: true });

    expect(run).toMatchObject({ status: 'succeeded', counts: { updated: 1, played: 1 } });
    expect((await list()).items[0]?.decision).toBe('default');
    expect(
      (await stage.module.get(Ledger).changes(run.id, { status: null, limit: 5, offset: 0 })).total,
    ).toBe(1);
  });
});

async function reload(backend: BackendRecord): Promise<BackendRecord> {
  const found = await stage.module.get(Backends).byId(backend.id);
  if (!found) throw new Error('the backend is gone');
  return found;
}
