import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlex, FakePlexTv } from '#libs/testing';
import type { Connection } from '../media-server.js';
import { registerPlexHook } from './plex.hooks.js';

const ALEX = {
  id: '14800001',
  name: 'alex',
  token: 'account-token-alex',
  admin: true,
  role: 'owner',
} as const;
const KID = {
  id: '14800002',
  name: 'kid',
  token: 'limited-token-kid',
  admin: false,
  role: 'home',
} as const;
const URL = 'https://here.test/v1/api/webhook/b7-new';
const OTHERS = ['https://other.test/hook', 'https://third.test/hook'];

let server: FakePlex;
let tv: FakePlexTv;

beforeEach(async () => {
  server = new FakePlex({ users: [ALEX, KID] });
  tv = new FakePlexTv({ servers: [server] });
  await Promise.all([server.start(), tv.start()]);
});
afterEach(() => Promise.all([server.stop(), tv.stop()]));

function register(token: string = ALEX.token, adminToken?: string) {
  const { url, uuid } = server;
  const plex = { adminToken };
  const to: Connection = { type: 'plex', url, token, user: null, uuid, deviceId: 'us', version: '1', plex };
  return registerPlexHook(to, URL, { retries: 0, plexTvUrl: tv.url });
}

const set = (urls: readonly string[]) =>
  fetch(`${tv.url}/api/v2/user/webhooks`, {
    method: 'POST',
    headers: { 'X-Plex-Token': ALEX.token },
    body: new URLSearchParams(urls.map((url): [string, string] => ['urls[]', url])),
  });

describe('the webhook of a Plex account', () => {
  it('quirk 62: is added without touching those of others, and again is no other', async () => {
    await set(OTHERS);
    expect(await register()).toBe('created');
    expect(tv.webhookUrls).toEqual([...OTHERS, URL]);
    tv.clearRequests();
    expect(await register()).toBe('unchanged');
    expect(tv.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('is brought up to date when the secret has changed', async () => {
    await set([...OTHERS, URL.replace('new', 'old')]);
    expect(await register()).toBe('updated');
    expect(tv.webhookUrls).toEqual([...OTHERS, URL]);
  });

  it("needs an account token: a server's own or a limited one is refused", async () => {
    for (const token of [`at-server-${ALEX.token}`, KID.token])
      await expect(register(token)).rejects.toMatchObject({
        key: expect.stringMatching(/^(token-rejected|forbidden)$/),
      });
    expect(tv.webhookUrls).toEqual([]);
    expect(await register(KID.token, ALEX.token)).toBe('created');
  });

  it('is not set when the list of the others cannot be read', async () => {
    await set(OTHERS);
    tv.fault({ match: /GET .*webhooks/, kind: { html: true } });
    await expect(register()).rejects.toMatchObject({ key: 'bad-answer' });
    expect(tv.webhookUrls).toEqual(OTHERS);
  });

  it('cannot be set where plex.tv is not to be asked', async () => {
    const { url, uuid } = server;
    const to: Connection = { type: 'plex', url, token: 'x', user: null, uuid, deviceId: 'us', version: '1' };
    await expect(registerPlexHook(to, URL)).rejects.toMatchObject({ key: 'unreachable' });
  });
});
