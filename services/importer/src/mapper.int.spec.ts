import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ImportPages, type BackendRecord, type RunRecord } from '#libs/database';
import { ConfigSources, loadConfig, TaskLog } from '#libs/runtime';
import { FakeEmby, FakeJellyfin, FakePlex, queryRows, type FakeMediaServer } from '#libs/testing';
import { ImporterConfig } from './importer.config.js';
import { ImporterStage } from './testing/importer-stage.js';

const LONG_AGO = 1_700_000_000;

type Mapper = 'memory' | 'direct';

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
const idOf = (server: FakeMediaServer, number: number): string => server.idOf({ title: `Title ${number}` });

/** What is stored of one person, without numbers and times of this run of the test. */
const stored = (): Promise<unknown> =>
  Promise.all(
    [
      `SELECT title, guids, decision, position_ms, played_at, via FROM item WHERE identity_id = ID ORDER BY title`,
      `SELECT b.name, o.remote_id, o.fingerprint, o.watched, o.position_ms, o.play_count, o.played_at, o.path, o.as_source, o.is_echo
         FROM observation o JOIN backend b ON b.id = o.backend_id WHERE b.identity_id = ID ORDER BY b.name, o.remote_id`,
      `SELECT i.title, c.cause, c.rule, c.status, c.before->'kind' AS before, c.after->'kind' AS after
         FROM state_change c JOIN item i ON i.id = c.item_id WHERE c.identity_id = ID ORDER BY i.title, c.id`,
    ].map((query) => queryRows(stage.databaseUrl, query.replaceAll('ID', String(stage.identityId)))),
  );

/** Not its requests: a page that is compared may be news, before which a server proves itself once more. */
const countsOf = ({ status, counts, tally, done }: RunRecord): object => ({ status, counts, tally, done });

/** A household of three servers lives through four imports of each; the same each time. */
async function lived(
  mapper: Mapper,
): Promise<{ readonly runs: readonly object[]; readonly stored: unknown }> {
  const servers = [new FakePlex(), new FakeJellyfin(), new FakeEmby()];
  const backends: BackendRecord[] = [];
  for (const server of servers) {
    await stage.start(server);
    for (let number = 1; number <= 6; number += 1)
      server.add({
        type: 'movie',
        title: `Title ${number}`,
        guids: { tmdb: String(number) },
        addedAt: LONG_AGO,
      });
    backends.push(await stage.backendOn(server));
  }
  const [plex, jellyfin, emby] = servers as [FakePlex, FakeJellyfin, FakeEmby];
  const runs: object[] = [];
  const importAll = async (): Promise<void> => {
    for (const backend of backends)
      runs.push(countsOf(await stage.import(await stage.reload(backend), { mapper })));
  };

  plex.play(userOf(plex), idOf(plex, 1), LONG_AGO + 60);
  emby.pauseAt(userOf(emby), idOf(emby, 2), 900_000, LONG_AGO + 90);
  await importAll();
  await importAll();
  jellyfin.play(userOf(jellyfin), idOf(jellyfin, 3), LONG_AGO + 120);
  plex.unplay(userOf(plex), idOf(plex, 1));
  plex.remove(idOf(plex, 5));
  emby.add({ type: 'movie', title: 'Title 7', guids: { tmdb: '7' }, addedAt: LONG_AGO });
  await importAll();
  await importAll();
  return { runs, stored: await stored() };
}

describe('the mapper of an import', () => {
  it('is memory or direct with the same result, down to every row (F186, F187)', async () => {
    const [memory, direct] = [await lived('memory'), (await stage.newPerson(), await lived('direct'))];
    expect(direct).toEqual(memory);
    expect(memory.runs).toHaveLength(12);
    expect(JSON.stringify(memory.stored)).toMatch(/unmarked/);
  });

  it('compares in direct what memory knows to be the very same, and says so in the log of tasks (F188, F189)', async () => {
    const server = await stage.start(new FakeJellyfin());
    server.add({ type: 'movie', title: 'Title 1', guids: { tmdb: '1' }, addedAt: LONG_AGO });
    const backend = await stage.backendOn(server);
    await stage.import(backend);
    const comparing = vi.spyOn(stage.module.get(ImportPages), 'changed');
    const told = vi.spyOn(stage.module.get(TaskLog), 'notice');
    const lines = () =>
      told.mock.calls.map(([line]) => line).filter((line) => line.includes('direct mapper'));

    await stage.import(await stage.reload(backend), { mapper: 'memory' });
    expect([comparing.mock.calls.length, lines()]).toEqual([0, []]);
    await stage.import(await stage.reload(backend), { mapper: 'direct' });
    expect(comparing.mock.calls.length).toBeGreaterThan(0);
    expect(lines()).toHaveLength(1);
  });

  it.each([
    ['memory', 'memory'],
    ['direct', 'direct'],
    ['MemoryMapper', 'memory'],
    ['DirectMapper', 'direct'],
  ])('may be called %s, as in an old configuration (F188)', (written, meant) => {
    const { WS_MAPPER_IMPORT } = loadConfig(ImporterConfig, new ConfigSources({ WS_MAPPER_IMPORT: written }));
    expect(WS_MAPPER_IMPORT).toBe(meant);
  });

  it('is refused when it is neither, by name', () => {
    const load = () => loadConfig(ImporterConfig, new ConfigSources({ WS_MAPPER_IMPORT: 'other' }));
    expect(load).toThrow(/WS_MAPPER_IMPORT/);
  });
});
