import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import { readBackup, type BackupLine } from '#libs/archive';
import {
  Backends,
  DatabaseModule,
  Identities,
  migrate,
  Runs,
  type BackendRecord,
  type BackupOptions,
  type RunRecord,
} from '#libs/database';
import { DirectoryModule } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { loadConfig, RuntimeModule, SecretBox } from '#libs/runtime';
import { createCache, createDatabase, FakePlex, queryRows } from '#libs/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackupReader } from './backups/backup-reader.js';
import { RunBackuper } from './backups/run-backuper.js';
import { ImporterConfig } from './importer.config.js';
import { LibraryReader } from './imports/library-reader.js';
import { StepClock } from './pages/step-clock.js';

const ADDED = 1_700_000_000;
const PLAYED = 1_710_000_000;
const MOVIES = 350;

describe('a backup', () => {
  let module: TestingModule;
  let url: string;
  let folder: string;
  let plex: FakePlex;
  let backend: BackendRecord;
  let people = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'watchstate-backup-'));
    ({ url } = await createDatabase());
    vi.stubEnv('WS_DATABASE_URL', url);
    vi.stubEnv('WS_CACHE_URL', await createCache());
    vi.stubEnv('WS_SECRET_KEY', randomBytes(32).toString('hex'));
    vi.stubEnv('WS_DATA_PATH', folder);
    vi.stubEnv('WS_LIBRARY_SEGMENT', '100');
    await migrate(url);
    module = await Test.createTestingModule({
      imports: [RuntimeModule.forService('test'), DatabaseModule, QueueModule.forRoot(), DirectoryModule],
      providers: [
        { provide: ImporterConfig, useFactory: () => loadConfig(ImporterConfig) },
        RunBackuper,
        BackupReader,
        LibraryReader,
        StepClock,
      ],
    }).compile();
    await module.init();
    vi.unstubAllEnvs();
  });

  afterAll(async () => {
    await module.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    plex = new FakePlex();
    await plex.start();
    for (let number = 1; number <= MOVIES; number += 1)
      plex.add({ type: 'movie', title: `Title ${number}`, guids: { tmdb: String(number) }, addedAt: ADDED });
    plex.add({
      type: 'episode',
      title: 'Harbour Tales',
      season: 1,
      episode: 2,
      guids: { tvdb: '88' },
      parentGuids: { tvdb: '8' },
      addedAt: ADDED,
    });
    const [user] = plex.users;
    if (!user) throw new Error('a fake without users');
    people += 1;
    const { id: identityId } = await module.get(Identities).add(`person_${people}`);
    backend = await module.get(Backends).add({
      identityId,
      name: 'plex',
      type: 'plex',
      url: plex.url,
      sealedToken: module.get(SecretBox).seal(user.token),
      userId: user.id,
      userName: user.name,
      uuid: plex.uuid,
      importEnabled: false,
      exportEnabled: false,
      options: {},
    });
    plex.play(user.id, plex.idOf({ title: 'Title 1' }), PLAYED);
    plex.pauseAt(user.id, plex.idOf({ title: 'Title 2' }), 1_325_000, PLAYED);
  });

  afterEach(async () => {
    await plex.stop();
    rmSync(join(folder, 'backup'), { recursive: true, force: true });
  });

  async function queue(changes: Partial<BackupOptions> = {}, dryRun = false): Promise<string> {
    const added = await module.get(Runs).add({
      kind: 'backup',
      identityId: backend.identityId,
      backendId: backend.id,
      backendName: backend.name,
      mode: null,
      dryRun,
      options: { backup: { keep: false, compress: true, enhance: true, ...changes } },
    });
    if (!('run' in added)) throw new Error('busy');
    return added.run.id;
  }

  async function carryOut(id: string, signal = new AbortController().signal): Promise<RunRecord> {
    await module.get(RunBackuper).backUp(id, { signal });
    return module.get(Runs).get(id);
  }

  const files = (): string[] => {
    try {
      return readdirSync(join(folder, 'backup'));
    } catch {
      return [];
    }
  };

  const today = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '');

  async function read(name: string): Promise<BackupLine[]> {
    const lines: BackupLine[] = [];
    for await (const line of readBackup(join(folder, 'backup', name))) lines.push(line);
    return lines;
  }

  it('holds every item with its state, whatever the switches of the backend, and writes nothing to the server', async () => {
    const run = await carryOut(await queue());
    expect(run).toMatchObject({ status: 'succeeded', counts: { added: MOVIES + 1 } });
    const name = `person_${people}.plex.${today()}.json.zip`;
    expect(files()).toEqual([name]);
    const entries = await read(name);
    expect(entries).toHaveLength(MOVIES + 1);
    expect(entries.find((entry) => entry?.title === 'Title 1')).toMatchObject({
      watched: true,
      updated: PLAYED,
    });
    expect(entries.find((entry) => entry?.title === 'Title 2')).toMatchObject({
      watched: false,
      positionMs: 1_325_000,
    });
    expect(entries.find((entry) => entry?.type === 'episode')).toMatchObject({
      season: 1,
      parentGuids: { tvdb: '8' },
    });
    expect(plex.writes()).toEqual([]);
  });

  it('144. Partial backup: a page that fails leaves a .partial and the complete one of the same day', async () => {
    await carryOut(await queue());
    plex.fault({ match: /GET \/library\/sections\/\d+\/all/, after: 4, kind: { status: 500 } });
    const run = await carryOut(await queue());
    expect(run).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('.partial') } });
    const name = `person_${people}.plex.${today()}.json.zip`;
    expect(files().sort()).toEqual([name, `${name}.partial`]);
    expect(await read(name)).toHaveLength(MOVIES + 1);
    expect(await read(`${name}.partial`)).toHaveLength(100);
  });

  it('145. Names and pruning: old automatic ones go when a new one is made', async () => {
    await carryOut(await queue({ keep: true, compress: false }));
    for (const name of ['main.plex.20231201.json.zip', 'before-upgrade.json'])
      writeFileSync(join(folder, 'backup', name), '[]');
    await carryOut(await queue({ file: '{backend}-of-{user}' }));
    expect(files().sort()).toEqual([
      'before-upgrade.json',
      `person_${people}.plex.json`,
      `plex-of-person_${people}.json.zip`,
    ]);
  });

  it('reads everything and writes no file when it is a rehearsal', async () => {
    const run = await carryOut(await queue({}, true));
    expect(run).toMatchObject({ status: 'succeeded', counts: { added: MOVIES + 1 } });
    expect(files()).toEqual([]);
  });

  it('begins anew after its process has gone, and counts nothing twice', async () => {
    const id = await queue();
    const leaving = new AbortController();
    plex.fault({ match: /GET \/library\/sections\/\d+\/all/, after: 4, times: 1, kind: { delayMs: 2_000 } });
    const gone = carryOut(id, leaving.signal);
    await vi.waitFor(async () => expect((await module.get(Runs).get(id)).done).toBeGreaterThan(0), {
      timeout: 10_000,
    });
    leaving.abort();
    await expect(gone).rejects.toThrow();
    expect(files()).toEqual([]);
    expect(await carryOut(id)).toMatchObject({
      status: 'succeeded',
      done: MOVIES + 1,
      counts: { added: MOVIES + 1 },
    });
  });

  it('stops when somebody says so, and leaves no file', async () => {
    const id = await queue();
    await queryRows(url, 'UPDATE run SET is_cancel_asked = true WHERE id = $1', [id]);
    expect((await carryOut(id)).status).toBe('cancelled');
    expect(files()).toEqual([]);
  });
});
