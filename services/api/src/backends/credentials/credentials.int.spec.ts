import { FakeEmby, FakeJellyfin, freePort } from '#libs/testing';
import { SecretBox } from '#libs/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../../testing/api-stage.js';
import { loggedText } from '../../testing/logged-text.js';
import { newBackend } from '../../testing/stored-backend.js';
import { backendOf } from '../../testing/stored-titles.js';

let stage: ApiStage;
const jellyfin = new FakeJellyfin({ policies: {} });
const emby = new FakeEmby();

beforeAll(async () => {
  await Promise.all([jellyfin.start(), emby.start()]);
  stage = await ApiStage.open();
});
afterAll(async () => {
  await stage.close();
  await Promise.all([jellyfin.stop(), emby.stop()]);
});
afterEach(() => {
  jellyfin.clearFaults();
  emby.clearFaults();
});

interface Check {
  readonly name: string;
  readonly ok: boolean | null;
  readonly hint: string | null;
}
const test = async (body: object): Promise<readonly Check[]> =>
  (await stage.call('post', 'backends/test').send(body).expect(200)).body;
const verdicts = (checks: readonly Check[]) => Object.fromEntries(checks.map(({ name, ok }) => [name, ok]));

describe.each([
  ['jellyfin', jellyfin],
  ['emby', emby],
] as const)('a %s server that is not stored yet', (type, server) => {
  const access = () => ({ type, url: server.url, token: server.adminToken, user: server.users[1]?.id });
  const sam = () => server.users[1] ?? { id: '', name: '', token: '' };
  const pair = () => `${sam().name}:${server.passwordOf(sam())}`;

  it('passes all checks when all is well, and nothing is stored', async () => {
    const checks = await test(access());
    expect(verdicts(checks)).toEqual({
      reach: true,
      tls: true,
      token: true,
      user: true,
      server_id: true,
      version: true,
      clock: true,
      webhook: type === 'jellyfin' ? true : null,
    });
    expect((await stage.call('get', 'backends').expect(200)).body).toEqual([]);
  });

  it.each([
    ['a wrong token', { token: 'f'.repeat(32) }, { reach: true, token: false, user: null }],
    ['a user that is not there', { user: '0'.repeat(32) }, { reach: true, token: true, user: false }],
    ['another server than expected', { uuid: 'another' }, { reach: true, server_id: false, token: null }],
  ])('says what is wrong with %s, and what to do', async (_, wrong, expected) => {
    const checks = await test({ ...access(), ...wrong });
    expect(verdicts(checks)).toMatchObject(expected);
    expect(checks.find(({ ok }) => ok === false)?.hint).toMatch(/\w/);
  });

  it('says that nobody answers, or no media server', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(verdicts(await test({ ...access(), url }))).toMatchObject({
      reach: false,
      tls: null,
      token: null,
    });
    server.fault({ kind: { html: true } });
    expect(verdicts(await test(access()))).toMatchObject({ reach: false });
  });

  it('tells its id and its users', async () => {
    const { url, token } = access();
    const id = await stage.call('post', `backends/uuid/${type}`).send({ url, token }).expect(200);
    expect(id.body).toEqual({ type, identifier: server.uuid });
    const users = await stage.call('post', `backends/users/${type}`).send({ url, token }).expect(200);
    expect(users.body).toMatchObject([
      { name: 'alex', admin: true },
      { name: 'sam', admin: false },
    ]);
  });

  it('gives a token for a name and a password, once', async () => {
    const body = { url: server.url, username: sam().name, password: server.passwordOf(sam()) };
    const answer = await stage.call('post', `backends/accesstoken/${type}`).send(body).expect(200);
    expect(answer.body).toMatchObject({ user: sam().id, username: 'sam', identifier: server.uuid });
    const wrong = await stage
      .call('post', `backends/accesstoken/${type}`)
      .send({ ...body, password: 'no' })
      .expect(400);
    expect(wrong.body.error.key).toBe('token-rejected');
    const checks = await test({ ...access(), token: answer.body.accesstoken });
    expect(verdicts(checks)).toMatchObject({ token: true, user: true });
  });

  it('can be tried with name:password, which leaves no token behind', async () => {
    const checks = await test({ ...access(), token: pair() });
    expect(verdicts(checks)).toMatchObject({ token: true, user: true });
    expect(server.requests.at(-1)?.path).toMatch(/Logout/);
  });

  it('is added with a key, a token, or name:password, whose password is nowhere', async () => {
    const wanted = (name: string, more: object) => ({ ...newBackend(server, { name }), ...more });
    const add = (body: object) => stage.call('post', 'backends').send(body);
    await add(wanted(`${type}_key`, { token: server.adminToken, user: sam().id })).expect(201);
    await add(wanted(`${type}_token`, { token: sam().token })).expect(201);
    const { body } = await add(wanted(`${type}_pair`, { token: pair() })).expect(201);
    expect(body).toMatchObject({ user: sam().id, user_name: 'sam', options: { is_limited_token: true } });
    const stored = await backendOf(stage, `${type}_pair`);
    const token = stage.app.get(SecretBox).open(stored.sealedToken);
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    for (const secret of [server.passwordOf(sam()), token]) {
      expect(JSON.stringify(stored)).not.toContain(secret);
      expect(JSON.stringify(body)).not.toContain(secret);
      expect(loggedText(stage)).not.toContain(secret);
    }
  });

  it('is linked again with another credential, which decides whether the token is a limited one', async () => {
    const relink = (value: string) =>
      stage.call('patch', `backend/${type}_pair`).send([{ key: 'token', value }]);
    const { body } = await relink(server.adminToken).expect(200);
    expect(body.options).toEqual({});
    const again = await relink(pair()).expect(200);
    expect(again.body.options).toEqual({ is_limited_token: true });
    const refused = await relink('sam:a guess').expect(400);
    expect(refused.body.error.fields[0].field).toBe('token');
  });

  it('ends the token that was made for a backend when that is removed', async () => {
    const token = stage.app.get(SecretBox).open((await backendOf(stage, `${type}_pair`)).sealedToken);
    await stage.call('delete', `backend/${type}_pair`).expect(200);
    expect(verdicts(await test({ ...access(), token }))).toMatchObject({ token: false });
    for (const name of [`${type}_key`, `${type}_token`])
      await stage.call('delete', `backend/${name}`).expect(200);
    expect(verdicts(await test({ ...access(), token: sam().token }))).toMatchObject({ token: true });
  });
});

