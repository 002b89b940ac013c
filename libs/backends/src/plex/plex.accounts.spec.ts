import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePlex, FakePlexTv } from '#libs/testing';
import type { Connection, PlexExtras } from '../media-server.js';
import { plex } from './index.js';

const ALEX = { id: '14800001', name: 'alex', token: 'secret-alex', admin: true };
const SAM = { id: '14800002', name: 'sam', token: 'secret-sam' };
const PAT = { id: '14800004', name: 'pat', token: 'secret-pat', pin: '1234' };
const BOB = { id: '15900003', name: 'bob', token: 'secret-bob', role: 'friend' } as const;

let server: FakePlex;
let cloud: FakePlexTv;

beforeEach(async () => {
  server = new FakePlex({ users: [ALEX, SAM, PAT, BOB] });
  cloud = new FakePlexTv({ servers: [server] });
  await Promise.all([server.start(), cloud.start()]);
});

afterEach(() => Promise.all([server.stop(), cloud.stop()]));

interface Case {
  readonly token: string;
  readonly user: string | null;
  readonly plex?: PlexExtras;
}

function connect({ token, user, plex: extras = {} }: Case, plexTvUrl?: string) {
  const to: Connection = {
    type: 'plex',
    url: server.url,
    token,
    user,
    uuid: null,
    deviceId: 'device',
    version: '1.0.0',
    plex: extras,
  };
  return plex.connect(to, { retries: 0, ...(plexTvUrl !== undefined && { plexTvUrl }) });
}

const withCloud = (from: Case) => connect(from, cloud.url);

describe('whose token it is, by the word of plex.tv', () => {
  it.each([
    ['the owner', { token: ALEX.token, user: ALEX.id }, { id: ALEX.id, name: 'alex', admin: true }],
    [
      'the owner by the local id',
      { token: ALEX.token, user: '1' },
      { id: ALEX.id, name: 'alex', admin: true },
    ],
    ['a member of the home', { token: SAM.token, user: SAM.id }, { id: SAM.id, name: 'sam', admin: false }],
    ['a friend', { token: BOB.token, user: BOB.id }, { id: BOB.id, name: 'bob', admin: false }],
    ['nobody yet', { token: BOB.token, user: null }, { id: BOB.id, name: 'bob', admin: false }],
  ])('can be %s', async (...[, from, user]) => {
    expect((await withCloud(from).validate()).user).toEqual(user);
  });

  it.each([
    ["another's id", { token: SAM.token, user: BOB.id }],
    ["the owner's id", { token: SAM.token, user: ALEX.id }],
    ["the owner's local id", { token: SAM.token, user: '1' }],
    ["another's id for the owner's token", { token: ALEX.token, user: SAM.id }],
    ['an id that nobody has', { token: ALEX.token, user: '99' }],
  ])('is refused for %s', async (_, from) => {
    await expect(withCloud(from).validate()).rejects.toMatchObject({ key: 'wrong-user', field: 'user' });
  });
});

describe('whose token it is, when plex.tv does not know', () => {
  const account = /\/api\/v2\/user$/;

  it('is known for the owner, whom the server itself knows', async () => {
    const { user } = await connect({ token: ALEX.token, user: ALEX.id }).validate();
    expect(user).toEqual({ id: ALEX.id, name: 'alex', admin: true });
    expect((await connect({ token: ALEX.token, user: null }).validate()).user.id).toBe('1');
  });

  it("is refused for the owner's token on another's backend", async () => {
    const validated = connect({ token: ALEX.token, user: SAM.id }).validate();
    await expect(validated).rejects.toMatchObject({ key: 'wrong-user', field: 'user' });
  });

  it.each([SAM.id, null])('is refused for anybody else, as nobody can tell: %j', async (user) => {
    cloud.fault({ match: account, kind: { status: 401 } });
    const refused = { key: 'wrong-user', field: 'token', remedy: { retry: 'never' } };
    await expect(withCloud({ token: SAM.token, user }).validate()).rejects.toMatchObject(refused);
    await expect(connect({ token: SAM.token, user }).validate()).rejects.toMatchObject(refused);
  });

  it.each([
    ['server-error', { status: 503 }],
    ['rate-limited', { status: 429, retryAfterSeconds: 60 }],
    ['unreachable', { reset: true }],
    ['bad-answer', { html: true }],
    ['bad-answer', { status: 404 }],
  ] as const)('is asked again later after an outage: %s', async (key, kind) => {
    cloud.fault({ match: account, kind });
    const error: unknown = await withCloud({ token: SAM.token, user: SAM.id })
      .validate()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ key, field: null, message: expect.stringContaining('plex.tv') as string });
    expect(error).not.toMatchObject({ remedy: { retry: 'never' } });
  });

  it('does not depend on plex.tv for the owner', async () => {
    cloud.fault({ kind: { status: 503 } });
    expect((await withCloud({ token: ALEX.token, user: ALEX.id }).validate()).user.id).toBe(ALEX.id);
  });
});

