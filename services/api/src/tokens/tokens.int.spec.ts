import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Accounts } from '#libs/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { loggedText } from '../testing/logged-text.js';

let stage: ApiStage;
beforeAll(async () => {
  stage = await ApiStage.open();
});
afterAll(() => stage.close());

describe('named keys', () => {
  it('are shown once, work until they are taken back, and tell when they were used', async () => {
    const wanted = { name: 'kitchen script', scopes: ['read'] };
    const { body: made } = await stage.call('post', 'system/tokens').send(wanted).expect(201);
    const key = String(made.token);
    expect(made).toMatchObject({ ...wanted, created_by: 'api-key', expires_at: null, last_used_at: null });
    expect(key).toMatch(/^wst_[\w-]{43}$/);
    await stage.call('post', 'system/tokens').send(wanted).expect(409);

    await stage.open('get', 'runs').set('X-APIKEY', key).expect(200);
    const { body, text } = await stage.call('get', 'system/tokens').expect(200);
    expect(body.items).toMatchObject([{ name: 'kitchen script', last_used_at: expect.any(String) }]);
    expect(text + loggedText(stage)).not.toContain(key);

    await stage.call('delete', `system/tokens/${made.id}`).expect(204);
    await stage.open('get', 'runs').set('X-APIKEY', key).expect(401);
    await stage.call('delete', `system/tokens/${made.id}`).expect(404);
    await stage.call('delete', 'system/tokens/latest').expect(404);
  });

  it.each([
    [{ scopes: ['read'] }, 'name'],
    [{ name: 'x', scopes: [] }, 'scopes'],
    [{ name: 'x', scopes: 'read' }, 'scopes'],
    [{ name: 'x', scopes: ['root'] }, 'scopes'],
    [{ name: 'x', scopes: ['read', 'read'] }, 'scopes'],
    [{ name: 'x', scopes: ['read'], expires_in_days: 0 }, 'expires_in_days'],
    [{ name: 'x\ny', scopes: ['read'] }, 'name'],
  ])('are not made of %j', async (body, field) => {
    const answer = await stage.call('post', 'system/tokens').send(body).expect(400);
    expect(answer.body.error.fields).toMatchObject([{ field }]);
    expect((await stage.call('get', 'system/tokens').expect(200)).body.items).toEqual([]);
  });
});

describe('the API key', () => {
  it('is made anew, and the old one counts no more', async () => {
    const own = await ApiStage.open();
    const { body } = await own.call('post', 'system/apikey').expect(200);
    const key = String(body.key);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    await own.open('get', 'runs').set('X-APIKEY', KEY).expect(401);
    await own.open('get', 'runs').set('X-APIKEY', key).expect(200);
    expect(readFileSync(join(own.folder, 'config', '.env'), 'utf8')).toContain(`WS_API_KEY=${key}\n`);
    expect(loggedText(own)).not.toContain(key);
    await own.close();
  });
});

