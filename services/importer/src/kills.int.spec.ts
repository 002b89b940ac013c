import { randomBytes } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Backends,
  DatabaseModule,
  History,
  Identities,
  Ledger,
  migrate,
  Runs,
  type BackendRecord,
} from '#libs/database';
import { DirectoryModule } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { loadConfig, RuntimeModule, SecretBox } from '#libs/runtime';
import { createCache, createDatabase, FakeJellyfin, killAtStatement } from '#libs/testing';
import { HistoryTaker } from './imports/history-taker.js';
import { ImportFinisher } from './imports/import-finisher.js';
import { LibraryReader } from './imports/library-reader.js';
import { StepClock } from './pages/step-clock.js';
import { RunImporter } from './imports/run-importer.js';
import { ImporterConfig } from './importer.config.js';
import { PageImporter } from './pages/page-importer.js';
import { PushBell } from './pages/push-bell.js';

const MOVIES = 250;
const LONG_AGO = 1_700_000_000;
const job = { signal: new AbortController().signal };

describe('an importer that is killed', () => {
  let module: TestingModule;
  let jellyfin: FakeJellyfin;
  let persons = 0;

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
        HistoryTaker,
        PageImporter,
        PushBell,
      ],
    }).compile();
    await module.init();
    jellyfin = new FakeJellyfin();
    await jellyfin.start();
    for (let number = 1; number <= MOVIES; number += 1) {
      jellyfin.add({
        type: 'movie',
        title: titleOf(number),
        guids: { tmdb: String(number) },
        addedAt: LONG_AGO,
      });
    }
  });

  afterAll(async () => {
    await jellyfin.stop();
    await module.close();
  });

  const titleOf = (number: number): string => `Title ${String(number).padStart(3, '0')}`;
  const userId = (): string => jellyfin.users[0]?.id ?? '';

  async function backendOfNewPerson(): Promise<BackendRecord> {
    persons += 1;
    const [user] = jellyfin.users;
    if (!user) throw new Error('a fake without users');
    const { id: identityId } = await module.get(Identities).add(`person_${persons}`);
    return module.get(Backends).add({
      identityId,
      name: 'jellyfin',
      type: 'jellyfin',
      url: jellyfin.url,
      sealedToken: module.get(SecretBox).seal(user.token),
      userId: user.id,
      userName: user.name,
      uuid: jellyfin.uuid,
      importEnabled: true,
      exportEnabled: true,
      options: { LIBRARY_SEGMENT: 100 },
    });
  }

  async function imported(backend: BackendRecord, n: number): Promise<boolean> {
    const { identityId, id: backendId, name: backendName } = backend;
    const run = {
      kind: 'import',
      identityId,
      backendId,
      backendName,
      mode: 'full',
      dryRun: false,
      options: {},
    } as const;
    const added = await module.get(Runs).add(run);
    if (!('run' in added)) throw new Error('another import is under way');
    const wasKilled = await killAtStatement(n, () => module.get(RunImporter).import(added.run.id, job));
    await module.get(RunImporter).import(added.run.id, job);
    expect(await module.get(Runs).get(added.run.id)).toMatchObject({
      status: 'succeeded',
      done: MOVIES,
      total: MOVIES,
    });
    return wasKilled;
  }

  /** All that a person could see afterwards: states, and how often each item stands in the ledger. */
  async function seen({ identityId }: BackendRecord): Promise<unknown> {
    const { items, total } = await module.get(History).list(identityId, {
      filter: {},
      sort: [{ by: 'title', direction: 'asc' }],
      limit: 500,
      offset: 0,
    });
    const copies = await module.get(History).copies(items.map(({ id }) => id));
    const { runs } = await module
      .get(Runs)
      .list({ identityId, kind: null, status: null, backend: null, limit: 10, offset: 0 });
    const entries = await Promise.all(
      runs.map(({ id }) => module.get(Ledger).changes(id, { status: 'applied', limit: 1, offset: 0 })),
    );
    return {
      total,
      states: items.map(({ title, decision, positionMs }) => `${title} ${decision} ${positionMs}`),
      copies: copies.map(({ remoteId, watched }) => `${remoteId} ${watched}`).sort(),
      entries: entries.map((page) => page.total),
    };
  }

  /** A first import, then one that finds plays and unmarks, each killed before its n-th statement and taken up again. */
  async function round(n: number): Promise<{ wasKilled: boolean; result: unknown }> {
    const backend = await backendOfNewPerson();
    for (let number = 1; number <= 120; number += 1)
      jellyfin.play(userId(), jellyfin.idOf({ title: titleOf(number) }), LONG_AGO + number);
    const first = await imported(backend, n);
    for (let number = 1; number <= 9; number += 1)
      jellyfin.unplay(userId(), jellyfin.idOf({ title: titleOf(number) }));
    for (let number = 130; number <= 140; number += 1)
      jellyfin.play(userId(), jellyfin.idOf({ title: titleOf(number) }), LONG_AGO + number);
    const second = await imported((await module.get(Backends).byId(backend.id)) ?? backend, n);
    const result = await seen(backend);
    for (let number = 1; number <= 140; number += 1)
      jellyfin.unplay(userId(), jellyfin.idOf({ title: titleOf(number) }));
    return { wasKilled: first || second, result };
  }

  it('152. before any of its statements ends like one that was not', async () => {
    const undisturbed = await round(Number.POSITIVE_INFINITY);
    expect(undisturbed).toMatchObject({ wasKilled: false, result: { total: MOVIES, entries: [20, 120] } });

    let rounds = 0;
    for (let n = 1; ; n += 1) {
      const { wasKilled, result } = await round(n);
      expect(result, `killed before statement ${n}`).toEqual(undisturbed.result);
      if (!wasKilled) break;
      rounds += 1;
    }
    expect(rounds).toBeGreaterThan(30);
  }, 120_000);
});
