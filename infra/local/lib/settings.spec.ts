import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from './settings.mjs';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchstate-settings-'));
  file = join(folder, '.env');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the settings of a data folder', () => {
  it('get secrets on first start, in a file that only its owner reads', () => {
    const { secrets } = readSettings(file, {});
    expect(secrets.WS_API_KEY).toMatch(/^[0-9a-f]{32}$/);
    expect(secrets.WS_SECRET_KEY).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(file, 'utf8')).toContain(`WS_API_KEY=${secrets.WS_API_KEY}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keep their secrets, and the lines that a person wrote', () => {
    writeFileSync(file, '# mine\nWS_TZ=Europe/Berlin\n');
    const first = readSettings(file, {});
    expect(readSettings(file, {})).toEqual(first);
    expect(readFileSync(file, 'utf8')).toMatch(/^# mine\nWS_TZ=Europe\/Berlin\nWS_API_KEY=/);
  });

  it('take a key that the environment gives, and write it down', () => {
    readSettings(file, {});
    const key = 'a-key-of-my-own-0001';
    expect(readSettings(file, { WS_API_KEY: key }).secrets.WS_API_KEY).toBe(key);
    expect(readSettings(file, {}).secrets.WS_API_KEY).toBe(key);
  });

  it('leave a key that stands in a file of its own out of the data folder', () => {
    const keyFile = join(folder, 'key');
    writeFileSync(keyFile, `${'ab'.repeat(32)}\n`);
    const { secrets } = readSettings(file, { WS_SECRET_KEY_FILE: keyFile });
    expect(secrets.WS_SECRET_KEY).toBe('ab'.repeat(32));
    expect(readFileSync(file, 'utf8')).not.toContain('WS_SECRET_KEY');
    writeFileSync(keyFile, '');
    expect(() => readSettings(file, { WS_SECRET_KEY_FILE: keyFile })).toThrow(/is empty/);
    rmSync(keyFile);
    expect(() => readSettings(file, { WS_SECRET_KEY_FILE: keyFile })).toThrow(/cannot be read/);
  });

  it('keep the password that the database was made with', () => {
    const made = readSettings(file, {}).secrets.WS_POSTGRES_PASSWORD;
    const again = readSettings(file, { WS_POSTGRES_PASSWORD: 'another-password' });
    expect(again.secrets.WS_POSTGRES_PASSWORD).toBe(made);
  });

  it('prefer the file to the environment, and the environment to the default', () => {
    writeFileSync(file, 'WS_PORT=9000\n');
    const { ports } = readSettings(file, { WS_PORT: '9001', WS_WEBHOOK_PORT: '9002' });
    expect(ports).toMatchObject({ WS_PORT: 9000, WS_WEBHOOK_PORT: 9002, WS_METRICS_PORT_API: 9101 });
  });

  it.each([
    [{ WS_PORT: '70000' }, /^WS_PORT must be a port number between 1 and 65535, not "70000"/],
    [{ WS_PORT: '8081' }, /^WS_PORT and WS_WEBHOOK_PORT are both 8081/],
    [{ WS_API_KEY: 'short' }, /^WS_API_KEY must have 16 characters/],
    [{ WS_SECRET_KEY: 'x'.repeat(64) }, /^WS_SECRET_KEY must be 64 hexadecimal digits/],
    [{ WS_DATABASE_URL: 'mysql://db' }, /^WS_DATABASE_URL must be an address that starts with postgres:/],
    [{ WS_CACHE_URL: 'localhost' }, /^WS_CACHE_URL must be an address that starts with redis:/],
  ])('are refused in one line when wrong: %j', (environment, line) => {
    expect(() => readSettings(file, environment)).toThrow(line);
  });
});
