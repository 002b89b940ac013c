import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BackendRecord, type RunRecord } from '#libs/database';
import { FakePlex, writeOldHistory, type OldStateRow } from '#libs/testing';
import { ImporterStage } from './testing/importer-stage.js';

const FILE = 'old/db/watchstate_v02.db';
const [LONG_AGO, LATER] = [1_600_000_000, 1_700_000_000];

let stage: ImporterStage;
let folder: string;
let plex: FakePlex;
let backend: BackendRecord;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watchstate-old-history-'));
  vi.stubEnv('WS_DATA_PATH', folder);
  stage = await ImporterStage.open();
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await stage.newPerson();
  plex = await stage.start(new FakePlex());
  backend = await stage.backendOn(plex);
});

const row = (tmdb: string, changes: Partial<OldStateRow> = {}): OldStateRow => ({
  title: `Title ${tmdb}`,
  tmdb,
  via: 'plex',
  ...changes,
});

const take = (changes: { readonly dryRun?: boolean } = {}): Promise<RunRecord> =>
  stage.import(backend, { old: { file: FILE, sources: ['plex'] }, ...changes });

const watched = async (): Promise<string[]> =>
  (await stage.items()).filter(({ decision }) => decision === 'played').map(({ title }) => title);

describe('the history of an older installation', () => {
  it('is taken with its dates and positions, and what a server shows as unwatched takes none of it away', async () => {
    writeOldHistory(join(folder, FILE), [
      row('1', { watched: true, updated: LONG_AGO }),
      row('2', { progressMs: 900_000 }),
      row('3'),
    ]);
    for (const tmdb of ['1', '2', '3'])
      plex.add({ type: 'movie', title: `Title ${tmdb}`, guids: { tmdb }, addedAt: LATER });

    const run = await take();

    expect(run).toMatchObject({ status: 'succeeded', requests: 0, counts: { added: 3, unplayed: 0 } });
    expect(await stage.items()).toMatchObject([
      { title: 'Title 1', decision: 'played', playedAt: new Date(LONG_AGO * 1_000) },
      { title: 'Title 2', decision: 'default', positionMs: 900_000 },
      { title: 'Title 3', decision: 'default', positionMs: 0 },
    ]);
    const first = await stage.import(await stage.reload(backend));
    expect(first).toMatchObject({ status: 'succeeded', counts: { added: 0, unplayed: 0 } });
    expect(await watched()).toEqual(['Title 1']);
  });

  it('adds to what an import has found, and never unmarks it', async () => {
    for (const tmdb of ['1', '2'])
      plex.add({ type: 'movie', title: `Title ${tmdb}`, guids: { tmdb }, addedAt: 1 });
    plex.play(plex.users[0]?.id ?? '', plex.idOf({ title: 'Title 2' }), LATER);
    await stage.import(backend);
    writeOldHistory(join(folder, FILE), [row('1', { watched: true }), row('2')]);

    expect(await take()).toMatchObject({ counts: { added: 0, updated: 1, unplayed: 0 } });

    expect(await watched()).toEqual(['Title 1', 'Title 2']);
    expect(await take()).toMatchObject({ counts: { added: 0, updated: 0 } });
  });

  it('of more than a page is taken whole, and again it changes nothing', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => row(String(index + 1), { watched: true }));
    writeOldHistory(join(folder, FILE), rows);

    expect(await take()).toMatchObject({ status: 'succeeded', done: 1_200, counts: { added: 1_200 } });
    expect(await take()).toMatchObject({ done: 1_200, counts: { added: 0, updated: 0, unchanged: 1_200 } });
  });

  it('leaves to the other backends what they are to tell', async () => {
    writeOldHistory(join(folder, FILE), [
      row('1', { watched: true }),
      row('2', { watched: true, via: 'den' }),
    ]);

    await stage.import(backend, { old: { file: FILE, sources: ['plex', 'den'] } });

    expect(await watched()).toEqual(['Title 1']);
  });

  it('that is no database ends with a sentence that says so', async () => {
    writeFileSync(join(folder, FILE), 'nothing of the kind, but long enough to be looked into by anybody');

    expect(await take()).toMatchObject({ status: 'failed', error: { key: 'not-a-history' } });
  });
});
