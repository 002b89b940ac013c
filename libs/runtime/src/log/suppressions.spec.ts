import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataFolder } from '../config/data-folder.js';
import { RuntimeConfig } from '../config/runtime.config.js';
import { logDestination } from './log-destination.js';
import { makeLogger } from './logger.js';
import { suppressing, Suppressions } from './suppressions.js';

let root: string;
let folder: DataFolder;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watchstate-suppress-'));
  vi.stubEnv('WS_DATA_PATH', root);
  folder = new DataFolder();
  mkdirSync(folder.config, { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

describe('a rule', () => {
  it.each([
    ['contains', 'was slow', 'the server was slow', true],
    ['contains', 'was slow', 'the server was fast', false],
    ['contains', '.*', 'anything', false],
    ['regex', 'took \\d+ ms', 'it took 71 ms', true],
    ['regex', 'took \\d+ ms', 'it took long', false],
  ] as const)('%s %j says of %j: %j', (...[type, rule, text, hides]) => {
    expect(suppressing({ type, rule })?.(text)).toBe(hides);
  });

  it.each([
    ['regex', '('],
    ['regex', '(?=x)'],
    ['contains', ' '],
    ['contains', 'x'.repeat(501)],
  ] as const)('is none: %s %j', (...[type, rule]) => {
    expect(suppressing({ type, rule })).toBeNull();
  });

  it('takes no longer for a pattern that means harm', () => {
    const check = suppressing({ type: 'regex', rule: '(a+)+$' });
    const before = performance.now();
    check?.(`${'a'.repeat(20_000)}!`);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('the rules', () => {
  const RULE = { id: 'S0123456789', type: 'contains', rule: 'page read', example: 'page read' } as const;

  it('keep a line out of what is written, from one second to the next and without a restart', () => {
    const config = Object.assign(new RuntimeConfig(), {
      WS_LOGGER_FILE_ENABLE: true,
      WS_LOGGER_FILE_LEVEL: 'debug',
      WS_LOG_LEVEL: 'fatal',
    });
    const logger = makeLogger('test', logDestination(config, folder));
    logger.info('page read', { number: 1 });
    vi.useFakeTimers({ now: Date.now() + 2_000, toFake: ['Date'] });
    new Suppressions(folder).replace([RULE]);
    logger.info('page read', { number: 2 });
    logger.info('another line');
    vi.useRealTimers();
    const [file = ''] = readdirSync(folder.logs);
    const text = readFileSync(join(folder.logs, file), 'utf8');
    expect(text).toContain('"number":1');
    expect(text).not.toContain('"number":2');
    expect(text).toContain('another line');
  });

  it('may be written by hand; what is wrong among them is left out, and a broken file changes nothing', () => {
    let now = 0;
    const rules = new Suppressions(folder, () => now);
    writeFileSync(
      join(folder.config, 'suppress.yaml'),
      `rules:\n  - ${JSON.stringify(RULE)}\n  - 7\n  - {id: x}\n`,
    );
    expect(rules.rules).toEqual([RULE]);
    now = 2_000;
    writeFileSync(join(folder.config, 'suppress.yaml'), 'rules: [');
    expect(rules.hides('a page read')).toBe(true);
    now = 4_000;
    rmSync(join(folder.config, 'suppress.yaml'));
    expect(rules.hides('a page read')).toBe(false);
  });
});
