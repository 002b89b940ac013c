import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupDraft, BackupShelf } from '#libs/archive';
import { toBackupEntry } from '#libs/core';
import {
  Backends,
  History,
  Restores,
  Runs,
  type BackendRecord,
  type RestoreOptions,
  type RunRecord,
} from '#libs/database';
import { GuidBook, ServerDirectory } from '#libs/directory';
import { FakeJellyfin, FakePlex, killAtStatement, queryRows, type FakeMediaServer } from '#libs/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunRestorer } from './restores/run-restorer.js';
import {
  ExporterStage,
  fakeWith,
  job,
  LATER,
  LONG_AGO,
  UNWATCHED,
  userOf,
  WATCHED,
} from './testing/exporter-stage.js';

const TITLES = 60;
const FILE = 'person.plex.json.zip';

describe('a restore', () => {
  let stage: ExporterStage;
  let folder: string;
  let plex: FakePlex;
  let jellyfin: FakeJellyfin;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'watchstate-restore-'));
    process.env['WS_DATA_PATH'] = folder;
    stage = await ExporterStage.open();
    delete process.env['WS_DATA_PATH'];
  });

  afterAll(async () => {
    await stage.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    await stage.newPerson();
    plex = await fakeWith(new FakePlex(), TITLES);
    jellyfin = await fakeWith(new FakeJellyfin(), TITLES);
  });

  afterEach(async () => {
    await plex.stop();
    await jellyfin.stop();
  });

  const idOn = (server: FakeMediaServer, number: number): string => server.idOf({ title: `Title ${number}` });
  const on = (server: FakeMediaServer, number: number) =>
    server.stateOf(userOf(server), idOn(server, number));

  /** What plex shows now, as a file in the backup folder. */
  async function backUp(): Promise<void> {
    const backend = await stage.backendOn(plex);
    const { client } = stage.module.get(ServerDirectory).contact(backend);
    const draft = new BackupDraft(new BackupShelf(join(folder, 'backup')), FILE);
    await draft.write(
      (async function* () {
        for (const library of await client.libraries())
          yield (await client.page(library, { offset: 0, limit: 1_000 })).items.map((item) =>
            toBackupEntry(item),
          );
      })(),
    );
    await draft.keep();
  }

  async function queue(
    backend: BackendRecord,
    changes: Partial<RestoreOptions> & { readonly dryRun?: boolean } = {},
  ): Promise<string> {
    const { dryRun = false, ...restore } = changes;
    const added = await stage.module.get(Runs).add({
      kind: 'restore',
      identityId: backend.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun,
      options: { restore: { file: FILE, progress: false, ignoreExportOff: false, ...restore } },
    });
    if (!('run' in added)) throw new Error('busy');
    return added.run.id;
  }

  async function carryOut(id: string): Promise<RunRecord> {
    await stage.module.get(RunRestorer).restore(id, job);
    return stage.module.get(Runs).get(id);
  }

  const restore = async (...asked: Parameters<typeof queue>): Promise<RunRecord> =>
    carryOut(await queue(...asked));

  async function history(number: number) {
    const [row] = await queryRows<{ id: number }>(
      stage.databaseUrl,
      'SELECT id::int FROM item WHERE identity_id = $1 AND title = $2',
      [stage.identityId, `Title ${number}`],
    );
    return stage.module.get(History).find(stage.identityId, row?.id ?? 0);
  }

  it('136. Round trip: what plex had is on an empty jellyfin, with the dates of the file', async () => {
    for (const number of [1, 2, 3]) plex.play(userOf(plex), idOn(plex, number), LATER);
    await backUp();
    const backend = await stage.backendOn(jellyfin);
    const run = await restore(backend);
    expect(run).toMatchObject({
      status: 'succeeded',
      counts: { played: 3, updated: 3, unchanged: TITLES - 3 },
    });
    for (let number = 1; number <= TITLES; number += 1)
      expect(on(jellyfin, number).watched, `Title ${number}`).toBe(number <= 3);
    expect(on(jellyfin, 1).playedAt).toBe(LATER);
    jellyfin.clearRequests();
    const again = await restore(backend);
    expect(again).toMatchObject({ status: 'succeeded', counts: { updated: 0 } });
    expect(jellyfin.writes()).toEqual([]);
  });

  it('137. Format: a broken line costs nothing but itself', async () => {
    const movie = (number: number, watched: number) =>
      JSON.stringify({
        type: 'movie',
        watched,
        updated: LATER,
        title: 'x',
        guids: { guid_tmdb: String(number) },
      });
    writeFileSync(
      join(folder, 'backup', 'odd.json'),
      `[\n{"type":"foo"},\n{broken,\n${movie(1, 1)},\n${movie(999, 1)}\n]\n`,
    );
    const run = await restore(await stage.backendOn(jellyfin), { file: 'odd.json' });
    expect(run).toMatchObject({
      status: 'succeeded',
      cursor: { entries: 2, invalid: 2, found: 1, notFound: 1 },
    });
    expect(on(jellyfin, 1).watched).toBe(true);
  });

  it('137. Format: ids of a site that the person added count in a file, too', async () => {
    const book = stage.module.get(GuidBook);
    book.replace({
      guids: [
        {
          ...{ id: '11111111-1111-4111-8111-111111111111', name: 'reels', description: '' },
          ...{ pattern: '^r\\d+$', example: 'r1', tests: { valid: ['r1'], invalid: ['1'] } },
        },
      ],
      links: [{ id: 'j', type: 'jellyfin', from: 'reeldb', to: 'reels', legacy: false, replace: null }],
    });
    const id = jellyfin.add({
      ...{ type: 'movie', title: 'The Long Quay', addedAt: LONG_AGO },
      guids: { reeldb: 'r71' },
    });
    const line = { type: 'movie', watched: 1, updated: LATER, title: 'x', guids: { guid_reels: 'r71' } };
    writeFileSync(join(folder, 'backup', 'own-ids.json'), `[\n${JSON.stringify(line)}\n]\n`);
    const run = await restore(await stage.backendOn(jellyfin), { file: 'own-ids.json' });
    book.replace({ guids: [], links: [] });
    expect(run).toMatchObject({ status: 'succeeded', cursor: { entries: 1, invalid: 0, found: 1 } });
    expect(jellyfin.stateOf(userOf(jellyfin), id).watched).toBe(true);
  });

  it('138. Dry by default: a rehearsal tells what it would do and makes no call that changes a state', async () => {
    plex.play(userOf(plex), idOn(plex, 1), LATER);
    jellyfin.play(userOf(jellyfin), idOn(jellyfin, 2), LATER);
    await backUp();
    const run = await restore(await stage.backendOn(jellyfin), { dryRun: true });
    expect(run).toMatchObject({ status: 'succeeded', counts: { played: 1, unplayed: 1 } });
    expect(
      (await stage.changesOf(run)).map(({ item, rule, status }) => [item.title, rule, status]).sort(),
    ).toEqual([
      ['Title 1', 'write-played', 'planned'],
      ['Title 2', 'write-unplayed', 'planned'],
    ]);
    expect(jellyfin.writes()).toEqual([]);
  });

  it('139. Export off: refused, and allowed when asked for by name', async () => {
    plex.play(userOf(plex), idOn(plex, 1), LATER);
    await backUp();
    const backend = await stage.backendOn(jellyfin, { exportEnabled: false });
    expect(await restore(backend)).toMatchObject({ status: 'failed', error: { key: 'export-off' } });
    expect(jellyfin.writes()).toEqual([]);
    expect(await restore(backend, { ignoreExportOff: true })).toMatchObject({ status: 'succeeded' });
    expect(on(jellyfin, 1).watched).toBe(true);
  });

  it('141. Not in file: such an item stays as it is', async () => {
    await backUp();
    const extra = jellyfin.add({
      type: 'movie',
      title: 'Only Here',
      guids: { tmdb: '5000' },
      addedAt: LONG_AGO,
    });
    jellyfin.play(userOf(jellyfin), extra, LATER);
    await restore(await stage.backendOn(jellyfin));
    expect(jellyfin.stateOf(userOf(jellyfin), extra).watched).toBe(true);
    expect(jellyfin.writes()).toEqual([]);
  });

  it('142. Unplayed in file, played later on the target: unplayed, and the guard asks first when it is much', async () => {
    await backUp();
    for (let number = 1; number <= 30; number += 1)
      jellyfin.play(userOf(jellyfin), idOn(jellyfin, number), LATER);
    const backend = await stage.backendOn(jellyfin);
    const id = await queue(backend);
    expect(await carryOut(id)).toMatchObject({ status: 'awaiting_approval' });
    expect(jellyfin.writes()).toEqual([]);
    await stage.module.get(Runs).approve(id);
    expect(await carryOut(id)).toMatchObject({ status: 'succeeded', counts: { unplayed: 30 } });
    expect(on(jellyfin, 1).watched).toBe(false);
  });

  it('143. Positions: come back where they are asked for and the target is unplayed', async () => {
    plex.pauseAt(userOf(plex), idOn(plex, 1), 1_325_000, LATER);
    plex.pauseAt(userOf(plex), idOn(plex, 2), 1_325_000, LATER);
    jellyfin.play(userOf(jellyfin), idOn(jellyfin, 2), LATER);
    await backUp();
    const run = await restore(await stage.backendOn(jellyfin), { progress: true });
    expect(run.counts).toMatchObject({ progress: 1, unplayed: 1 });
    expect(on(jellyfin, 1).positionMs).toBe(1_325_000);
    expect(on(jellyfin, 2)).toMatchObject({ watched: false, positionMs: 0 });
  });

  it('146. Restore result spreads: the truth of a source follows, with the date of the file, and can be undone', async () => {
    plex.play(userOf(plex), idOn(plex, 1), LATER);
    await backUp();
    const backend = await stage.backendOn(jellyfin);
    await stage.know(backend, () => ({ ...UNWATCHED, kind: 'default', decidedAt: null, positionAt: null }));
    const run = await restore(backend);
    const changed = await history(1);
    expect(changed).toMatchObject({ decision: 'played', event: 'run.restore' });
    expect(changed?.playedAt).toEqual(new Date(LATER * 1_000));
    const ledger = await queryRows(
      stage.databaseUrl,
      'SELECT cause, rule FROM state_change WHERE run_id = $1',
      [run.id],
    );
    expect(ledger).toEqual([{ cause: 'restore', rule: 'restored' }]);
    // Nothing is left that a following export would write back.
    jellyfin.clearRequests();
    expect(await stage.export(await stage.reload(backend))).toMatchObject({ status: 'succeeded' });
    expect(jellyfin.writes()).toEqual([]);
  });

  it('wins over a newer decision, and leaves the truth of a pure target alone', async () => {
    plex.play(userOf(plex), idOn(plex, 1), LONG_AGO);
    await backUp();
    const source = await stage.backendOn(jellyfin);
    await stage.know(source, () => UNWATCHED);
    await restore(source);
    expect(await history(1)).toMatchObject({ decision: 'played' });

    await stage.newPerson();
    const other = await fakeWith(new FakeJellyfin(), TITLES);
    const target = await stage.backendOn(other, { importEnabled: false });
    await stage.know(target, ({ title }) => (title === 'Title 2' ? WATCHED : UNWATCHED));
    await restore(target);
    expect(on(other, 1).watched).toBe(true);
    expect(await history(1)).toMatchObject({ decision: 'unplayed' });
    await other.stop();
  });

  it('goes on where it was killed, and writes nothing twice', async () => {
    for (const number of [1, 2, 3, 4]) plex.play(userOf(plex), idOn(plex, number), LATER);
    await backUp();
    const backend = await stage.backendOn(jellyfin);
    await stage.know(backend, () => ({ ...UNWATCHED, kind: 'default', decidedAt: null, positionAt: null }));
    const id = await queue(backend);
    let killed = 0;
    for (let n = 2; await killAtStatement(n, () => stage.module.get(RunRestorer).restore(id, job)); n += 7)
      killed += 1;
    expect(killed).toBeGreaterThan(2);
    const run = await stage.module.get(Runs).get(id);
    expect(run).toMatchObject({ status: 'succeeded' });
    expect(jellyfin.writes()).toHaveLength(4);
    for (const number of [1, 2, 3, 4]) expect(await history(number)).toMatchObject({ decision: 'played' });
  });

  it('that breaks off expects nothing of what it was writing; the next one sees what arrived', async () => {
    plex.play(userOf(plex), idOn(plex, 1), LATER);
    plex.play(userOf(plex), idOn(plex, 2), LATER);
    await backUp();
    const target = await stage.backendOn(jellyfin);
    await stage.know(target, () => UNWATCHED);
    jellyfin.fault({ match: /PlayedItems/, kind: { status: 500 } });

    const run = await restore(target);

    expect(run).toMatchObject({ status: 'failed', error: { key: 'server-error' } });
    const writes = await queryRows<{ reason: string }>(
      stage.databaseUrl,
      'SELECT reason FROM restore_write WHERE run_id = $1 ORDER BY id',
      [run.id],
    );
    expect(writes.map(({ reason }) => reason)).toEqual(['unknown-outcome', 'unknown-outcome']);
    expect(
      await queryRows(
        stage.databaseUrl,
        'SELECT remote_id FROM observation WHERE backend_id = $1 AND expected_at IS NOT NULL',
        [target.id],
      ),
    ).toEqual([]);

    jellyfin.clearFaults();
    expect(await restore(target)).toMatchObject({ status: 'succeeded', counts: { played: 2 } });
    expect([on(jellyfin, 1).watched, on(jellyfin, 2).watched]).toEqual([true, true]);
  });

  it('writes nothing more once its backend was given to another account', async () => {
    for (const number of [1, 2, 3]) plex.play(userOf(plex), idOn(plex, number), LATER);
    await backUp();
    const backend = await stage.backendOn(jellyfin);
    const restores = stage.module.get(Restores);
    const announce = restores.announce.bind(restores);
    let changed: Promise<unknown> | null = null;
    const atFirstWrite = vi.spyOn(restores, 'announce').mockImplementation(async (...write) => {
      await (changed ??= stage.module.get(Backends).changeAccount(backend, { userId: 'another' }));
      return announce(...write);
    });

    const run = await restore(backend);
    atFirstWrite.mockRestore();

    expect(run).toMatchObject({ status: 'failed', error: { key: 'account-changed' } });
    expect(jellyfin.writes()).toEqual([]);
  });

  it('waits for the backup of the target that comes first, and does nothing without it', async () => {
    plex.play(userOf(plex), idOn(plex, 1), LATER);
    await backUp();
    const backend = await stage.backendOn(jellyfin);
    const runs = stage.module.get(Runs);
    const first = await runs.add({
      kind: 'backup',
      identityId: backend.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun: false,
      options: {},
    });
    const backupRunId = 'run' in first ? first.run.id : '';
    const id = await queue(backend, { backupRunId });
    await expect(stage.module.get(RunRestorer).restore(id, job)).rejects.toMatchObject({
      remedy: { retry: 'at' },
    });
    await runs.finish(backupRunId, 'failed', null);
    expect(await carryOut(id)).toMatchObject({ status: 'failed', error: { key: 'not-backed-up' } });
    expect(jellyfin.writes()).toEqual([]);
  });

  it('ends with a sentence when its file is gone or no backup', async () => {
    writeFileSync(join(folder, 'backup', 'text.json'), 'hello');
    const backend = await stage.backendOn(jellyfin);
    expect(await restore(backend, { file: 'gone.json' })).toMatchObject({
      status: 'failed',
      error: { key: 'no-such-file' },
    });
    expect(await restore(backend, { file: 'text.json' })).toMatchObject({
      status: 'failed',
      error: { key: 'not-a-backup' },
    });
  });
});