describe("whose a server's own token is, by the word of the server's owner", () => {
  const own = (name: { readonly token: string }) => `at-server-${name.token}`;
  const adminToken = ALEX.token;

  it.each([
    ['a member of the home', SAM, undefined],
    ['a protected member, with the PIN', PAT, '1234'],
    ['a friend', BOB, undefined],
  ])('is known for %s', async (_, person, userPin) => {
    const to = { token: own(person), user: person.id, plex: { adminToken, userPin } };
    expect((await withCloud(to).validate()).user).toEqual({ id: person.id, name: person.name, admin: false });
  });

  it("quirk 21: is refused when it is another person's", async () => {
    const to = { token: own(BOB), user: SAM.id, plex: { adminToken } };
    await expect(withCloud(to).validate()).rejects.toMatchObject({ key: 'wrong-user', field: 'user' });
  });

  it("quirk 22: is refused when it is the owner's", async () => {
    const to = { token: own(ALEX), user: SAM.id, plex: { adminToken } };
    await expect(withCloud(to).validate()).rejects.toMatchObject({ key: 'wrong-user', field: 'user' });
  });

  it.each([
    ['without the owner', { plex: {} }, { key: 'wrong-user', field: 'token' }],
    ['without a person', { user: null }, { key: 'wrong-user', field: 'token' }],
    [
      'without the PIN',
      { ...{ token: own(PAT), user: PAT.id } },
      { key: 'forbidden', field: 'options.PLEX_USER_PIN' },
    ],
    ['by a limited token', { plex: { adminToken: SAM.token } }, { key: 'forbidden', field: 'token' }],
  ])('cannot be told %s', async (_, over, error) => {
    const to = { token: own(BOB), user: BOB.id, plex: { adminToken }, ...over };
    await expect(withCloud(to).validate()).rejects.toMatchObject(error);
  });

  it('is asked with no token but the two that were given, and changes nothing on the server', async () => {
    await withCloud({ token: own(SAM), user: SAM.id, plex: { adminToken } }).validate();
    expect(server.requests.map(({ user }) => user)).toEqual(server.requests.map(() => SAM.id));
    expect(server.writes()).toEqual([]);
  });
});

describe('who uses the server', () => {
  const everybody = [
    { id: ALEX.id, name: 'alex', admin: true },
    { id: SAM.id, name: 'sam', admin: false },
    { id: PAT.id, name: 'pat', admin: false },
    { id: BOB.id, name: 'bob', admin: false },
  ];

  it('is home and friends to its owner', async () => {
    expect(await withCloud({ token: ALEX.token, user: null }).users()).toEqual(everybody);
  });

  it('is oneself only to a limited token', async () => {
    const self = [{ id: SAM.id, name: 'sam', admin: false }];
    expect(await withCloud({ token: SAM.token, user: null }).users()).toEqual(self);
  });

  it('is what the server knows when plex.tv is not asked', async () => {
    const local = everybody.map((person) => (person.admin ? { ...person, id: '1' } : person));
    expect(await connect({ token: ALEX.token, user: null }).users()).toEqual(local);
  });

  it('is refused to a limited token when plex.tv is not asked', async () => {
    await expect(connect({ token: SAM.token, user: null }).users()).rejects.toMatchObject({
      key: 'forbidden',
    });
  });

  it('is not shortened by an outage of plex.tv', async () => {
    cloud.fault({ match: /\/api\/users/, kind: { status: 500 } });
    const listed = withCloud({ token: ALEX.token, user: null }).users();
    await expect(listed).rejects.toMatchObject({ key: 'server-error' });
  });
});
