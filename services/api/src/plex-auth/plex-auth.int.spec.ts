import { Backends, Identities } from '#libs/database';
import { installationIdOf, sealOptions } from '#libs/directory';
import { SecretBox } from '#libs/runtime';
import { FakeJellyfin, FakePlex, FakePlexTv } from '#libs/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiStage, SECRET_KEY } from '../testing/api-stage.js';
import { loggedText } from '../testing/logged-text.js';
import { newBackend } from '../testing/stored-backend.js';

const ALEX = { id: '14800001', name: 'alex', token: 'secret-alex', admin: true };
const SAM = { id: '14800002', name: 'sam', token: 'secret-sam', pin: '4711' };
const BOB = { id: '15900003', name: 'bob', token: 'secret-bob', role: 'friend' } as const;

let stage: ApiStage;
let server: FakePlex;
let tv: FakePlexTv;
let jellyfin: FakeJellyfin;

beforeAll(async () => {
  server = new FakePlex({ users: [ALEX, SAM, BOB] });
  tv = new FakePlexTv({ servers: [server] });
  jellyfin = new FakeJellyfin();
  await Promise.all([server.start(), tv.start(), jellyfin.start()]);
  stage = await ApiStage.open({ WS_PLEX_TV_URL: tv.url });
});
afterAll(async () => {
  await stage.close();
  await Promise.all([server.stop(), tv.stop(), jellyfin.stop()]);
});
beforeEach(() => tv.clearRequests());
afterEach(() => {
  tv.clearFaults();
  tv.signIn(ALEX.id);
});

const post = (path: string, body: object = {}) => stage.call('post', path).send(body);

describe('a sign-in to Plex', () => {
  it('is begun without a credential, and names what the page of Plex must know', async () => {
    const { body } = await stage.open('post', 'backends/plex/generate').expect(200);
    const clientId = installationIdOf(SECRET_KEY);
    expect(body).toMatchObject({
      id: expect.any(Number),
      code: expect.any(String),
      authToken: null,
      'X-Plex-Client-Identifier': clientId,
      'X-Plex-Product': 'WatchState',
    });
    const page = new URLSearchParams(String(body.auth_url).split('#?')[1]);
    expect(page.get('clientID')).toBe(clientId);
    expect(page.get('code')).toBe(body.code);
  });

  it('leads to the token once the person has confirmed, and to a backend without typing one', async () => {
    const { id, code } = (await post('backends/plex/generate')).body;
    const waiting = await stage.open('post', 'backends/plex/check').send({ id, code }).expect(200);
    expect(waiting.body.authToken).toBeNull();
    tv.approve(code, ALEX.id);
    const { authToken } = (await post('backends/plex/check', { id, code }).expect(200)).body;
    expect(authToken).toBe(ALEX.token);

    const [row] = (await post('backends/discover/plex', { token: authToken }).expect(200)).body;
    const backend = { ...newBackend(server, { name: 'signed_in' }), url: row.uri, token: authToken };
    const added = await post('backends', backend).expect(201);
    expect(added.body).toMatchObject({ user: ALEX.id, uuid: row.identifier });
  });

  it('says so when it has expired', async () => {
    const { id, code } = (await post('backends/plex/generate')).body;
    tv.expire(code);
    const { body } = await post('backends/plex/check', { id, code }).expect(404);
    expect(body.error.key).toBe('sign-in-expired');
  });

  it('names what is missing', async () => {
    const { body } = await post('backends/plex/check', {}).expect(400);
    expect(JSON.stringify(body.error.fields)).toMatch(/"field":"id".*"field":"code"/);
  });
});

describe('a sign-in to the cloud', () => {
  it('needs a credential as soon as somebody has an account', async () => {
    const signedUp = await ApiStage.open();
    const { status } = await signedUp.open('post', 'backends/plex/generate');
    expect(status).toBe(502);
    await signedUp
      .open('post', 'system/auth/signup')
      .send({ username: 'mira', password: 'a long enough one' })
      .expect(201);
    await signedUp.open('post', 'backends/plex/generate').expect(401);
    await signedUp.open('post', 'backends/plex/check').send({ id: 1, code: 'abcd' }).expect(401);
    await signedUp.call('post', 'backends/plex/generate').expect(502);
    await signedUp.close();
  });
});

