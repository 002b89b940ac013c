import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';

let stage: ApiStage;

beforeAll(async () => {
  stage = await ApiStage.open();
});
afterAll(() => stage.close());

const REELS = {
  name: 'reels',
  type: 'string',
  description: 'Of a made-up site',
  validator: { pattern: '^r\\d+$', example: 'r1', tests: { valid: ['r1', 'r20'], invalid: ['1', ''] } },
};
const NOWHERE = '00000000-0000-4000-8000-000000000000';
const put = (path: string, body: object) => stage.call('put', `system/guids/${path}`).send(body);
const custom = async () => (await stage.call('get', 'system/guids/custom').expect(200)).body;
const validator = (change: object) => ({ ...REELS, validator: { ...REELS.validator, ...change } });

describe('sources of external ids', () => {
  it('are listed with samples that their own pattern proves', async () => {
    const { body } = await stage.call('get', 'system/guids').expect(200);
    expect(body).toHaveLength(8);
    for (const { guid, validator: v } of body as {
      guid: string;
      validator: { pattern: string; example: string; tests: { valid: string[]; invalid: string[] } };
    }[]) {
      expect(guid).toMatch(/^guid_/);
      const pattern = new RegExp(v.pattern, 'i');
      expect([v.example, ...v.tests.valid].every((value) => pattern.test(value))).toBe(true);
      expect(v.tests.invalid.some((value) => pattern.test(value))).toBe(false);
    }
  });

  it.each<[object, string]>([
    [{ ...REELS, name: 'Reels!' }, 'name'],
    [{ ...REELS, name: undefined }, 'name'],
    [{ ...REELS, name: 'path' }, 'name'],
    [{ ...REELS, name: 'guid_path' }, 'name'],
    [{ ...REELS, type: 'number' }, 'type'],
    [{ ...REELS, colour: 1 }, 'colour'],
    [{ ...REELS, validator: undefined }, 'validator'],
    [validator({ pattern: '(' }), 'validator.pattern'],
    [validator({ pattern: '(?=r)r' }), 'validator.pattern'],
    [validator({ pattern: 'r'.repeat(201) }), 'validator.pattern'],
    [validator({ example: 'x' }), 'validator.example'],
    [validator({ tests: { valid: ['x'], invalid: ['1'] } }), 'validator.tests.valid'],
    [validator({ tests: { valid: ['r1'], invalid: ['r2'] } }), 'validator.tests.invalid'],
    [validator({ tests: { valid: [], invalid: ['1'] } }), 'validator.tests.valid'],
    [validator({ tests: { valid: ['r1'] } }), 'validator.tests.invalid'],
  ])('%j is refused by its field', async (body, field) => {
    const { body: answer } = await put('custom', body).expect(400);
    const { fields } = answer.error as { fields: { field: string }[] };
    expect(fields.map((problem) => problem.field)).toContain(field);
    expect(existsSync(join(stage.folder, 'config', 'guid.yaml'))).toBe(false);
  });

  it('are added, linked, listed and removed with their links', async () => {
    const { body: guid } = await put('custom', REELS).expect(200);
    expect(guid).toMatchObject({ name: 'guid_reels', type: 'string', validator: REELS.validator });
    await put('custom', { ...REELS, name: 'guid_reels' }).expect(409);
    await put('custom', { ...REELS, name: 'imdb' }).expect(409);

    const replace = { from: 'a://', to: 'b://' };
    const { body: link } = await put('custom/plex', {
      type: 'plex',
      map: { from: 'com.plexapp.agents.reels', to: 'guid_reels' },
      options: { legacy: true },
      replace,
    }).expect(200);
    expect(link).toMatchObject({ type: 'plex', options: { legacy: true, replace } });
    const { body: second } = await put('custom/jellyfin', { map: { from: 'Reel Db', to: 'reels' } }).expect(
      200,
    );
    await put('custom/jellyfin', { map: { from: 'reeldb', to: 'guid_tmdb' } }).expect(400);
    await put('custom/jellyfin', { map: { from: 'x', to: 'guid_nobody' } }).expect(400);
    await put('custom/jellyfin', { map: { from: 'y', to: 'guid_tmdb' }, options: { legacy: true } }).expect(
      400,
    );
    await put('custom/jellyfin', { type: 'plex', map: { from: 'z', to: 'guid_tmdb' } }).expect(400);
    await put('custom/kodi', { map: { from: 'z', to: 'guid_tmdb' } }).expect(400);

    expect((await stage.call('get', 'system/guids').expect(200)).body).toHaveLength(9);
    expect((await stage.call('get', 'system/guids/custom/plex').expect(200)).body).toEqual([link]);
    expect(await custom()).toEqual({ version: '0.0', guids: [guid], links: [link, second] });
    expect(readFileSync(join(stage.folder, 'config', 'guid.yaml'), 'utf8')).toContain('guid_reels');

    await stage.call('delete', `system/guids/custom/plex/${second.id}`).expect(404);
    await stage.call('delete', `system/guids/custom/jellyfin/${second.id}`).expect(200, second);
    await stage.call('delete', `system/guids/custom/${NOWHERE}`).expect(404);
    await stage.call('delete', `system/guids/custom/${guid.id}`).expect(200, guid);
    expect(await custom()).toEqual({ version: '0.0', guids: [], links: [] });
  });
});