describe('a sign-in by Quick Connect', () => {
  const begin = (type = 'jellyfin') => stage.call('post', `backends/quickconnect/${type}`);
  const check = (secret: string) =>
    stage.call('post', 'backends/quickconnect/jellyfin/check').send({ url: jellyfin.url, secret });

  it('gives the token of whoever confirmed the code, once, and no password is asked for', async () => {
    const { body } = await begin().send({ url: jellyfin.url }).expect(200);
    expect(body.code).toMatch(/^\d{6}$/);
    expect((await check(body.secret).expect(200)).body).toEqual({ access: null });

    jellyfin.confirmCode(body.code, jellyfin.users[1]?.id ?? '');

    const { access } = (await check(body.secret).expect(200)).body;
    expect(access).toMatchObject({ username: 'sam', identifier: jellyfin.uuid });
    const added = await stage
      .call('post', 'backends')
      .send({
        ...newBackend(jellyfin, { name: 'jellyfin_quick' }),
        token: access.accesstoken,
        user: access.user,
      })
      .expect(201);
    expect(added.body).toMatchObject({ user_name: 'sam' });
    await stage.call('delete', 'backend/jellyfin_quick').expect(200);
    expect((await check(body.secret).expect(400)).body.error.key).toBe('not-found');
    for (const secret of [body.secret, access.accesstoken]) expect(loggedText(stage)).not.toContain(secret);
  });

  it('is refused where there is none, with what to do instead', async () => {
    const emby_ = await begin('emby').send({ url: emby.url }).expect(400);
    expect(emby_.body.error.fields[0].field).toBe('type');
    const strict = new FakeJellyfin({ quickConnect: false });
    await strict.start();
    const { body } = await begin().send({ url: strict.url }).expect(400);
    expect(body.error).toMatchObject({
      key: 'forbidden',
      fields: [{ hint: expect.stringMatching(/password/) }],
    });
    await strict.stop();
    const nothing = await check('').expect(400);
    expect(nothing.body.error.fields).toMatchObject([{ field: 'secret' }]);
  });
});

describe.each([
  ['jellyfin', jellyfin],
  ['emby', emby],
] as const)('an API key of %s by name and password', (type, server) => {
  const keyOf = (user: number) => {
    const { name = '' } = server.users[user] ?? {};
    const password = server.passwordOf({ name, id: server.users[user]?.id ?? '', token: '' });
    const body = { url: server.url, username: name, password, as_key: true };
    return stage.call('post', `backends/accesstoken/${type}`).send(body);
  };

  it('is made once for an administrator, acts for any user, and no session stays', async () => {
    const { body } = await keyOf(0).expect(200);
    expect((await keyOf(0).expect(200)).body.accesstoken).toBe(body.accesstoken);
    const checks = await test({ type, url: server.url, token: body.accesstoken, user: server.users[1]?.id });
    expect(verdicts(checks)).toMatchObject({ token: true, user: true });
    expect(server.requests.filter(({ path }) => /Logout/.test(path)).length).toBeGreaterThanOrEqual(2);
  });

  it('is refused to anybody else, who is signed out again', async () => {
    server.clearRequests();
    const { body } = await keyOf(1).expect(400);
    expect(body.error.key).toBe('forbidden');
    expect(server.requests.at(-1)?.path).toMatch(/Logout/);
  });
});

describe('a sign-in by password', () => {
  it('is refused for Plex, and by the name of what is missing', async () => {
    const body = { url: jellyfin.url, username: 'sam', password: 'x' };
    const plex = await stage.call('post', 'backends/accesstoken/plex').send(body).expect(400);
    expect(plex.body.error.fields[0].field).toBe('type');
    const incomplete = await stage
      .call('post', 'backends/accesstoken/emby')
      .send({ url: emby.url })
      .expect(400);
    expect(incomplete.body.error.fields).toMatchObject([{ field: 'username' }, { field: 'password' }]);
  });
});
