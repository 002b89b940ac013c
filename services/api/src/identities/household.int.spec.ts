import { Backends, Identities } from '#libs/database';
import { SecretBox } from '#libs/runtime';
import { FakeEmby, FakeJellyfin, FakePlex, type FakeMediaServer, queryRows } from '#libs/testing';
import type { Test } from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { storeTitles } from '../testing/stored-titles.js';

let stage: ApiStage;
const plex = new FakePlex();
const jellyfin = new FakeJellyfin();
const emby = new FakeEmby();

beforeAll(async () => {
  for (const server of [plex, jellyfin, emby]) await server.start();
  stage = await ApiStage.open();
});
afterAll(async () => {
  await stage.close();
  for (const server of [plex, jellyfin, emby]) await server.stop();
});
beforeEach(async () => {
  for (const { name } of await backends()) await stage.call('delete', `backend/${name}`).expect(200);
  await addBackend(stage, jellyfin, {
    ...{ name: 'attic', import: true, export: true },
    options: { ignore: '7', DISABLE_MARK_UNPLAYED: true },
  });
});

async function backends() {
  const main = await stage.app.get(Identities).find('main');
  return stage.app.get(Backends).list(main?.id ?? 0);
}
const one = async (name: string) => (await backends()).find((backend) => backend.name === name);
const block = (server: FakeMediaServer, change: object = {}): Record<string, unknown> => ({
  ...{ type: server.type, url: server.url, token: server.users[0]?.token },
  ...{ import: { enabled: true }, export: { enabled: false } },
  ...change,
});
const put = (path: string, body: object): Test => stage.call('put', path).send(body);

describe('a backend that is put', () => {
  const whole = (change: object = {}): object => ({
    ...{ url: jellyfin.url, import: { enabled: false }, export: { enabled: true } },
    ...change,
  });

  it('takes all settings anew, and what is not given goes back to its default', async () => {
    const before = await one('attic');
    const options = { IMPORT_METADATA_ONLY: true, client: { timeout: 120 } };
    const { body } = await put('backend/attic', whole({ options })).expect(200);
    expect(body).toMatchObject({ name: 'attic', import: { enabled: false }, options });
    const after = await one('attic');
    expect(after?.options).toEqual(options);
    expect(after?.userId).toBe(before?.userId);
    const secrets = stage.app.get(SecretBox);
    expect(secrets.open(after?.sealedToken ?? '')).toBe(jellyfin.users[0]?.token);
  });

  it('can be what was read, with its masked token', async () => {
    const {
      url,
      token,
      import: read,
      export: write,
      options,
    } = (await stage.call('get', 'backend/attic')).body;
    const again = {
      url,
      token,
      import: { enabled: read.enabled },
      export: { enabled: write.enabled },
      options,
    };
    expect((await put('backend/attic', again).expect(200)).body.options).toEqual(options);
  });

  it('asks the server, and changes nothing when it refuses', async () => {
    const before = await one('attic');
    for (const change of [{ token: 'wrong' }, { url: emby.url }, { url: 'ftp://x' }, { user: 'nobody' }])
      await put('backend/attic', whole(change)).expect(400);
    expect(await one('attic')).toEqual(before);
    await put('backend/nowhere', whole()).expect(404);
  });

  it.each([
    [{ name: 'other' }, 'name'],
    [{ type: 'emby' }, 'type'],
    [{ import: undefined }, 'import'],
    [{ import: { enabled: 'yes' } }, 'import.enabled'],
    [{ options: { COLOUR: 1 } }, 'options.COLOUR'],
  ])('is refused with %j', async (change, field) => {
    const { body } = await put('backend/attic', whole(change)).expect(400);
    expect(body.error.fields).toMatchObject([{ field }]);
  });
});

