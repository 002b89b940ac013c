import { Accounts } from '#libs/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type request from 'supertest';
import { ApiStage, KEY } from '../testing/api-stage.js';
import { loggedText } from '../testing/logged-text.js';
import { SessionIssuer } from './session-issuer.js';

const PASSWORD = 'ember harbour 7';
const OWNER = { username: 'keeper', password: PASSWORD };

const signUp = (stage: ApiStage, body: object): request.Test =>
  stage.open('post', 'system/auth/signup').send(body);
const signIn = (stage: ApiStage, body: object): request.Test =>
  stage.open('post', 'system/auth/login').send(body);

describe('the first visit', () => {
  let stage: ApiStage;
  beforeAll(async () => {
    stage = await ApiStage.open();
  });
  afterAll(() => stage.close());

  it('finds no account', async () => {
    const { text } = await stage.open('get', 'system/auth/has_user').expect(204);
    expect(text).toBe('');
  });

  it.each([
    ['no name', { password: PASSWORD }, 'username'],
    ['a name with blanks', { username: 'the keeper', password: PASSWORD }, 'username'],
    ['a short password', { username: 'keeper', password: 'seven77' }, 'password'],
    ['a password that is no text', { username: 'keeper', password: 12345678 }, 'password'],
    ['a field that is unknown', { ...OWNER, admin: true }, 'admin'],
  ])('refuses an account with %s, and names the field', async (_what, body, field) => {
    const answer = await signUp(stage, body).expect(400);
    expect(answer.body.error).toMatchObject({ code: 400, key: 'validation-failed' });
    expect(answer.body.error.fields).toEqual([{ field, message: expect.stringMatching(/\w/) }]);
    await stage.open('get', 'system/auth/has_user').expect(204);
  });

  it('refuses a login while nobody can sign in', async () => {
    await signIn(stage, OWNER).expect(401);
  });

  it('makes one account, however many sign up at the same moment', async () => {
    const names = ['ada', 'bea', 'cleo', 'dora', 'eve'];
    const answers = await Promise.all(names.map((username) => signUp(stage, { ...OWNER, username })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403, 403]);
    const refused = answers.find(({ status }) => status === 403);
    expect(refused?.body.error.key).toBe('account-exists');
    const { body } = await stage.open('get', 'system/auth/has_user').expect(200);
    expect(body).toEqual({});
  });
});

describe('an account from the settings', () => {
  it('is made at the first start and opens the door', async () => {
    const stage = await ApiStage.open({ WS_SYSTEM_USER: 'warden', WS_SYSTEM_PASSWORD: PASSWORD });
    await signIn(stage, { username: 'warden', password: PASSWORD }).expect(200);
    await signUp(stage, OWNER).expect(403);
    await stage.close();
  });
});

describe('a login', () => {
  let stage: ApiStage;
  beforeAll(async () => {
    stage = await ApiStage.open({ WS_RATE_LIMIT_ENABLED: 'false' });
    await signUp(stage, OWNER).expect(201);
  });
  afterAll(() => stage.close());

  const token = async (): Promise<string> => String((await signIn(stage, OWNER).expect(200)).body.token);
  const who = (): request.Test => stage.open('get', 'system/auth/user');

  it('gives a token and a cookie that no script and no other site can use', async () => {
    const answer = await signIn(stage, OWNER).expect(200);
    expect(Object.keys(answer.body)).toEqual(['token']);
    const [cookie = ''] = answer.get('Set-Cookie') ?? [];
    expect(cookie).toContain(`ws_session=${String(answer.body.token)};`);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).toContain('Path=/');
    expect(cookie).toContain('Max-Age=172800');
    expect(cookie).not.toContain('Secure');
  });

  it('answers a wrong name as a wrong password', async () => {
    const [wrongPassword, wrongName] = await Promise.all([
      signIn(stage, { ...OWNER, password: 'something else' }).expect(401),
      signIn(stage, { ...OWNER, username: 'nobody' }).expect(401),
    ]);
    expect(wrongPassword.body.error.message).toBe(wrongName.body.error.message);
    expect(wrongPassword.get('WWW-Authenticate')).toBe('Bearer realm="WatchState"');
    expect(wrongPassword.get('Set-Cookie')).toBeUndefined();
  });

  it('refuses what is no login at all', async () => {
    await signIn(stage, {}).expect(400);
    await signIn(stage, { username: ['keeper'], password: PASSWORD }).expect(400);
    await stage.open('post', 'system/auth/login').type('json').send('{"username":').expect(400);
    await stage.open('post', 'system/auth/login').type('json').send('[1]').expect(400);
  });

  it('tells who is signed in, by header and by cookie', async () => {
    const value = await token();
    const byHeader = await who().set('Authorization', `Token ${value}`).expect(200);
    const byCookie = await who().set('Cookie', `theme=dark; ws_session=${value}`).expect(200);
    expect(byHeader.body).toMatchObject({ username: 'keeper', refresh_required: false });
    expect(byCookie.body).toEqual(byHeader.body);
    const life = Date.parse(byHeader.body.expires_at) - Date.parse(byHeader.body.created_at);
    expect(life).toBe(172_800_000);
  });

  it('does not let the API key alone be a person', async () => {
    await stage.call('get', 'system/auth/user').expect(401);
    await stage.call('delete', 'system/auth/session').expect(401);
  });

  it('ends with sign-out, which clears the cookie', async () => {
    const value = await token();
    const answer = await stage
      .open('delete', 'system/auth/session')
      .set('Cookie', `ws_session=${value}`)
      .set('X-Requested-With', 'WatchState')
      .expect(204);
    expect(answer.get('Set-Cookie')?.[0]).toMatch(/^ws_session=;.*Expires=Thu, 01 Jan 1970/);
  });

  it('does not count a cookie that another site made the browser send', async () => {
    const value = await token();
    const from = (site: string): request.Test =>
      who().set('Cookie', `ws_session=${value}`).set('Sec-Fetch-Site', site);
    await from('cross-site').expect(401);
    await from('same-site').expect(401);
    await from('same-origin').expect(200);
  });

  it.each([
    ['is changed', (value: string) => `x${value}`],
    ['lost its signature', (value: string) => value.split('.')[0] ?? ''],
    ['is nothing', () => 'nothing'],
  ])('does not stand when its token %s', async (_how, spoil) => {
    await who()
      .set('Authorization', `Token ${spoil(await token())}`)
      .expect(401);
  });

  it('does not stand longer than its life, nor after all sessions were ended', async () => {
    const account = await stage.app.get(Accounts).find('keeper');
    if (!account) throw new Error('the account is gone');
    const issuer = stage.app.get(SessionIssuer);
    const old = issuer.issue(account, new Date(Date.now() - 172_801_000));
    await who().set('Authorization', `Token ${old}`).expect(401);
    const fresh = issuer.issue(account);
    await who().set('Authorization', `Token ${fresh}`).expect(200);
    await stage.app.get(Accounts).endSessions(account.id);
    await who().set('Authorization', `Token ${fresh}`).expect(401);
  });

  it('leaves neither password nor token in the log', async () => {
    const value = await token();
    await who().set('Authorization', `Token ${value}`).expect(200);
    const log = loggedText(stage);
    expect(log).toContain('account made');
    for (const secret of [PASSWORD, value, KEY]) expect(log).not.toContain(secret);
  });
});

