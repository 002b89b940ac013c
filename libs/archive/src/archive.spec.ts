import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupEntry } from '#libs/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BackupDraft, type BackupPage, BackupShelf, readBackup, type BackupLine } from './index.js';

let folder: string;
let shelf: BackupShelf;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchstate-shelf-'));
  shelf = new BackupShelf(folder);
});

afterEach(() => rmSync(folder, { recursive: true }));

const movie = (id: number): BackupEntry => ({
  type: 'movie',
  title: `Paper Tides ${id}`,
  episodeTitle: null,
  year: 2019,
  season: null,
  episode: null,
  guids: { tmdb: String(id) },
  parentGuids: {},
  watched: id % 2 === 1,
  positionMs: 0,
  updated: 1_700_000_000,
});

async function* pages(...all: readonly (BackupPage | Error)[]): AsyncGenerator<BackupPage> {
  for (const page of all) {
    if (page instanceof Error) throw page;
    yield page;
  }
}

async function read(name: string): Promise<BackupLine[]> {
  const lines: BackupLine[] = [];
  for await (const line of readBackup(join(folder, name))) lines.push(line);
  return lines;
}

async function write(name: string, ...all: readonly (BackupPage | Error)[]): Promise<BackupDraft> {
  const draft = new BackupDraft(shelf, name);
  await draft.write(pages(...all));
  return draft;
}

describe('a backup', () => {
  it.each(['main.plex.json', 'main.plex.json.zip'])('is read as it was written: %s', async (name) => {
    const draft = await write(name, [movie(1), movie(2)], [], [movie(3)]);
    expect(draft.entries).toBe(3);
    await draft.keep();
    expect(await read(name)).toEqual([movie(1), movie(2), movie(3)]);
  });

  it('is plain JSON, also when it is empty', async () => {
    await (await write('some.json', [movie(1)], [movie(2)])).keep();
    expect(JSON.parse(readFileSync(join(folder, 'some.json'), 'utf8'))).toHaveLength(2);
    await (await write('none.json')).keep();
    expect(JSON.parse(readFileSync(join(folder, 'none.json'), 'utf8'))).toEqual([]);
    expect(await read('none.json')).toEqual([]);
  });

  it('144. Partial backup: keeps a complete one of the same name', async () => {
    await (await write('main.plex.20240308.json.zip', [movie(1), movie(2)])).keep();
    const draft = new BackupDraft(shelf, 'main.plex.20240308.json.zip');
    const failure = await draft.write(pages([movie(3)], new Error('page 2 timed out')));
    expect(failure).toMatchObject({ message: 'page 2 timed out' });
    await draft.keepAsPartial();
    expect(await read('main.plex.20240308.json.zip')).toHaveLength(2);
    expect(await read('main.plex.20240308.json.zip.partial')).toEqual([movie(3)]);
    expect((await shelf.list()).map(({ type }) => type).sort()).toEqual(['automatic', 'partial']);
  });

  it('leaves nothing when it is discarded', async () => {
    await (await write('main.plex.json', [movie(1)])).discard();
    expect(await shelf.list()).toEqual([]);
  });

  it('137. Format: counts what it cannot read and goes on', async () => {
    const lines = [
      '[',
      JSON.stringify({ type: 'foo' }) + ',',
      '{broken,',
      `{"type":"movie","watched":1,"guids":{"guid_tmdb":"7"}}`,
      ']',
    ];
    writeFileSync(join(folder, 'odd.json'), lines.join('\r\n'));
    expect(await read('odd.json')).toMatchObject([null, null, { guids: { tmdb: '7' } }]);
  });

  it('may stand on one line', async () => {
    const line = `[{"type":"movie","watched":1,"guids":{"guid_tmdb":"7"}},{"type":"movie","watched":0,"guids":{"guid_tmdb":"8"}}]`;
    writeFileSync(join(folder, 'flat.json'), line);
    expect(await read('flat.json')).toMatchObject([{ watched: true }, { watched: false }]);
  });

  it.each([
    ['text.json', 'hello'],
    ['object.json', '{"type":"movie"}'],
    ['empty.json', ''],
    ['fake.json.zip', 'this is no zip'],
  ])('is refused when it is none: %s', async (name, content) => {
    writeFileSync(join(folder, name), content);
    await expect(read(name)).rejects.toMatchObject({ key: 'not-a-backup' });
  });
});

describe('the shelf', () => {
  it.each(['../main.json', '/etc/passwd', 'a/b.json', '..', '.draft-1', 'x.yaml'])(
    'holds nothing outside of its folder: %s',
    async (name) => {
      for (const act of [shelf.find(name), shelf.open(name), shelf.remove(name)])
        await expect(act).rejects.toMatchObject({ key: 'bad-name' });
      expect(() => shelf.path(name)).toThrow();
    },
  );

  it('145. Names and pruning: removes old automatic ones and forgotten drafts', async () => {
    const names = [
      'main.plex.20231201.json.zip',
      'main.plex.json.zip',
      'before-upgrade.json',
      '.draft-old',
      '.draft-new',
    ];
    for (const name of names) writeFileSync(join(folder, name), '[]');
    const now = new Date();
    utimesSync(join(folder, '.draft-old'), now, new Date(now.getTime() - 48 * 3_600_000));
    expect(await shelf.prune(now)).toBe(1);
    expect((await shelf.list()).map(({ name }) => name).sort()).toEqual([
      'before-upgrade.json',
      'main.plex.json.zip',
    ]);
    expect(readFileSync(join(folder, '.draft-new'), 'utf8')).toBe('[]');
    expect(() => readFileSync(join(folder, '.draft-old'))).toThrow();
  });

  it('is empty before the first backup', async () => {
    expect(await new BackupShelf(join(folder, 'nowhere')).list()).toEqual([]);
    await expect(shelf.find('a.json')).rejects.toMatchObject({ key: 'no-such-file' });
  });
});
