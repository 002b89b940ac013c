import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigSources } from '../config/config-sources.js';
import { UnclearEnvFile, withEnvValue } from './env-text.js';
import { settingNamed, SETTINGS } from './registry/registry.js';
import { retiredHint } from './registry/retired-settings.js';
import { ageInSeconds, checkSetting } from './setting-check.js';
import type { Setting } from './setting.js';
import { SettingsReader } from './settings-reader.js';
import { InvalidSetting, SettingsWriter } from './settings-writer.js';
import { withYamlValue } from './yaml-text.js';

const named = (name: string): Setting => {
  const found = settingNamed(name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe('the list of settings', () => {
  it('names each once, with a default that its own check accepts', () => {
    expect(new Set(SETTINGS.map(({ name }) => name)).size).toBe(SETTINGS.length);
    for (const setting of SETTINGS) {
      expect(setting.name).toMatch(/^WS_[A-Z_]+$/);
      expect(setting.about, setting.name).toMatch(/^[A-Z].*\.$/);
      if (setting.default)
        expect(checkSetting(setting, setting.default), setting.name).toEqual({ value: setting.default });
    }
  });

  it('shows no secret: whatever is protected by a key or a password is masked', () => {
    for (const { name, mask } of SETTINGS)
      if (/_(KEY|PASSWORD|SECRET)$/.test(name)) expect(mask, name).toBe(true);
  });
});

describe('a value', () => {
  it.each([
    ['WS_RATE_LIMIT_ENABLED', 'Yes', 'true'],
    ['WS_RATE_LIMIT_ENABLED', '0', 'false'],
    ['WS_RATE_LIMIT_ATTEMPTS', ' 7 ', '7'],
    ['WS_GUARD_MAX_PERCENT', '2.50', '2.5'],
    ['WS_LOG_LEVEL', 'WARNING', 'warning'],
    ['WS_CRON_IMPORT_AT', '"0 */6 * * *"', '0 */6 * * *'],
    ['WS_TZ', 'Europe/Paris', 'Europe/Paris'],
    ['WS_LOGS_PRUNE_AFTER', '-7 DAYS', '-7 DAYS'],
    ['WS_TRUST_LOCAL_NET', '10.0.0.0/8, fd00::/8,127.0.0.1', '10.0.0.0/8,fd00::/8,127.0.0.1'],
    ['WS_BASE_URL', 'https://ws.example.org/', 'https://ws.example.org/'],
  ])('of %s, %s, is written down as %s', (name, text, value) => {
    expect(checkSetting(named(name), text)).toEqual({ value });
  });

  it.each([
    ['WS_RATE_LIMIT_ENABLED', 'ajar', /true or false/],
    ['WS_RATE_LIMIT_ATTEMPTS', '0', /between 1 and 1000/],
    ['WS_RATE_LIMIT_ATTEMPTS', '1e3', /whole number/],
    ['WS_RATE_LIMIT_ATTEMPTS', 'NaN', /whole number/],
    ['WS_LOG_LEVEL', 'loud', /one of debug/],
    ['WS_CRON_IMPORT_AT', 'every day', /five fields/],
    ['WS_CRON_IMPORT_AT', '0 25 * * *', /five fields/],
    ['WS_CRON_IMPORT_AT', '* * * * * *', /five fields/],
    ['WS_TZ', 'Mars/Olympus', /time zone/],
    ['WS_LOGS_PRUNE_AFTER', 'soon', /7d/],
    ['WS_LOGS_PRUNE_AFTER', '0d', /7d/],
    ['WS_TRUST_LOCAL_NET', '10', /networks/],
    ['WS_TRUST_LOCAL_NET', '10.0.0.0/33', /networks/],
    ['WS_BASE_URL', 'ftp://ws.example.org', /http/],
    ['WS_TRUST_HEADER', 'X Forwarded', /header/],
    ['WS_TRUST_HEADER', '', /unset/],
    ['WS_TRUST_HEADER', 'X-A\nWS_API_KEY=stolen', /control characters/],
  ])('of %s, %j, is refused with what is right', (name, text, problem) => {
    expect(checkSetting(named(name), text)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('that is an age is read in both spellings', () => {
    expect(['7d', '-7 DAYS', '12 hours', '90 s', '1 month', '2w'].map(ageInSeconds)).toEqual([
      604_800, 604_800, 43_200, 90, 2_592_000, 1_209_600,
    ]);
  });
});

describe('an environment file', () => {
  const FILE = "# mine\nWS_TZ=UTC\n\nexport OTHER='a b' # why\nWS_TZ=Asia/Tokyo\n";

  it('keeps comments, order and strange lines', () => {
    expect(withEnvValue(FILE, 'WS_TZ', 'Europe/Paris')).toBe(
      "# mine\n\nexport OTHER='a b' # why\nWS_TZ=Europe/Paris\n",
    );
    expect(withEnvValue(FILE, 'WS_TZ', null)).toBe("# mine\n\nexport OTHER='a b' # why\n");
    expect(withEnvValue('', 'WS_CRON_IMPORT_AT', '0 */6 * * *')).toBe("WS_CRON_IMPORT_AT='0 */6 * * *'\n");
  });

  it('is left alone where a line cannot be changed without guessing', () => {
    expect(() => withEnvValue('WS_NOTE="one\nWS_TZ=two"\n', 'WS_NOTE', 'three')).toThrow(UnclearEnvFile);
    expect(() => withEnvValue('', 'WS_NOTE', `it's #"\``)).toThrow(UnclearEnvFile);
  });

  it('gives back any value that it took, and nothing else changes', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(line, fc.array(line, { maxLength: 4 }), (value, comments) => {
        const before = [...comments.map((text) => `# ${text}`), 'WS_KEPT=1'].join('\n');
        let after: string;
        try {
          after = withEnvValue(before, 'WS_NOTE', value);
        } catch (error) {
          expect(error).toBeInstanceOf(UnclearEnvFile);
          return;
        }
        expect(parseEnv(after)).toEqual({ WS_KEPT: '1', WS_NOTE: value });
        expect(after.startsWith(before)).toBe(true);
      }),
    );
  });
});

describe('a config.yaml', () => {
  it('is changed under the name that a setting has there, comments and all', () => {
    const text = '# mine\nwebhook:\n  apikey: old # why\n  debug: true\n';
    expect(withYamlValue(text, 'WS_WEBHOOK_API_KEY', 'new')).toBe(
      '# mine\nwebhook:\n  apikey: new # why\n  debug: true\n',
    );
    expect(withYamlValue('webhook:\n  apikey: old\n', 'WS_WEBHOOK_API_KEY', null)).toBe('');
    expect(withYamlValue('tz: UTC\nWS_TZ: Asia/Tokyo\n', 'WS_TZ', 'Europe/Paris')).toBe(
      'WS_TZ: Europe/Paris\n',
    );
  });
});

describe('settings on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'watchstate-settings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const sources = (environment: Record<string, string> = {}): ConfigSources =>
    new ConfigSources({ WS_DATA_PATH: folder, ...environment });
  const write = (file: string, text: string): void => {
    mkdirSync(join(folder, 'config'), { recursive: true });
    writeFileSync(join(folder, 'config', file), text);
  };
  const ATTEMPTS = 'WS_RATE_LIMIT_ATTEMPTS';

  it('say what counts and where it comes from', () => {
    const from = (environment: Record<string, string> = {}) => {
      const { value, source, problem } = new SettingsReader(sources(environment)).read(ATTEMPTS);
      return { value, source, problem };
    };
    expect(from()).toEqual({ value: '5', source: 'default', problem: null });
    expect(from({ [ATTEMPTS]: '6' })).toEqual({ value: '6', source: 'environment', problem: null });
    write('.env', `${ATTEMPTS}=7`);
    expect(from({ [ATTEMPTS]: '6' })).toEqual({ value: '7', source: 'file', problem: null });
    write('config.yaml', `${ATTEMPTS}: many`);
    expect(from()).toEqual({ value: '5', source: 'yaml', problem: expect.stringContaining('whole number') });
  });

  it('are written into the file that wins, and taken out of both', () => {
    const writer = new SettingsWriter(sources());
    const reader = new SettingsReader(sources());
    writer.set(named(ATTEMPTS), '8');
    expect(readFileSync(join(folder, 'config', '.env'), 'utf8')).toBe(`${ATTEMPTS}=8\n`);
    expect(statSync(join(folder, 'config', '.env')).mode & 0o777).toBe(0o600);
    write('config.yaml', `${ATTEMPTS}: 9\n`);
    writer.set(named(ATTEMPTS), '10');
    expect(reader.read(ATTEMPTS)).toMatchObject({ value: '10', source: 'yaml' });
    writer.unset(named(ATTEMPTS));
    expect(reader.read(ATTEMPTS)).toMatchObject({ value: '5', source: 'default' });
  });

  it('are not written when they are wrong, and the message does not quote them', () => {
    const writer = new SettingsWriter(sources());
    expect(() => writer.set(named('WS_WEBHOOK_API_KEY'), 'a b')).toThrow(InvalidSetting);
    expect(() => writer.set(named('WS_WEBHOOK_API_KEY'), 'se cret')).not.toThrow(/se cret/);
    expect(() => statSync(join(folder, 'config'))).toThrow();
  });

  it('that nothing knows are told with what took their place', () => {
    const reader = new SettingsReader(sources({ WS_API_AUTO: '1', WS_TYPO: 'x', PATH: 'y' }));
    expect(reader.strange()).toEqual([
      { name: 'WS_API_AUTO', hint: expect.stringMatching(/never/) },
      { name: 'WS_TYPO', hint: null },
    ]);
  });

  it('of older versions are not the names of today', () => {
    for (const { name } of SETTINGS) expect([name, retiredHint(name)]).toEqual([name, null]);
  });
});
