import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlex, FakePlexTv } from '#libs/testing';
import { PlexCloud } from './plex-cloud.js';
import { TokenFinder } from './token-finder.js';

const ALEX = { id: '14800001', name: 'alex', token: 'secret-alex', admin: true };
const SAM = { id: '14800002', name: 'sam', token: 'secret-sam', pin: '1234', uuid: 'b2c3d4e5f6071829' };
const KID = { id: '14800003', name: 'Kids Room', token: 'secret-kid' };
const BOB = { id: '15900003', name: 'bob', token: 'secret-bob', role: 'friend' } as const;

let server: FakePlex;
let tv: FakePlexTv;
let cloud: PlexCloud;

beforeEach(async () => {
  server = new FakePlex({ users: [ALEX, SAM, KID, BOB] });
  tv = new FakePlexTv({ servers: [server] });
  await Promise.all([server.start(), tv.start()]);
  cloud = new PlexCloud({ url: tv.url, deviceId: 'us', version: '1.0.0', retries: 0 });
});
afterEach(() => Promise.all([server.stop(), tv.stop()]));

const finder = (over: { token?: string; serverUuid?: string; isGuest?: boolean } = {}) =>
  new TokenFinder(cloud, { token: ALEX.token, serverUuid: server.uuid, ...over });

describe("a person's own token for a server", () => {
  it.each([
    ['a member of the home, by PIN', { user: SAM.id, pin: '1234' }, SAM],
    ['a member by uuid', { user: SAM.uuid, pin: '1234' }, SAM],
    ['a managed user by name', { user: 'Kids Room', pin: null }, KID],
    ['a friend', { user: BOB.id, pin: null }, BOB],
    ['the owner', { user: ALEX.id, pin: null }, ALEX],
  ])('is found for %s', async (_, wish, person) => {
    const found = await finder().of(wish);
    expect(found).toMatchObject({ token: `at-server-${person.token}`, person: { id: person.id } });
    const here = await fetch(`${server.url}/library/sections`, { headers: { 'X-Plex-Token': found.token } });
    expect(here.status).toBe(200);
    expect(server.requests.at(-1)?.user).toBe(person.id);
  });

  it.each([
    ['the PIN is wrong', { user: SAM.id, pin: '0000' }, { key: 'forbidden', field: 'options.PLEX_USER_PIN' }],
    ['there is no such person', { user: '99', pin: null }, { key: 'not-found', field: 'user' }],
  ])('is not found when %s', async (_, wish, error) => {
    await expect(finder().of(wish)).rejects.toMatchObject(error);
  });

  it('is not to be had with a limited token', async () => {
    await expect(finder({ token: SAM.token }).of({ user: KID.id, pin: null })).rejects.toMatchObject({
      key: 'forbidden',
      field: 'token',
    });
  });

  it('is none on a server that the person does not reach', async () => {
    const wish = finder({ serverUuid: 'f'.repeat(40) }).of({ user: KID.id, pin: null });
    await expect(wish).rejects.toMatchObject({ key: 'not-found', field: 'user' });
  });

  it('quirk 27: says what to do when Plex keeps the tokens of friends to itself', async () => {
    tv.fault({ match: /shared_servers/, kind: { status: 404 } });
    await expect(finder().of({ user: BOB.id, pin: null })).rejects.toMatchObject({
      key: 'forbidden',
      hint: expect.stringContaining('sign in') as string,
    });
  });
});

describe('the people of a server', () => {
  it('are home and friends', async () => {
    expect((await finder().people())?.map(({ name, kind }) => [name, kind])).toEqual([
      ['alex', 'home'],
      ['sam', 'home'],
      ['Kids Room', 'home'],
      ['bob', 'friend'],
    ]);
  });

  it('do not include friends where the server is somebody else’s', async () => {
    expect((await finder({ isGuest: true }).people())?.some(({ kind }) => kind === 'friend')).toBe(false);
    expect(tv.requests.some(({ path }) => path.startsWith('/api/users'))).toBe(false);
  });

  it('are unknown to a limited token', async () => {
    expect(await finder({ token: SAM.token }).people()).toBeNull();
  });
});
