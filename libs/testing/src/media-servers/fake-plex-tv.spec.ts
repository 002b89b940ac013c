import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlexTv } from './fake-plex-tv.js';
import { FakePlex } from './fake-plex.js';

const ALEX = { id: '11', name: 'alex', token: 'secret-alex', admin: true };
const SAM = { id: '12', name: 'sam', token: 'secret-sam', uuid: 'b2c3d4e5f6071829', pin: '1234' };
const BOB = { id: '13', name: 'bob', token: 'secret-bob', role: 'friend' } as const;

let plex: FakePlex;
let cloud: FakePlexTv;

beforeEach(async () => {
  plex = new FakePlex({ users: [ALEX, SAM, BOB] });
  cloud = new FakePlexTv({ servers: [plex] });
  await Promise.all([plex.start(), cloud.start()]);
});

afterEach(() => Promise.all([plex.stop(), cloud.stop()]));

const ask = (path: string, token = ALEX.token, init: RequestInit = {}) =>
  fetch(`${cloud.url}${path}`, {
    ...init,
    headers: { 'X-Plex-Token': token, 'X-Plex-Client-Identifier': 'us' },
  });

const post = (path: string, token = ALEX.token, body = '') => ask(path, token, { method: 'POST', body });

describe('a token', () => {
  it('tells whom it belongs to', async () => {
    expect(await (await ask('/api/v2/user', SAM.token)).json()).toMatchObject({
      id: 12,
      title: 'sam',
      uuid: SAM.uuid,
    });
  });

  it('is refused with the cloud error when it is unknown', async () => {
    const response = await ask('/api/v2/user', 'stale');
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ code: 1001 }] });
  });

  it('that is limited may not list people', async () => {
    const paths = ['/api/v2/home/users/', '/api/users/', `/api/servers/${plex.uuid}/shared_servers`];
    expect(await Promise.all(paths.map(async (path) => (await ask(path, SAM.token)).status))).toEqual([
      403, 403, 403,
    ]);
  });
});

describe('people', () => {
  it('of the home are listed apart from friends', async () => {
    expect(await (await ask('/api/v2/home/users/')).json()).toMatchObject({
      users: [
        { id: 11, admin: true, protected: false },
        { id: 12, admin: false, protected: true, username: null },
      ],
    });
    const friends = await (await ask('/api/users/')).text();
    expect(friends).toContain('<User id="13" title="bob"');
    expect(friends).toContain(`machineIdentifier="${plex.uuid}"`);
  });

  it('who are friends have their server token among the shares', async () => {
    const shares = await (await ask(`/api/servers/${plex.uuid}/shared_servers`)).text();
    expect(shares).toContain('userID="13" accessToken="at-server-secret-bob"');
  });

  it('of the home are switched to by PIN, and then find their own server token', async () => {
    expect((await post(`/api/v2/home/users/${SAM.uuid}/switch`)).status).toBe(403);
    const switched = await post(`/api/v2/home/users/${SAM.uuid}/switch?pin=1234`);
    expect(switched.status).toBe(201);
    const { authToken } = (await switched.json()) as { readonly authToken: string };
    const resources = await (await ask('/api/v2/resources', authToken)).json();
    expect(resources).toMatchObject([
      {
        provides: 'server',
        clientIdentifier: plex.uuid,
        accessToken: `at-server-${SAM.token}`,
        owned: false,
      },
      { accessToken: null },
    ]);
    const onServer = await fetch(plex.url, { headers: { 'X-Plex-Token': authToken } });
    expect(onServer.status).toBe(401);
  });

  it('are told the address of their servers in XML, too', async () => {
    expect(await (await ask('/api/resources')).text()).toContain(`uri="${plex.url}"`);
  });

  it('are told names below plex.direct and the relay only when asked', async () => {
    const plain = await (await ask('/api/v2/resources')).text();
    expect(plain).not.toMatch(/plex\.direct|203\.0\.113/);
    const all = await (await ask('/api/v2/resources?includeHttps=1&includeRelay=1')).text();
    expect(all).toContain('https://127-0-0-1.');
    expect(all).toContain('"relay":true');
  });

  it('lose all their tokens when they sign out everywhere', async () => {
    cloud.signOut(SAM.id);
    expect((await ask('/api/v2/user', SAM.token)).status).toBe(401);
    for (const token of [SAM.token, `at-server-${SAM.token}`])
      expect((await fetch(plex.url, { headers: { 'X-Plex-Token': token } })).status).toBe(401);
    cloud.signIn(SAM.id);
    expect((await ask('/api/v2/user', SAM.token)).status).toBe(200);
  });
});

it('does not know a token that a server gave out', async () => {
  expect((await ask('/api/v2/user', `at-server-${SAM.token}`)).status).toBe(401);
  const there = await fetch(plex.url, { headers: { 'X-Plex-Token': `at-server-${SAM.token}` } });
  expect(there.status).toBe(200);
});

describe('a sign-in', () => {
  it('is forgotten when nobody confirms it in time', async () => {
    const { id, code } = (await (await post('/api/v2/pins')).json()) as { id: number; code: string };
    cloud.expire(code);
    expect((await ask(`/api/v2/pins/${id}?code=${code}`)).status).toBe(404);
  });

  it('waits for the person, and answers only the client that began it', async () => {
    const begun = await post('/api/v2/pins');
    expect(begun.status).toBe(201);
    const { id, code } = (await begun.json()) as { readonly id: number; readonly code: string };
    const poll = () => ask(`/api/v2/pins/${id}?code=${code}`);
    expect(await (await poll()).json()).toMatchObject({ authToken: null });
    cloud.approve(code, SAM.id);
    expect(await (await poll()).json()).toMatchObject({ authToken: SAM.token });
    const stranger = await fetch(`${cloud.url}/api/v2/pins/${id}?code=${code}`);
    expect(stranger.status).toBe(404);
    expect(cloud.requests.at(-1)?.path).toBe(`/api/v2/pins/${id}?code=***`);
  });
});

it('replaces the registered webhooks as a whole', async () => {
  await post('/api/v2/user/webhooks', ALEX.token, 'urls%5B%5D=http%3A%2F%2Fone&urls%5B%5D=http%3A%2F%2Ftwo');
  await post('/api/v2/user/webhooks', ALEX.token, 'urls%5B%5D=http%3A%2F%2Fthree');
  expect(await (await ask('/api/v2/user/webhooks')).json()).toEqual([{ url: 'http://three' }]);
  expect(cloud.webhookUrls).toEqual(['http://three']);
});

it('refuses switches after so many when told to', async () => {
  cloud.fault({ match: /\/switch$/, after: 1, kind: { status: 429, retryAfterSeconds: 1 } });
  const statuses = [];
  for (let n = 0; n < 2; n += 1) {
    statuses.push((await post(`/api/v2/home/users/${SAM.uuid}/switch?pin=1234`)).status);
  }
  expect(statuses).toEqual([201, 429]);
});

it('takes a server in later, in place of the one with its uuid', async () => {
  const eve = { id: '21', name: 'eve', token: 'secret-eve', admin: true };
  cloud.addServer(new FakePlex({ users: [eve] }));
  expect((await ask('/api/v2/user', ALEX.token)).status).toBe(401);
  expect((await ask('/api/v2/user', eve.token)).status).toBe(200);
});
