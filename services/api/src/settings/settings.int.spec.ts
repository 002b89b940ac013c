import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '#libs/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { loggedText } from '../testing/logged-text.js';

const ATTEMPTS = 'WS_RATE_LIMIT_ATTEMPTS';

let stage: ApiStage;
beforeAll(async () => {
  stage = await ApiStage.open({ WS_API_AUTO: '1', WS_EXPORT_NOT_FOUND: 'lots', WS_QUEUE_CONCURRENCY: '6' });
});
afterAll(() => stage.close());

const file = (): string => readFileSync(join(stage.folder, 'config', '.env'), 'utf8');
const set = (key: string, value: unknown) => stage.call('post', `system/env/${key}`).send({ value });
const keysOf = (body: unknown): string[] =>
  (body as { readonly data: readonly { readonly key: string }[] }).data.map(({ key }) => key);
const show = async (key: string): Promise<Record<string, unknown>> =>
  (await stage.call('get', `system/env/${key}`).expect(200)).body as Record<string, unknown>;

describe('settings', () => {
  it('are listed with all there is to know, but for those that nobody may see', async () => {
    const { body } = await stage.call('get', 'system/env').expect(200);
    const wanted = SETTINGS.filter(({ isProtected }) => isProtected !== true).map(({ name }) => name);
    expect(keysOf(body)).toEqual(wanted);
    expect(body.data).toContainEqual(
      expect.objectContaining({
        key: 'WS_QUEUE_CONCURRENCY',
        type: 'int',
        group: 'sync',
        restart: true,
        min: 1,
        max: 64,
        default: '4',
        config_value: '6',
        source: 'environment',
        value: null,
      }),
    );
    expect(body.unknown).toContainEqual({ key: 'WS_API_AUTO', hint: expect.stringContaining('never') });
    expect(body.file).toBe(join(stage.folder, 'config', '.env'));
  });

  it('that are unknown or wrong stop nothing and are told once, without their values', () => {
    const log = loggedText(stage);
    expect(log.match(/settings not known/g)).toHaveLength(1);
    expect(log).toContain('WS_EXPORT_NOT_FOUND must be a whole number');
    expect(log).not.toContain('lots');
  });

  it('are set, count at once, and are unset again', async () => {
    const { body } = await set(ATTEMPTS, 2).expect(200);
    expect(body).toMatchObject({ key: ATTEMPTS, value: '2', config_value: '2', source: 'file' });
    expect(file()).toContain(`${ATTEMPTS}=2\n`);
    expect(statSync(join(stage.folder, 'config', '.env')).mode & 0o777).toBe(0o600);
    const onlySet = await stage.call('get', 'system/env').query({ set: true }).expect(200);
    expect(keysOf(onlySet.body)).toEqual([ATTEMPTS]);
    const unset = await stage.call('delete', `system/env/${ATTEMPTS}`).expect(200);
    expect(unset.body).toMatchObject({ value: null, config_value: '5', source: 'default' });
    await stage.call('delete', `system/env/${ATTEMPTS}`).expect(200);
    expect(file()).toBe('');
  });

  it('keep every other line of the file, also when many write at the same moment', async () => {
    mkdirSync(join(stage.folder, 'config'), { recursive: true });
    writeFileSync(join(stage.folder, 'config', '.env'), '# mine\nMY_OWN=1\n');
    const changes: readonly (readonly [string, unknown])[] = [
      ['WS_CRON_IMPORT', true],
      ['WS_CRON_IMPORT_AT', '0 */6 * * *'],
      ['WS_TZ', 'Europe/Paris'],
      ['WS_PROGRESS_MINIMUM', 90],
      ['WS_LOGS_PRUNE_AFTER', '-7 DAYS'],
    ];
    await Promise.all(changes.map(([key, value]) => set(key, value).expect(200)));
    expect(file().split('\n').slice(0, 2)).toEqual(['# mine', 'MY_OWN=1']);
    for (const [key, value] of changes) expect((await show(key))['value']).toBe(String(value));
  });

  it('that are secrets are written and never read', async () => {
    const { body } = await set('WS_WEBHOOK_API_KEY', 'older-key-of-mine').expect(200);
    expect(body).toMatchObject({ value: '***', config_value: '***', mask: true });
    const { text } = await stage.call('get', 'system/env').expect(200);
    expect(text + loggedText(stage)).not.toContain('older-key-of-mine');
    await stage.call('delete', 'system/env/WS_WEBHOOK_API_KEY').expect(200);
  });

  it.each([
    [ATTEMPTS, 0, /between 1 and 1000/],
    [ATTEMPTS, 'many', /whole number/],
    [ATTEMPTS, null, /value/],
    [ATTEMPTS, [3], /text/],
    [ATTEMPTS, { is: 3 }, /text/],
    ['WS_CRON_IMPORT_AT', 'hourly', /five fields/],
    ['WS_TZ', 'Paris\nWS_API_KEY=x', /control characters/],
    ['WS_NOTHING', 'x', /no setting/],
  ])('refuse %s = %j and leave the file as it is', async (key, value, message) => {
    const before = file();
    const { body } = await set(key, value).expect(400);
    expect(body.error.key).toBe('validation-failed');
    expect(body.error.fields[0].message).toMatch(message);
    expect(file()).toBe(before);
  });

  it.each(['WS_API_KEY', 'WS_SECRET_KEY', 'WS_SYSTEM_PASSWORD', 'WS_DATABASE_URL'])(
    'keep %s from everybody',
    async (key) => {
      await stage.call('get', `system/env/${key}`).expect(404);
      await set(key, '0123456789abcdef0123456789abcdef').expect(404);
      await stage.call('delete', `system/env/${key}`).expect(404);
    },
  );

  it('are written into config.yaml where that is what counts', async () => {
    const yaml = join(stage.folder, 'config', 'config.yaml');
    writeFileSync(yaml, '# mine\ntz: UTC\n');
    expect(await show('WS_TZ')).toMatchObject({ config_value: 'UTC', source: 'yaml' });
    const { body } = await set('WS_TZ', 'Asia/Tokyo').expect(200);
    expect(body).toMatchObject({ config_value: 'Asia/Tokyo', source: 'yaml' });
    expect(readFileSync(yaml, 'utf8')).toBe('# mine\ntz: Asia/Tokyo\n');
  });
});
