import { SETTINGS } from '#libs/runtime';
import { describe, expect, it } from 'vitest';
import { textOf } from './repository.js';
import { exampleLines, readersOf, settingsInCode } from './settings.js';

const declared = settingsInCode();
const example = exampleLines(textOf('.env.example'));
const compose = textOf('compose.yaml');

const listed = new Map(SETTINGS.map((setting) => [setting.name, setting]));

/** Of Docker and of every program, not ours to declare. */
const OF_THE_HOST = new Set(['UID', 'GID', 'TZ', 'DISABLE_CRON']);

describe('settings', () => {
  it('are found in the code with their defaults', () => {
    expect(declared.get('WS_PORT')).toBe('8080');
    expect(declared.get('WS_AUTH_TOKEN_EXPIRY')).toBe('172800');
    expect(declared.get('WS_DATA_PATH')).toBe('./data');
    expect(declared.get('WS_REDIS_PORT')).toBe('56379');
    expect(declared.has('WS_REDIS_PASSWORD')).toBe(true);
  });

  it('all stand in .env.example, once each, and nothing else does', () => {
    const names = example.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !OF_THE_HOST.has(name)).sort()).toEqual([...listed.keys()].sort());
  });

  it('that the code reads are in the list of libs/runtime, with the default of the code', () => {
    for (const [name, value] of declared) {
      expect(listed.has(name), name).toBe(true);
      expect(listed.get(name)?.default ?? '', name).toBe(value ?? '');
    }
  });

  it('in the list are read by somebody, or say that they are not', () => {
    for (const { name, unused } of SETTINGS)
      if (unused === undefined && !name.startsWith('WS_CRON_')) expect(readersOf(name), name).not.toEqual([]);
  });

  it('stand there with the default of the code, or empty', () => {
    for (const { name, value } of example)
      if (value !== '' && !OF_THE_HOST.has(name)) expect(value, name).toBe(listed.get(name)?.default);
  });

  it('that compose.yaml passes on are declared', () => {
    const used = new Set([...compose.matchAll(/\bWS_[A-Z0-9_]+/g)].map(([name]) => name));
    expect(used.size).toBeGreaterThan(5);
    expect([...used].filter((name) => !listed.has(name))).toEqual([]);
  });

  it('that compose.yaml takes from outside are marked so in .env.example', () => {
    const taken = new Set([...compose.matchAll(/\$\{([A-Z_]+):-/g)].map(([, name]) => name));
    const marked = example.filter(({ isForCompose }) => isForCompose).map(({ name }) => name);
    expect(new Set(marked)).toEqual(taken);
  });
});