describe('the servers of an account', () => {
  it('are listed with every way to them, the best first', async () => {
    const { body } = await post('backends/discover/plex', { token: ALEX.token }).expect(200);
    const [address, port] = server.url.replace('http://', '').split(':');
    expect(body[0]).toEqual({
      name: server.name,
      identifier: server.uuid,
      version: server.version,
      proto: 'http',
      address,
      port: Number(port),
      uri: server.url,
      online: true,
      owned: true,
      local: true,
      relay: false,
      ipv6: false,
      plex_direct: false,
    });
    const rows: readonly { readonly relay: boolean; readonly plex_direct: boolean }[] = body;
    expect(rows.filter(({ relay }) => relay)).toHaveLength(1);
    expect(rows.filter(({ plex_direct }) => plex_direct)).toHaveLength(3);
    expect(JSON.stringify(body)).not.toMatch(/secret-/);
  });

  it('are asked of the owner when the token is good on one server only', async () => {
    const token = `at-server-${SAM.token}`;
    await post('backends/discover/plex', { token }).expect(400);
    const { body } = await post('backends/discover/plex', {
      token,
      options: { ADMIN_TOKEN: ALEX.token },
    }).expect(200);
    expect(body[0].uri).toBe(server.url);
  });

  it.each([
    { what: 'an unknown token', type: 'plex', body: { token: 'stale' }, field: 'token' },
    { what: 'no token', type: 'plex', body: {}, field: 'token' },
    { what: 'another type', type: 'jellyfin', body: { token: 'any' }, field: 'type' },
    { what: 'an unknown field', type: 'plex', body: { token: 'any', colour: 'red' }, field: 'colour' },
  ])('are refused for $what', async ({ type, body, field }) => {
    const answer = await post(`backends/discover/${type}`, body).expect(400);
    expect(answer.body.error.fields[0].field).toBe(field);
  });

  it('need a credential', async () => {
    await stage.open('post', 'backends/discover/plex').send({ token: ALEX.token }).expect(401);
  });
});

describe('the check of a token', () => {
  const check = (token: string) => post('backends/validate/token/plex', { token });

  it("tells an owner's token", async () => {
    const { body } = await check(ALEX.token).expect(200);
    expect(body).toMatchObject({ user: ALEX.id, name: 'alex', admin: true });
  });

  it('tells a limited one', async () => {
    const { body } = await check(SAM.token).expect(200);
    expect(body).toMatchObject({
      user: SAM.id,
      admin: false,
      message: expect.stringContaining('may not list'),
    });
  });

  it('refuses one that plex.tv does not know', async () => {
    const { body } = await check('stale').expect(401);
    expect(body.error).toMatchObject({ key: 'token-rejected', fields: [{ field: 'token' }] });
  });

  it('does not take an outage for a refusal', async () => {
    tv.fault({ kind: { status: 500 } });
    await check(ALEX.token).expect(502);
  });
});

describe('the users of a Plex server', () => {
  const users = (over: object) =>
    post('backends/users/plex', { url: server.url, token: ALEX.token, ...over }).expect(200);
  const seen = (body: readonly object[], key: string) =>
    body.map((user) => Reflect.get(user, key) as unknown);

  it('are listed with what a form must know, and without tokens', async () => {
    const { body } = await users({});
    expect(seen(body, 'name')).toEqual(['alex', 'sam', 'bob']);
    expect(seen(body, 'protected')).toEqual([false, true, false]);
    expect(JSON.stringify(body)).not.toContain('secret-');
  });

  it('get their own tokens when asked, each with the reason where there is none', async () => {
    const { body } = await users({ tokens: true });
    expect(seen(body, 'token')).toEqual(['at-server-secret-alex', null, 'at-server-secret-bob']);
    expect(body[1].token_error).toContain('PIN');
    const pin = { PLEX_USER_PIN: SAM.pin };
    const one = (await users({ tokens: true, target_user: body[1].uuid, no_cache: true, options: pin })).body;
    expect(seen(one, 'token')).toEqual([null, 'at-server-secret-sam', null]);
  });
});

