import { request as httpRequest } from 'node:http';
import { AccessTokens, type TokenScope } from '#libs/database';
import { hashAccessKey, newAccessKey } from '#libs/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiDescription } from '../http/api-description.js';
import { ApiStage } from '../testing/api-stage.js';

/** Whoever opens another route names it here. */
const OPEN = [
  'GET /v1/api/system/auth/has_user',
  'GET /v1/api/system/auth/test',
  'GET /v1/api/system/healthcheck',
  'POST /v1/api/system/auth/login',
  'POST /v1/api/system/auth/signup',
];

interface Door {
  readonly method: string;
  readonly path: string;
  readonly isOpen: boolean;
  readonly isOpenAtFirst: boolean;
  readonly scope: string;
}

/** Open on the first visit only. */
const OPEN_UNTIL_SIGN_UP = ['POST /v1/api/backends/plex/check', 'POST /v1/api/backends/plex/generate'];

let stage: ApiStage;
let doors: readonly Door[];
beforeAll(async () => {
  stage = await ApiStage.open();
  // The doors of the first visit close with it.
  await stage
    .open('post', 'system/auth/signup')
    .send({ username: 'mira', password: 'a long enough one' })
    .expect(201);
  const { paths } = stage.app.get(ApiDescription).document;
  doors = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, Operation>>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      isOpen: operation.security?.length === 0,
      isOpenAtFirst: operation['x-open-until-sign-up'] === true,
      scope: operation['x-scope'] ?? '',
    })),
  );
});
afterAll(() => stage.close());

interface Operation {
  readonly security?: readonly object[];
  readonly 'x-scope'?: string;
  readonly 'x-open-until-sign-up'?: boolean;
}

const closed = (): readonly Door[] => doors.filter(({ isOpen }) => !isOpen);
const filled = (path: string): string => path.replace(/\{\w+\}/g, '1');

/** As it is written: no client in between that tidies the address. */
function knock(method: string, path: string, key?: string): Promise<number> {
  const { hostname, port } = new URL(stage.url);
  return new Promise((resolve, reject) => {
    const headers = key === undefined ? {} : { 'X-APIKEY': key };
    const call = httpRequest({ hostname, port, method, path, headers }, (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    call.on('error', reject);
    call.end();
  });
}

const encoded = (path: string): string =>
  path.replace(/[a-z](?=[^/]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

describe('every door', () => {
  it('is closed but for a handful', () => {
    expect(doors.length).toBeGreaterThan(40);
    const open = doors.filter(({ isOpen }) => isOpen).map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toEqual(OPEN);
    const atFirst = doors.filter(({ isOpenAtFirst }) => isOpenAtFirst);
    expect(atFirst.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(OPEN_UNTIL_SIGN_UP);
  });

  it.each([
    ['as it is', (path: string) => path],
    ['with a slash at the end', (path: string) => `${path}/`],
    ['in capitals', (path: string) => path.toUpperCase()],
    ['with an open address in the query', (path: string) => `${path}?next=/v1/api/system/healthcheck`],
    ['with an empty key', (path: string) => `${path}?apikey=&ws_token=`],
  ])('stays closed to who has no key: %s', async (_how, spell) => {
    for (const { method, path } of closed())
      expect([method, path, await knock(method, spell(filled(path)))]).toEqual([method, path, 401]);
  });

  it.each([
    ['followed by an open one', (path: string) => `${path}/healthcheck`],
    ['followed by the one of webhooks', (path: string) => `${path}/webhook`],
    ['with a semicolon', (path: string) => `${path};/system/healthcheck`],
    ['with a second slash', (path: string) => path.replace('/v1/api/', '/v1/api//')],
    ['with a letter encoded', encoded],
    ['with an encoded slash', (path: string) => path.replace(/\/(?=[^/]*$)/, '%2f')],
    ['behind an open one', (path: string) => path.replace('/v1/api/', '/v1/api/system/healthcheck/../../')],
    ['with a dot', (path: string) => `${path}/.`],
    ['with an extension', (path: string) => `${path}.json`],
  ])('does not open by its address: %s', async (_how, spell) => {
    for (const { method, path } of closed()) {
      const status = await knock(method, spell(filled(path)));
      expect([method, path, [400, 401, 404, 405].includes(status) ? 'closed' : status]).toEqual([
        method,
        path,
        'closed',
      ]);
    }
  });
});

describe('a named key', () => {
  const made = async (...scopes: TokenScope[]): Promise<string> => {
    const key = newAccessKey();
    const token = {
      name: `${scopes.join(' ')} ${crypto.randomUUID()}`,
      hash: hashAccessKey(key),
      scopes,
      createdBy: 'test',
      expiresAt: null,
    };
    await stage.app.get(AccessTokens).add(token);
    return key;
  };
  const OPENS: Readonly<Record<string, readonly string[]>> = {
    webhook: [],
    read: ['read'],
    operate: ['read', 'operate'],
  };

  it.each(Object.keys(OPENS) as TokenScope[])('of scope %s opens no door of a wider one', async (scope) => {
    const key = await made(scope);
    const tooWide = closed().filter((door) => !OPENS[scope]?.includes(door.scope));
    expect(tooWide.length).toBeGreaterThan(5);
    for (const { method, path } of tooWide)
      expect([method, path, await knock(method, filled(path), key)]).toEqual([method, path, 403]);
  });

  it('opens the doors of its scope and of the smaller ones', async () => {
    const [reader, admin] = [await made('read', 'webhook'), await made('admin')];
    await stage.open('get', 'runs').set('X-APIKEY', reader).expect(200);
    await stage.open('get', 'history').set('Authorization', `Bearer ${reader}`).expect(200);
    await stage.open('get', 'system/version').query({ apikey: reader }).expect(200);
    const { body } = await stage.open('post', 'backend/attic/import').set('X-APIKEY', reader).expect(403);
    expect(body.error).toMatchObject({ key: 'scope-too-small', message: expect.stringContaining('operate') });
    await stage.open('get', 'system/env').set('X-APIKEY', admin).expect(200);
    // A key is nobody who could change a password.
    await stage.open('get', 'system/auth/user').set('X-APIKEY', admin).expect(401);
  });

  it.each([
    ['post', 'identities'],
    ['post', 'identities/provision'],
    ['delete', 'identities/sam'],
    ['delete', 'log/task.20250101.log'],
    ['delete', 'system/backup/old.json'],
    ['post', 'backend/attic/webhook'],
    ['post', 'backend/attic/accesstoken'],
    ['post', 'backends/plex/generate'],
  ] as const)('of scope operate may not %s %s', async (verb, path) => {
    const operator = await made('operate');
    const { body } = await stage.open(verb, path).set('X-APIKEY', operator).send({}).expect(403);
    expect(body.error.message).toContain('admin');
  });
});