describe('the API key', () => {
  let stage: ApiStage;
  beforeAll(async () => {
    stage = await ApiStage.open();
  });
  afterAll(() => stage.close());

  it.each([
    ['a header', (call: request.Test) => call.set('X-APIKEY', KEY)],
    ['a bearer', (call: request.Test) => call.set('Authorization', `Bearer ${KEY}`)],
    ['the address', (call: request.Test) => call.query({ apikey: KEY })],
    [
      'one of several credentials',
      (call: request.Test) => call.set('X-APIKEY', 'wrong').query({ apikey: KEY }),
    ],
  ])('is taken from %s', async (_where, withKey) => {
    await withKey(stage.open('get', 'system/version')).expect(200);
  });

  it.each([
    ['a wrong header', (call: request.Test) => call.set('X-APIKEY', `${KEY}0`)],
    ['a wrong bearer', (call: request.Test) => call.set('Authorization', 'Bearer wrong')],
    ['the key as a token', (call: request.Test) => call.set('Authorization', `Token ${KEY}`)],
    ['an empty key', (call: request.Test) => call.set('X-APIKEY', '')],
    ['two keys in the address', (call: request.Test) => call.query(`apikey=${KEY}&apikey=${KEY}`)],
  ])('is not taken from %s', async (_where, withKey) => {
    await withKey(stage.open('get', 'system/version')).expect(401);
  });

  it('opens nothing when there is none', async () => {
    const bare = await ApiStage.open({ WS_API_KEY: '' });
    await bare.open('get', 'system/version').set('X-APIKEY', '').expect(401);
    await bare.open('get', 'system/version').set('Authorization', 'Bearer undefined').expect(401);
    await bare.close();
  });
});

describe('guessing', () => {
  const wrong = { ...OWNER, password: 'not the password' };

  it('stops after five tries, also for the right password, and says how long', async () => {
    const stage = await ApiStage.open();
    await signUp(stage, OWNER).expect(201);
    for (let tries = 0; tries < 5; tries += 1) await signIn(stage, wrong).expect(401);
    const { body, headers } = await signIn(stage, OWNER).expect(429);
    expect(body.error).toMatchObject({
      key: 'too-many-tries',
      message: expect.stringContaining('15 minutes'),
    });
    expect(Number(headers['retry-after'])).toBeGreaterThan(890);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(900);
    await stage.close();
  });

  it('gains nothing from asking at the same moment', async () => {
    const stage = await ApiStage.open();
    await signUp(stage, OWNER).expect(201);
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(stage, wrong)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    await stage.close();
  });

  it('cannot hide behind a header, unless a proxy is trusted', async () => {
    const stage = await ApiStage.open();
    await signUp(stage, OWNER).expect(201);
    const from = (address: string): request.Test => signIn(stage, wrong).set('X-Forwarded-For', address);
    for (let last = 1; last <= 5; last += 1) await from(`198.51.100.${last}`).expect(401);
    await from('198.51.100.6').expect(429);
    await stage.close();
  });

  it('is counted by the address that a trusted proxy saw', async () => {
    const stage = await ApiStage.open({ WS_TRUST_PROXY: 'true' });
    await signUp(stage, OWNER).expect(201);
    const from = (address: string): request.Test =>
      signIn(stage, wrong).set('X-Forwarded-For', `10.9.9.9, ${address}`);
    for (let tries = 0; tries < 5; tries += 1) await from('198.51.100.1').expect(401);
    await from('198.51.100.1').expect(429);
    await from('198.51.100.2').expect(401);
    const secure = await signIn(stage, OWNER)
      .set('X-Forwarded-For', '198.51.100.3')
      .set('X-Forwarded-Proto', 'https');
    expect(secure.get('Set-Cookie')?.[0]).toContain('Secure');
    await stage.close();
  });
});