describe('a stored Plex backend', () => {
  beforeAll(async () => {
    await post('backends', newBackend(server, { name: 'den' })).expect(201);
    await post('backends', newBackend(jellyfin, { name: 'attic' })).expect(201);
  });

  it('lists the servers of its token', async () => {
    const { body } = await stage.call('get', 'backend/den/discover').expect(200);
    expect(body[0]).toMatchObject({ uri: server.url, identifier: server.uuid });
  });

  it.each([
    ['a member, by PIN', { id: SAM.id, pin: SAM.pin }, SAM],
    ['a friend, by a number', { id: Number(BOB.id) }, BOB],
  ])("gets another person's own token: %s", async (_, wish, person) => {
    const { body } = await post('backend/den/accesstoken', wish).expect(200);
    expect(body).toEqual({ token: `at-server-${person.token}`, username: person.name });
  });

  it('proves with the stored token of the owner, and takes the stored PIN', async () => {
    const main = await stage.app.get(Identities).find('main');
    const backends = stage.app.get(Backends);
    const den = main && (await backends.find(main.id, 'den'));
    const secrets = { ADMIN_TOKEN: ALEX.token, PLEX_USER_PIN: SAM.pin };
    await backends.change(den?.id ?? 0, { options: sealOptions(secrets, new SecretBox(SECRET_KEY)) });
    const { body } = await post('backend/den/accesstoken', { id: SAM.id, username: 'Sammy' }).expect(200);
    expect(body).toEqual({ token: `at-server-${SAM.token}`, username: 'Sammy' });
    await backends.change(den?.id ?? 0, { options: {} });
  });

  it('is added with the own token of a member, proved by the owner, whose token is never shown', async () => {
    const { token } = (await post('backend/den/accesstoken', { id: SAM.id, pin: SAM.pin }).expect(200)).body;
    const sam = { ...newBackend(server, { name: 'den_sam' }), token, user: SAM.id };
    const unproved = await post('backends', sam).expect(400);
    expect(unproved.body.error.key).toBe('wrong-user');
    const options = { ADMIN_TOKEN: ALEX.token, PLEX_USER_PIN: SAM.pin, plex_user_uuid: 'abc' };
    const { body } = await post('backends', { ...sam, options }).expect(201);
    expect(body).toMatchObject({
      user: SAM.id,
      options: { ADMIN_TOKEN: '***', PLEX_USER_PIN: '***', plex_user_uuid: 'abc' },
    });
    const shown = await stage.call('get', 'backend/den_sam/option/ADMIN_TOKEN').expect(200);
    expect(shown.body).toMatchObject({ value: '***', real_val: '***' });
    const main = await stage.app.get(Identities).find('main');
    const stored = main && (await stage.app.get(Backends).find(main.id, 'den_sam'));
    expect(JSON.stringify(stored)).not.toMatch(/secret-|4711/);
  });

  it('keeps its secrets when something else of it changes, and takes new ones sealed', async () => {
    const change = (key: string, value: unknown) =>
      stage.call('patch', 'backend/den_sam').send([{ key, value }]);
    await change('url', server.url).expect(200);
    await change('options.PLEX_USER_PIN', '0000').expect(200);
    const refused = await change('url', server.url).expect(400);
    expect(refused.body.error.fields[0].field).toBe('options.PLEX_USER_PIN');
    await post('backend/den_sam/option', { key: 'PLEX_USER_PIN', value: SAM.pin }).expect(200);
    await change('url', server.url).expect(200);
  });

  it.each([
    ['no PIN', { id: SAM.id }, 'options.PLEX_USER_PIN'],
    ['an unknown person', { id: '99' }, 'user'],
    ['nobody', {}, 'id'],
  ])('gets none for %s', async (_, wish, field) => {
    const { body } = await post('backend/den/accesstoken', wish).expect(400);
    expect(body.error.fields[0].field).toBe(field);
  });

  it('is the only kind with a cloud', async () => {
    await stage.call('get', 'backend/attic/discover').expect(400);
    await post('backend/attic/accesstoken', { id: '1' }).expect(400);
    await stage.call('get', 'backend/nowhere/discover').expect(404);
  });
});

// Last: after a 429 nobody asks plex.tv again until the time that it named.
describe('an outage of plex.tv', () => {
  it.each([
    [502, { status: 503 }],
    [502, { html: true }],
    [502, { truncate: true }],
    [429, { status: 429, retryAfterSeconds: 60 }],
  ] as const)("is answered with %i, as it is nobody else's: %j", async (status, kind) => {
    tv.fault({ kind });
    const { body, headers } = await post('backends/plex/generate').expect(status);
    expect(body.error.message).toContain('plex.tv');
    if (status === 429) expect(Number(headers['retry-after'])).toBeGreaterThan(50);
  });

  it('is not made worse: nobody asks before the time that plex.tv named', async () => {
    const { body } = await post('backends/discover/plex', { token: ALEX.token }).expect(429);
    expect(body.error.key).toBe('rate-limited');
    expect(tv.requests).toEqual([]);
  });
});

it('puts no token and no PIN into the log', () => {
  const text = loggedText(stage);
  for (const secret of [ALEX.token, SAM.token, BOB.token]) expect(text).not.toContain(secret);
  expect(text).not.toContain('pin=4711');
});
