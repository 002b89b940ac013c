import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TaskLog } from './task-log.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchstate-task-log-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('adds the line, dated and without secrets, and what stands below it, to the file of the day', () => {
  const log = new TaskLog({ WS_LOGGER_FILE_ENABLE: true }, { logs: join(folder, 'logs') });
  log.notice('first', '│ table │');
  log.notice('apikey=hidden');
  const [name = ''] = readdirSync(join(folder, 'logs'));
  expect(name).toMatch(/^task\.\d{8}\.log$/);
  const [first, table, second] = readFileSync(join(folder, 'logs', name), 'utf8').split('\n');
  expect(first).toMatch(/^\[\d\d\/\d\d \d\d:\d\d:\d\d\]: NOTICE: first$/);
  expect(table).toBe('│ table │');
  expect(second).toContain('NOTICE: apikey=');
  expect(second).not.toContain('hidden');
});

it('writes nothing where no log files are wanted', () => {
  const logs = join(folder, 'none');
  new TaskLog({ WS_LOGGER_FILE_ENABLE: false }, { logs }).notice('first');
  expect(readdirSync(folder)).not.toContain('none');
});
