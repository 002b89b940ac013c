import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BackendNameTaken, Backends, type BackendRecord } from './backends.js';
import { AccountChanged } from './import-pages.js';
import { Identities, IdentityTaken } from './identities.js';
import { aReport, contextOf, EARLIER, importPage } from './testing/pages.js';
import { Stage } from './testing/stage.js';
import { PersonMarks } from './person-marks.js';
import { Runs } from './runs.js';

let stage: Stage;
let backends: Backends;
let identityId: number;
let backend: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
  backends = new Backends(stage.database);
});

afterAll(() => stage.close());

beforeEach(async () => {
  identityId = await stage.person();
  backend = await stage.backend(identityId);
});

const titles = async () =>
  (
    await stage.rows<{ title: string }>('SELECT title FROM item WHERE identity_id = $1 ORDER BY title', [
      identityId,
    ])
  ).map(({ title }) => title);
const shows = (one: BackendRecord, ...names: string[]) =>
  importPage(
    stage,
    contextOf(one),
    names.map((title) => aReport({ title, watched: true, playedAt: EARLIER })),
  );

describe('a backend', () => {
  it('has a name that is its own among those of its person', async () => {
    await expect(stage.backend(identityId, { name: backend.name })).rejects.toThrow(BackendNameTaken);

    const other = await stage.backend(await stage.person(), { name: backend.name });
    expect(await backends.find(identityId, backend.name)).toEqual(backend);
    expect(await backends.find(other.identityId, backend.name)).toEqual(other);
  });

  it('is changed in what is given, and only there', async () => {
    await backends.change(backend.id, {
      url: 'http://cellar:8096',
      options: { ignore: '3' },
      exportEnabled: false,
    });

    expect(await backends.byId(backend.id)).toEqual({
      ...backend,
      url: 'http://cellar:8096',
      options: { ignore: '3' },
      exportEnabled: false,
    });
  });

  it('stays as it is when nothing is given', async () => {
    await backends.change(backend.id, {});

    expect(await backends.byId(backend.id)).toEqual(backend);
  });

  it('has no other columns than those that may be changed', async () => {
    const foreign = { 'url = 1; --': 'x' } as object;

    await expect(backends.change(backend.id, foreign)).rejects.toThrow('no column');
  });

  it('never moves the date of its last sync back', async () => {
    const [earlier, later] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')];
    await backends.recordSync(backend.id, 'import', later);

    await backends.recordSync(backend.id, 'import', earlier);

    expect(await backends.byId(backend.id)).toMatchObject({ importLastSync: later, exportLastSync: null });
  });

  it('of a server is meant by a webhook of its user, or by one that names nobody', async () => {
    const uuid = `server of ${identityId}`;
    const alex = await stage.backend(identityId, { uuid, userId: 'alex' });
    const sam = await stage.backend(await stage.person(), { uuid, userId: 'sam' });
    const idsFor = async (user: string | null) => (await backends.ofServer(uuid, user)).map(({ id }) => id);

    expect(await idsFor('sam')).toEqual([sam.id]);
    expect(await idsFor(null)).toEqual([alex.id, sam.id]);
    expect(await idsFor('nobody')).toEqual([]);
  });

  it('that turns to another account forgets what the old one said', async () => {
    await shows(backend, 'The Lantern');
    for (const direction of ['import', 'export'] as const) {
      await backends.recordSync(backend.id, direction, new Date());
    }

    await backends.changeAccount(backend, { userId: 'sam' });

    expect(await backends.byId(backend.id)).toMatchObject({
      userId: 'sam',
      importLastSync: null,
      exportLastSync: null,
    });
    expect(await stage.value('SELECT count(*) FROM observation WHERE backend_id = $1', [backend.id])).toBe(0);
    expect(await titles()).toEqual(['The Lantern']);
  });

  it('given to another account ends all that is under way for the old one, and takes no page of it any more', async () => {
    await shows(backend, 'The Lantern');
    const importRun = await stage.run(backend);
    const exportRun = await stage.run(backend, { kind: 'export' });
    await new Runs(stage.database).start(importRun.id);

    await backends.changeAccount(backend, { userId: 'sam' });

    for (const { id } of [importRun, exportRun])
      expect(await new Runs(stage.database).get(id)).toMatchObject({
        status: 'failed',
        error: { key: 'account-changed' },
      });
    await expect(shows(backend, 'Of the old account')).rejects.toThrow(AccountChanged);
    await backends.recordRun(backend, 'import', new Date());
    expect(await backends.byId(backend.id)).toMatchObject({ importLastSync: null, accountGeneration: 1 });
    expect(await titles()).toEqual(['The Lantern']);
    expect(await stage.value('SELECT count(*) FROM observation WHERE backend_id = $1', [backend.id])).toBe(0);
  });
});

describe('while a write to a backend is being settled, it', () => {
  /** Holds the rows of a planned write as settling it does: first the intent, then the copy. */
  async function whileSettling(ending: () => Promise<unknown>): Promise<void> {
    await shows(backend, 'The Lantern');
    const run = await stage.run(backend, { kind: 'export' });
    await stage.rows(
      `INSERT INTO export_intent (run_id, backend_id, item_id, remote_id, part, status)
       SELECT $1, o.backend_id, o.item_id, o.remote_id, o.part, 'planned' FROM observation o WHERE o.backend_id = $2`,
      [run.id, backend.id],
    );
    const ended = await stage.database.transaction(async (manager) => {
      await manager.query(`UPDATE export_intent SET status = 'written' WHERE run_id = $1`, [run.id]);
      const end = ending();
      await stage.untilSomebodyWaits();
      await manager.query(`UPDATE observation SET fingerprint = '' WHERE backend_id = $1`, [backend.id]);
      await manager.query('UPDATE run SET done = done + 1 WHERE id = $1', [run.id]);
      return { end };
    });
    await ended.end;
  }

  it('is removed after that, and neither waits for the other for ever', async () => {
    await whileSettling(() => backends.remove(backend));

    expect(await backends.byId(backend.id)).toBeNull();
    expect(await titles()).toEqual([]);
  });

  it('is given to another account after that', async () => {
    await whileSettling(() => backends.changeAccount(backend, { userId: 'sam' }));

    expect(await backends.byId(backend.id)).toMatchObject({ userId: 'sam' });
  });
});