describe('an identity that is put', () => {
  it('gets backends added and changed together, each agreed by its server', async () => {
    await storeTitles(stage, 'attic', [{ title: 'Marble Kite', watched: true }]);
    const kept = await one('attic');
    const map = {
      attic: block(jellyfin, { token: '***', options: { ignore: '8' } }),
      den: block(plex, { export: { enabled: true } }),
    };
    const { body } = await put('identities/main', map).expect(200);
    expect(Object.keys(body).sort()).toEqual(['attic', 'den']);
    expect(body.attic).toMatchObject({ options: { ignore: '8' }, export: { enabled: false } });
    expect(JSON.stringify(body)).not.toContain(plex.users[0]?.token);
    expect((await one('attic'))?.id).toBe(kept?.id);
    const rows = await queryRows(stage.database.url, 'SELECT id FROM item');
    expect(rows).toHaveLength(1);
  });

  it('may be YAML', async () => {
    const answer = await fetch(`${stage.url}/v1/api/identities/main`, {
      method: 'PUT',
      headers: { 'X-APIKEY': KEY, 'Content-Type': 'application/yaml' },
      body: stringify({ attic: block(jellyfin), cellar: block(emby) }),
    });
    expect(answer.status).toBe(200);
    expect((await backends()).map(({ name }) => name)).toEqual(['attic', 'cellar']);
  });

  it('loses no backend by leaving it out, and stores nothing of a map that is wrong in one place', async () => {
    const before = await backends();
    const { body } = await put('identities/main', { den: block(plex) }).expect(400);
    expect(body.errors).toEqual([expect.stringContaining('attic: It is missing')]);
    const wrong = {
      attic: block(jellyfin, { type: 'emby' }),
      den: block(plex, { token: 'wrong' }),
      cellar: block(emby, { token: undefined }),
      barn: block(emby, { url: 'no address' }),
    };
    const { error } = (await put('identities/main', wrong).expect(400)).body;
    const fields = (error.fields as { field: string }[]).map(({ field }) => field);
    expect(fields.sort()).toEqual(['attic.type', 'barn.url', 'cellar.token', 'den.token']);
    expect(await backends()).toEqual(before);
  });

  it.each([[[]], ['text'], [7]])('is refused as %j', async (body) => {
    const answer = await fetch(`${stage.url}/v1/api/identities/main`, {
      ...{ method: 'PUT', headers: { 'X-APIKEY': KEY, 'Content-Type': 'application/json' } },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(400);
  });

  it('must be there', async () => {
    await put('identities/nobody', {}).expect(404);
  });
});

describe('what scripts of older versions ask', () => {
  it('is answered under the older names', async () => {
    await stage.app.get(Identities).add('sam');
    const { body } = await stage.call('get', 'system/users').expect(200);
    expect(body.users).toEqual([
      { user: 'main', backends: ['attic'] },
      { user: 'sam', backends: [] },
    ]);
    await stage.open('get', 'system/users').expect(401);
  });

  it('is taken in the older form of the mapping, and counts as today’s', async () => {
    expect((await stage.call('get', 'backends/mapper').expect(200)).body).toMatchObject({
      has_mapper: false,
      matched: expect.any(Array),
      unmatched: expect.any(Array),
    });
    const map = [{ attic: { name: 'Sam', options: { PLEX_USER_PIN: '4711' } }, den: { name: 'sam' } }];
    const { body } = await put('backends/mapper', { version: '1.5', map }).expect(201);
    expect(body.identities).toMatchObject([{ identity: 'sam', members: [{ username: 'Sam' }, {}] }]);
    expect(JSON.stringify(body)).not.toContain('4711');
    await put('backends/mapper', { version: 1.6, map }).expect(200);
    const { body: preview } = await stage.call('get', 'backends/mapper').expect(200);
    expect(preview.has_mapper).toBe(true);
    expect((await put('identities/provision/mapping', { version: 1.6, identities: [] })).status).toBe(200);
  });

  it.each([
    [{ version: 1.4, map: [] }, 'version'],
    [{ version: 1.5 }, 'map'],
    [{ version: 1.5, map: 'x' }, 'map'],
    [{ version: 1.5, map: [{ plex: { name: 7 } }] }, 'map.0'],
    [{ version: 1.5, map: [{ plex: { name: 'a' }, emby: { name: '' } }] }, 'map.0.emby.name'],
    [{ version: 1.5, map: [{ plex: { name: 'a'.repeat(300) } }] }, 'map.0.plex.name'],
    [[], 'body'],
  ])('is refused as %j by its place in that form', async (body, field) => {
    const { error } = (await put('backends/mapper', body).expect(400)).body;
    expect((error.fields as { field: string }[]).map((problem) => problem.field)).toContain(field);
  });
});
