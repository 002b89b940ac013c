import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Backends, Identities, IgnoreRules, Runs } from '#libs/database';
import { FakeJellyfin, FakePlex, type FakeMediaServer, writeOldHistory } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ZipFile } from 'yazl';
import { ApiStage } from '../testing/api-stage.js';
import { consoleLine } from '../testing/console-line.js';
import type { ServersImportedDto } from './servers-file.dto.js';

let stage: ApiStage;
const plex = new FakePlex();
const jellyfin = new FakeJellyfin();

beforeAll(async () => {
  for (const server of [plex, jellyfin]) await server.start();
  stage = await ApiStage.open();
});
afterAll(async () => {
  await stage.close();
  for (const server of [plex, jellyfin]) await server.stop();
});

const take = (body: object) => stage.call('post', 'system/servers/import').send(body);
const path = (name: string): string => join(stage.folder, name);

function write(name: string, content: object | string): void {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), typeof content === 'string' ? content : stringify(content));
}

const block = (server: FakeMediaServer, isImported = true): object => ({
  ...{ type: server.type, url: server.url, token: server.users[0]?.token, user: server.users[0]?.id },
  ...{ uuid: server.uuid, import: { enabled: isImported }, export: { enabled: false } },
});

const seen = (tmdb: string, via: string) => ({ title: `Title ${tmdb}`, tmdb, via, watched: true });

const started = async (history: ServersImportedDto['history']): Promise<unknown[]> => {
  const ids = history.flatMap(({ run_ids: runs }) => runs);
  return Promise.all(ids.map((id) => stage.app.get(Runs).get(id)));
};

const rulesOf = async (name: string): Promise<string[]> => {
  const person = await stage.app.get(Identities).find(name);
  const rules = person ? await stage.app.get(IgnoreRules).list({ identityId: person.id }) : [];
  return rules.map(({ value, backend }) => `${value}@${backend}`);
};

async function zip(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const archive = new ZipFile();
  for (const [place, file] of Object.entries(files))
    archive.addReadStream(createReadStream(path(file)), place);
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(path(name)));
}

describe('an installation that moves over', () => {
  it('is told what would be taken of history and rules, and nothing begins', async () => {
    write('moved/config/servers.yaml', { attic: block(plex) });
    write('moved/config/ignore.yaml', {
      'movie://tmdb:5@attic?id=r5': '2024-01-01',
      'movie://tmdb:6@gone': '2024-01-01',
      nonsense: '2024-01-01',
    });
    write('moved/users/kim/servers.yaml', { attic_kim: block(jellyfin, false) });
    writeOldHistory(path('moved/db/watchstate_v01.db'), [seen('9', 'attic')]);
    writeOldHistory(path('moved/db/watchstate_v02.db'), [
      seen('1', 'attic'),
      { title: 'Paper Tides', tmdb: '2', via: 'attic', progressMs: 900_000 },
      { title: 'Without ids', tmdb: '', via: 'attic' },
    ]);
    writeOldHistory(path('moved/users/kim/user_v01.db'), [seen('1', 'attic_kim')]);

    const { body } = await take({ folder: 'moved', dry_run: true }).expect(200);

    const report = body as ServersImportedDto;
    expect(report.history).toEqual([
      {
        ...{ identity: 'main', file: 'db/watchstate_v02.db', outcome: 'taken', reason: null, run_ids: [] },
        ...{ items: 2, watched: 1, in_progress: 1, unusable: 1 },
      },
      expect.objectContaining({
        ...{ identity: 'kim', outcome: 'left', items: 1 },
        reason: expect.stringContaining('imported from') as string,
      }),
    ]);
    expect(report.files).toEqual([
      {
        ...{ file: 'config/ignore.yaml', outcome: 'taken', entries: 1 },
        left_out: [
          { key: 'movie://tmdb:6@gone', reason: 'There is no backend gone.' },
          { key: 'nonsense', reason: expect.stringContaining('A rule looks like') as string },
        ],
      },
    ]);
    expect(await rulesOf('main')).toEqual([]);
    const runs = await stage.call('get', 'runs?kind=import').expect(200);
    expect(runs.body.paging.total).toBe(0);
  });

  it('is taken: an import for each backend that is imported from, and the rules once', async () => {
    const { body } = await take({ folder: 'moved' }).expect(200);

    const { history } = body as ServersImportedDto;
    expect(await started(history)).toMatchObject([
      {
        ...{ kind: 'import', backendName: 'attic', status: 'queued', dryRun: false },
        options: { old: { file: 'moved/db/watchstate_v02.db', sources: ['attic'] } },
      },
    ]);
    expect(await rulesOf('main')).toEqual(['5@attic']);

    const again = (await take({ folder: 'moved' }).expect(200)).body as ServersImportedDto;
    expect(again.history[0]).toMatchObject({
      run_ids: [],
      reason: expect.stringContaining('Busy with another import: attic') as string,
    });
    expect(again.files).toMatchObject([{ file: 'config/ignore.yaml', outcome: 'left', entries: 0 }]);
  });

  it('may come as a zip, of which only the database stays until it is read', async () => {
    write('zipped/servers.yaml', { den: block(jellyfin) });
    writeOldHistory(path('zipped/history.db'), [seen('1', 'den')]);
    await zip('old.zip', {
      'data/config/servers.yaml': 'zipped/servers.yaml',
      'data/db/watchstate_v02.db': 'zipped/history.db',
    });

    const rehearsal = await consoleLine(stage, 'import:watchstate old.zip --dry-run');
    expect([rehearsal.code, rehearsal.out]).toEqual([
      0,
      expect.stringMatching(/watchstate_v02\.db \(main\) +│ taken \(1\) +│ 1 watched, 0 in progress/),
    ]);
    expect(readdirSync(path('unpacked'))).toEqual([]);

    const { body } = await take({ folder: 'old.zip' }).expect(200);

    const [folder = ''] = readdirSync(path('unpacked'));
    expect(existsSync(path(`unpacked/${folder}/config`))).toBe(false);
    const [run] = await started((body as ServersImportedDto).history);
    const file = `unpacked/${folder}/db/watchstate_v02.db`;
    expect(run).toMatchObject({ backendName: 'den', options: { old: { file } } });
    expect(existsSync(path(file))).toBe(true);
    const main = await stage.app.get(Identities).find('main');
    const backends = await stage.app.get(Backends).list(main?.id ?? 0);
    expect(backends.map(({ name }) => name)).toContain('den');
  });

  it.each([
    ['bad.zip', 'this is no zip at all', 'It is no zip, or it is damaged.'],
    ['nowhere', null, 'There is no such folder or zip inside the data folder; copy it there first.'],
  ])('that lies in %s is refused with a sentence', async (folder, content, message) => {
    if (content !== null) write(folder, content);
    const { body } = await take({ folder }).expect(400);
    expect(body.error.fields).toEqual([{ field: 'folder', message }]);
  });

  it('whose database is damaged gives the rest', async () => {
    write('broken/config/servers.yaml', { attic: block(plex) });
    write('broken/db/watchstate_v02.db', 'x'.repeat(5_000));
    const { body } = await take({ folder: 'broken', dry_run: true }).expect(200);
    expect(body.history).toMatchObject([
      { outcome: 'left', reason: 'It is no database of an older installation, or it is damaged.' },
    ]);
  });
});
