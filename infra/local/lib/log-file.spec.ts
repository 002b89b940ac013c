import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BoundedLog } from './log-file.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchstate-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the log of a service', () => {
  it('stays small however long the service is up, and keeps the newest lines', () => {
    const file = join(folder, 'importer.log');
    const log = new BoundedLog(file, 1_000);
    for (let line = 1; line <= 500; line += 1) log.add(`line ${line}`);
    log.close();
    expect(readdirSync(folder).sort()).toEqual(['importer.log', 'importer.log.1']);
    const [now, before] = [readFileSync(file, 'utf8'), readFileSync(`${file}.1`, 'utf8')];
    expect(now.length).toBeLessThanOrEqual(1_000);
    expect(before.length).toBeLessThanOrEqual(1_000);
    const lines = `${before}${now}`.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('line 500');
    const first = Number(lines[0]?.split(' ')[1]);
    expect(lines).toEqual(Array.from({ length: 501 - first }, (_, index) => `line ${first + index}`));
  });

  it('goes on where it was', () => {
    const file = join(folder, 'api.log');
    writeFileSync(file, 'from before\n');
    const log = new BoundedLog(file);
    log.add('now');
    log.close();
    expect(readFileSync(file, 'utf8')).toBe('from before\nnow\n');
  });
});