describe('the account', () => {
  const OWNER = { username: 'keeper', password: 'ember harbour 7' };
  const signIn = async (password = OWNER.password) =>
    stage.open('post', 'system/auth/login').send({ ...OWNER, password });
  const token = async (): Promise<string> => String((await signIn()).body.token);
  const as = (value: string) => ({ Authorization: `Token ${value}` });

  it('changes its password, and every other session ends', async () => {
    await stage.open('post', 'system/auth/signup').send(OWNER).expect(201);
    const [here, there] = [await token(), await token()];
    const change = (body: object) =>
      stage.open('put', 'system/auth/change_password').set(as(here)).send(body);
    const wrong = await change({ current_password: 'not it', new_password: 'amber meadow 8' }).expect(400);
    expect(wrong.body.error.fields).toMatchObject([{ field: 'current_password' }]);
    await change({ current_password: OWNER.password, new_password: 'short' }).expect(400);
    const { body } = await change({
      current_password: OWNER.password,
      new_password: 'amber meadow 8',
    }).expect(200);
    await stage.open('get', 'system/auth/user').set(as(there)).expect(401);
    await stage
      .open('get', 'system/auth/user')
      .set(as(String(body.token)))
      .expect(200);
    expect((await signIn()).status).toBe(401);
    expect((await signIn('amber meadow 8')).status).toBe(200);
  });

  it('signs out everywhere', async () => {
    const mine = String((await signIn('amber meadow 8')).body.token);
    await stage.open('delete', 'system/auth/sessions').set(as(mine)).expect(200);
    await stage.open('get', 'system/auth/user').set(as(mine)).expect(401);
  });

  it('has its password hashed anew when the stored form is an old one', async () => {
    const accounts = stage.app.get(Accounts);
    const account = await accounts.find('keeper');
    const old = 'scrypt$1024$8$1$c2FsdCBvZiBzaXh0ZWVuIQ$t0BLF5HU99xrgLJnhCjPqIt95nVOmmd0Mi3zV0obVss';
    await accounts.rehash(account?.id ?? 0, old);
    expect((await signIn('correct horse')).status).toBe(200);
    expect((await accounts.find('keeper'))?.passwordHash).toMatch(/^\$argon2id\$/);
    expect((await signIn('correct horse')).status).toBe(200);
  });

  it('renews what ends soon, and leaves the rest', async () => {
    const mine = String((await signIn('correct horse')).body.token);
    const kept = await stage.open('post', 'system/auth/refresh').set(as(mine)).expect(200);
    expect(kept.body).toMatchObject({ token: mine, refreshed: false, username: 'keeper' });
    await stage.call('post', 'system/env/WS_AUTH_TOKEN_REFRESH_WINDOW').send({ value: 172_800 }).expect(200);
    await expect
      .poll(async () => (await stage.open('post', 'system/auth/refresh').set(as(mine))).body.refreshed, {
        timeout: 5_000,
      })
      .toBe(true);
    const cookie = await stage
      .open('get', 'system/auth/user')
      .set('Cookie', `ws_session=${mine}`)
      .expect(200);
    expect(cookie.get('Set-Cookie')?.[0]).toMatch(/^ws_session=\w+/);
    await stage.open('get', 'runs').query({ ws_token: mine }).expect(200);
    await stage.open('post', 'identities').query({ ws_token: mine }).send({ identity: 'sam' }).expect(401);
  });

  it('is removed by who has the key and has forgotten the password, and the ban goes with it', async () => {
    for (let tries = 0; tries < 6; tries += 1) await signIn('wrong again');
    expect((await signIn('correct horse')).status).toBe(429);
    const { body } = await stage.call('post', 'system/auth/reset').expect(200);
    expect(body).toMatchObject({ info: { code: 200 }, removed: 1 });
    await stage.open('get', 'system/auth/has_user').expect(204);
    await stage.open('post', 'system/auth/signup').send(OWNER).expect(201);
    expect((await signIn()).status).toBe(200);
  });
});

describe('the audit trail', () => {
  it('names who asked for which change and what came of it, and no value', async () => {
    await stage
      .call('post', 'system/env/WS_WEBHOOK_API_KEY')
      .send({ value: 'a-key-for-webhooks' })
      .expect(200);
    await stage.call('post', 'system/env/WS_TZ').send({ value: 'Nowhere' }).expect(400);
    await stage.open('post', 'system/env/WS_TZ').send({ value: 'UTC' }).expect(401);
    const { body, text } = await stage
      .call('get', 'system/audit')
      .query({ path: 'system/env', perpage: 2 })
      .expect(200);
    expect(body.items).toMatchObject([
      {
        action: 'settingsSet',
        path: '/v1/api/system/env/WS_TZ',
        status: 400,
        actor_kind: 'api-key',
        fields: ['value'],
      },
      { action: 'settingsSet', path: '/v1/api/system/env/WS_WEBHOOK_API_KEY', status: 200 },
    ]);
    expect(text).not.toContain('a-key-for-webhooks');
    const signIns = await stage
      .call('get', 'system/audit')
      .query({ action: 'authLogin', actor: 'keeper' })
      .expect(200);
    expect(signIns.body.items[0]).toMatchObject({
      actor_kind: 'session',
      actor: 'keeper',
      status: 200,
      address: expect.stringMatching(/127/),
    });
    const refused = await stage
      .call('get', 'system/audit')
      .query({ action: 'authLogin', actor: 'nobody' })
      .expect(200);
    expect(refused.body.items).toContainEqual(expect.objectContaining({ status: 429 }));
    await stage.call('get', 'system/audit').query({ before: 'yesterday' }).expect(400);
  });
});
