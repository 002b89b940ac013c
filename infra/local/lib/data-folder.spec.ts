import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolder } from './data-folder.mjs';

let path = '';

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'watchstate-folder-'));
});

afterEach(() => {
  rmSync(path, { recursive: true });
});

describe('a data folder', () => {
  it('belongs to one launcher at a time', async () => {
    const unlock = await new DataFolder(path).lock();
    await expect(new DataFolder(path).lock()).rejects.toThrow(`already runs on the data folder ${path}`);
    expect(await new DataFolder(path).isLocked()).toBe(true);
    await unlock();
    await (
      await new DataFolder(path).lock()
    )();
  });

  it('says in one line that it cannot be written', () => {
    const file = join(path, 'file');
    writeFileSync(file, '');
    expect(() => new DataFolder(file).prepare()).toThrow(/^The data folder .* cannot be written \(ENOTDIR\)/);
  });
});
