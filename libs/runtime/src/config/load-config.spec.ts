import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsBoolean, IsInt, IsString, Max, MinLength } from 'class-validator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigSources } from './config-sources.js';
import { followConfig, LiveConfig } from './live-config.js';
import { InvalidConfig, loadConfig } from './load-config.js';
import { SecretsConfig } from './runtime.config.js';

class Garden {
  @IsString()
  @MinLength(3)
  readonly WS_GARDEN_NAME: string = 'meadow';

  @IsInt()
  @Max(10)
  readonly WS_GARDEN_TREES: number = 2;

  @IsBoolean()
  readonly WS_GARDEN_OPEN: boolean = false;
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchstate-config-'));
  mkdirSync(join(folder, 'config'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string): void => writeFileSync(join(folder, 'config', file), text);
const from = (environment: Record<string, string> = {}): ConfigSources =>
  new ConfigSources({ WS_DATA_PATH: folder, ...environment });

describe('settings', () => {
  it('have defaults and are frozen', () => {
    const garden = loadConfig(Garden, from());
    expect(garden).toEqual({ WS_GARDEN_NAME: 'meadow', WS_GARDEN_TREES: 2, WS_GARDEN_OPEN: false });
    expect(Object.isFrozen(garden)).toBe(true);
  });

  it('come from the environment, then .env, then config.yaml, the later winning', () => {
    const environment = { WS_GARDEN_NAME: 'from environment', WS_GARDEN_TREES: '3', WS_GARDEN_OPEN: 'yes' };
    write('.env', '# a comment\nWS_GARDEN_NAME="from file"\nWS_GARDEN_TREES=4\n');
    write('config.yaml', 'WS_GARDEN_TREES: 5\n');
    expect(loadConfig(Garden, from(environment))).toEqual({
      WS_GARDEN_NAME: 'from file',
      WS_GARDEN_TREES: 5,
      WS_GARDEN_OPEN: true,
    });
  });

  it('take the secret key from a file of its own before anything else', () => {
    const path = join(folder, 'key');
    writeFileSync(path, `${'ab'.repeat(32)}\n`);
    write('.env', `WS_SECRET_KEY=${'cd'.repeat(32)}\n`);
    const sources = from({ WS_SECRET_KEY: 'ef'.repeat(32), WS_SECRET_KEY_FILE: path });
    expect(loadConfig(SecretsConfig, sources).WS_SECRET_KEY).toBe('ab'.repeat(32));
  });

  it('say so when that file is missing, empty or no key, and never what it holds', () => {
    const path = join(folder, 'key');
    const load = () => loadConfig(SecretsConfig, from({ WS_SECRET_KEY_FILE: path }));
    expect(load).toThrow(`WS_SECRET_KEY_FILE names ${path}, which is not there`);
    writeFileSync(path, ' \n');
    expect(load).toThrow(/is empty/);
    writeFileSync(path, 'no key at all');
    expect(load).toThrow(/^(?!.*no key at all).*64 hexadecimal digits/);
  });

  it('are the default where the environment passes on nothing', () => {
    expect(loadConfig(Garden, from({ WS_GARDEN_TREES: '' }))).toMatchObject({ WS_GARDEN_TREES: 2 });
  });

  it.each([
    ['true', true],
    ['1', true],
    ['ON', true],
    ['yes', true],
    ['false', false],
    ['0', false],
    ['off', false],
    ['no', false],
  ])('read the word %s', (word, value) => {
    expect(loadConfig(Garden, from({ WS_GARDEN_OPEN: word }))).toMatchObject({ WS_GARDEN_OPEN: value });
  });

  it('name every problem at once, and no value', () => {
    const environment = { WS_GARDEN_NAME: 'ab', WS_GARDEN_TREES: 'eleven', WS_GARDEN_OPEN: 'ajar' };
    const load = (): Garden => loadConfig(Garden, from(environment));
    expect(load).toThrow(InvalidConfig);
    expect(load).toThrow(/invalid settings: .*WS_GARDEN_NAME.*WS_GARDEN_TREES.*WS_GARDEN_OPEN/);
    expect(load).not.toThrow(/eleven|ajar/);
  });

  it('are read under the names of the oldest config.yaml too', () => {
    class Old {
      @IsString()
      readonly WS_TZ: string = 'UTC';

      @IsString()
      readonly WS_WEBHOOK_API_KEY: string = '';
    }
    write('config.yaml', 'tz: Europe/Paris\nwebhook:\n  apikey: old-key\n');
    expect(loadConfig(Old, from())).toEqual({ WS_TZ: 'Europe/Paris', WS_WEBHOOK_API_KEY: 'old-key' });
  });

  it('name the file that cannot be read', () => {
    write('config.yaml', 'WS_GARDEN_NAME: [');
    expect(() => loadConfig(Garden, from())).toThrow(/config\.yaml cannot be read/);
  });
});

describe('settings that follow their files', () => {
  let now = 0;
  let live: LiveConfig<Garden>;
  let version = 1;

  /** File times are too coarse to tell two writes of one test apart. */
  const change = (text: string): void => {
    write('.env', text);
    version += 1;
    utimesSync(join(folder, 'config', '.env'), version, version);
  };

  beforeEach(() => {
    change('WS_GARDEN_TREES=4');
    now = 0;
    live = new LiveConfig(Garden, from(), () => now);
  });

  it('change without a restart, within a second', () => {
    change('WS_GARDEN_TREES=6');
    expect(live.value.WS_GARDEN_TREES).toBe(4);
    now = 1_000;
    expect(live.value.WS_GARDEN_TREES).toBe(6);
  });

  it('stay as they were when the file became wrong', () => {
    change('WS_GARDEN_TREES=many');
    now = 1_000;
    expect(live.value.WS_GARDEN_TREES).toBe(4);
    change('WS_GARDEN_TREES=7');
    now = 2_000;
    expect(live.value.WS_GARDEN_TREES).toBe(7);
  });
});

it('can be followed as a plain object, whose properties are the values of the moment', () => {
  const sources = from();
  let now = 0;
  const garden = followConfig(Garden, sources, () => now);
  expect(garden.WS_GARDEN_TREES).toBe(2);
  write('.env', 'WS_GARDEN_TREES=8\n');
  now = 1_000;
  expect(garden.WS_GARDEN_TREES).toBe(8);
});