describe('a backend that is removed', () => {
  it('155. takes along what it reported, and the items that it alone had', async () => {
    const other = await stage.backend(identityId);
    await shows(backend, 'Here', 'Both');
    await shows(other, 'Both', 'There');

    expect(await backends.remove(backend)).toEqual({ references: 2, records: 1 });

    expect(await titles()).toEqual(['Both', 'There']);
    expect(await backends.byId(backend.id)).toBeNull();
    expect(await stage.value('SELECT count(*) FROM item_key WHERE identity_id = $1', [identityId])).toBe(2);
  });

  it('leaves alone the items that no backend had, and those of others', async () => {
    const stranger = await stage.backend(await stage.person());
    await shows(stranger, 'Here');
    await shows(backend, 'Here', 'Orphan');
    await stage.rows(`DELETE FROM observation WHERE remote_id = 'Orphan'`);

    expect(await backends.remove(backend)).toEqual({ references: 1, records: 1 });

    expect(await titles()).toEqual(['Orphan']);
    expect(await stage.value('SELECT count(*) FROM item WHERE identity_id = $1', [stranger.identityId])).toBe(
      1,
    );
  });

  it('keeps the ledger of the items that stay', async () => {
    const other = await stage.backend(identityId);
    await shows(backend, 'Both');
    await shows(other, 'Both');

    await backends.remove(backend);

    expect(
      await stage.rows('SELECT backend_id FROM state_change WHERE identity_id = $1', [identityId]),
    ).toEqual([{ backend_id: null }]);
  });

  it('takes along what waited to be written to it', async () => {
    await backends.recordSync(backend.id, 'export', new Date());
    const other = await stage.backend(identityId);
    await importPage(stage, contextOf(backend), [aReport({ title: 'Both' })]);
    await importPage(stage, contextOf(other), [aReport({ title: 'Both' })]);
    const itemId = Number(await stage.value('SELECT id FROM item WHERE identity_id = $1', [identityId]));
    await new PersonMarks(stage.database).mark({ identityId, itemId, watched: true, at: EARLIER });
    expect(await stage.value('SELECT count(*) FROM export_intent WHERE item_id = $1', [itemId])).toBe(1);

    await backends.remove(backend);

    expect(await stage.value('SELECT count(*) FROM export_intent WHERE item_id = $1', [itemId])).toBe(0);
  });
});

describe('a person', () => {
  it('has a name that nobody else has, also when two take it at the same moment', async () => {
    const identities = new Identities(stage.database);

    const added = await Promise.allSettled([identities.add('twin'), identities.add('twin')]);

    expect(added.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(added.find((one) => one.status === 'rejected')?.reason).toBeInstanceOf(IdentityTaken);
  });

  it('is listed with the names of their backends', async () => {
    const { name } = (await new Identities(stage.database).byId(identityId))!;
    const second = await stage.backend(identityId);

    const listed = (await new Identities(stage.database).list()).find(({ id }) => id === identityId);

    expect(listed).toEqual({
      id: identityId,
      name,
      syncRewatch: null,
      backends: [backend.name, second.name].sort(),
    });
  });

  it('who is deleted leaves nothing behind, and takes nothing of others', async () => {
    const stranger = await stage.backend(await stage.person());
    await shows(stranger, 'Theirs');
    await backends.recordSync(backend.id, 'export', new Date());
    await shows(backend, 'Mine');
    const run = await stage.run(backend);
    const [item] = await stage.rows<{ id: number }>('SELECT id FROM item WHERE identity_id = $1', [
      identityId,
    ]);
    await new PersonMarks(stage.database).mark({ identityId, itemId: item!.id, watched: false, at: EARLIER });
    await stage.rows(
      `INSERT INTO export_intent (run_id, backend_id, item_id, remote_id, part, status) VALUES ($1, $2, $3, 'Mine', 0, 'planned')`,
      [run.id, backend.id, item!.id],
    );

    await stage.rows('DELETE FROM identity WHERE id = $1', [identityId]);

    expect(await leftOf(identityId, backend.id)).toEqual([]);
    expect(await leftOf(stranger.identityId, stranger.id)).not.toEqual([]);
  });

  /** Names of the tables that still hold something of this person. */
  async function leftOf(person: number, itsBackend: number): Promise<string[]> {
    const counted = await stage.rows<{ table: string; rows: number }>(
      `SELECT 'backend' AS table, count(*) AS rows FROM backend WHERE identity_id = $1
       UNION ALL SELECT 'item', count(*) FROM item WHERE identity_id = $1
       UNION ALL SELECT 'item_key', count(*) FROM item_key WHERE identity_id = $1
       UNION ALL SELECT 'run', count(*) FROM run WHERE identity_id = $1
       UNION ALL SELECT 'state_change', count(*) FROM state_change WHERE identity_id = $1
       UNION ALL SELECT 'observation', count(*) FROM observation WHERE backend_id = $2
       UNION ALL SELECT 'export_intent', count(*) FROM export_intent WHERE backend_id = $2`,
      [person, itsBackend],
    );
    return counted.filter(({ rows }) => rows > 0).map(({ table }) => table);
  }
});
