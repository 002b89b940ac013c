import { FakeEmby, FakeJellyfin, FakePlex, FakePlexTv, type FakeMediaServer } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Api, RunningSystem } from './harness/index.js';

type Person = 'alex' | 'sam' | 'kim' | 'bob';
/** What a person would enter besides name, type and user. */
interface Credential {
  readonly token: string;
  readonly url?: string;
  readonly options?: object;
}
interface Way {
  readonly type: 'plex' | 'jellyfin' | 'emby';
  readonly how: string;
  readonly person: Person;
  readonly credential: () => Promise<Credential> | Credential;
}

const PLEX_PEOPLE = [
  { id: '14800001', name: 'alex', token: 'plex-secret-alex', admin: true },
  { id: '14800002', name: 'sam', token: 'plex-secret-sam', pin: '4711' },
  { id: '14800003', name: 'kim', token: 'plex-secret-kim', isManaged: true },
  { id: '15900004', name: 'bob', token: 'plex-secret-bob', role: 'friend' },
] as const;
const people = (type: string) =>
  ['alex', 'sam', 'kim', 'bob'].map((name, index) => ({
    id: String(index + 1).repeat(32),
    name,
    token: `${type}-secret-${name}`,
    admin: name === 'alex',
  }));

const plex = new FakePlex({ users: PLEX_PEOPLE });
const plexTv = new FakePlexTv({ servers: [plex] });
const servers = {
  plex,
  jellyfin: new FakeJellyfin({ users: people('jellyfin') }),
  emby: new FakeEmby({ users: people('emby') }),
};
const OWNER = 'plex-secret-alex';
const idOf = (type: Way['type'], person: Person): string =>
  servers[type].users.find(({ name }) => name === person)?.id ?? '';
const seenBy = (person: string): string => `The Film That Only ${person} Saw`;

function stock(server: FakeMediaServer): void {
  for (const [index, { id, name }] of server.users.entries()) {
    const guids = { imdb: `tt77000${index}` };
    const film = server.add({ type: 'movie', title: seenBy(name), year: 1990 + index, guids });
    server.play(id, film, 1_700_000_000 + index);
  }
}

describe('a backend, by every kind of credential', () => {
  let system: RunningSystem;
  let main: Api;

  beforeAll(async () => {
    for (const server of Object.values(servers)) {
      stock(server);
      await server.start();
    }
    await plexTv.start();
    system = await RunningSystem.start({ env: { WS_PLEX_TV_URL: plexTv.url } });
    main = system.api();
    await main.addBackend({ name: 'owner', type: 'plex', url: plex.url, token: OWNER });
  });

  afterAll(async () => {
    await system.dispose();
    await Promise.all([...Object.values(servers), plexTv].map((fake) => fake.stop()));
  });

  const asked = async <T>(path: string, body: object): Promise<T> => {
    const answer = await main.post(path, body);
    expect(answer, path).toMatchObject({ status: 200 });
    return answer.body as T;
  };

  async function bySignIn(): Promise<Credential> {
    const begun = await asked<{ id: number; code: string }>('backends/plex/generate', {});
    const poll = { id: begun.id, code: begun.code };
    expect(await asked('backends/plex/check', poll)).toMatchObject({ authToken: null });
    plexTv.approve(begun.code, idOf('plex', 'alex'));
    const { authToken: token } = await asked<{ authToken: string }>('backends/plex/check', poll);
    const [found] = await asked<{ uri: string; identifier: string }[]>('backends/discover/plex', { token });
    expect(found?.identifier).toBe(plex.uuid);
    return { token, url: found?.uri ?? '' };
  }

  /** A token that is good on this server only, got and proved by the owner. */
  async function byOwner(person: Person, pin?: string): Promise<Credential> {
    const wish = { id: idOf('plex', person), ...(pin && { pin }) };
    const { token } = await asked<{ token: string }>('backend/owner/accesstoken', wish);
    return { token, options: { ADMIN_TOKEN: OWNER, ...(pin && { PLEX_USER_PIN: pin }) } };
  }

  const passwordOf = (type: 'jellyfin' | 'emby', person: Person): string => {
    const user = servers[type].users.find(({ name }) => name === person);
    return user ? `${person}:${servers[type].passwordOf(user)}` : '';
  };

  const WAYS: readonly Way[] = [
    { type: 'plex', how: 'a PIN sign-in and discovery', person: 'alex', credential: bySignIn },
    { type: 'plex', how: "the owner's token", person: 'alex', credential: () => ({ token: OWNER }) },
    { type: 'plex', how: 'a home user with PIN', person: 'sam', credential: () => byOwner('sam', '4711') },
    { type: 'plex', how: "a managed child's token", person: 'kim', credential: () => byOwner('kim') },
    {
      type: 'plex',
      how: "a friend's token for this server",
      person: 'bob',
      credential: () => byOwner('bob'),
    },
    {
      type: 'plex',
      how: "a friend's own account token",
      person: 'bob',
      credential: () => ({ token: 'plex-secret-bob' }),
    },
    ...(['jellyfin', 'emby'] as const).flatMap((type): Way[] => [
      {
        type,
        how: 'an API key and a user',
        person: 'kim',
        credential: () => ({ token: servers[type].adminToken }),
      },
      {
        type,
        how: "a user's token",
        person: 'sam',
        credential: () => ({ token: `${type}-secret-sam` }),
      },
      {
        type,
        how: 'name and password',
        person: 'bob',
        credential: () => ({ token: passwordOf(type, 'bob') }),
      },
    ]),
  ];

  /** As a person of its own, so that nothing of the others is in its history. */
  async function add(way: Way, identity: string): Promise<{ api: Api; answer: Answer; sent: Credential }> {
    expect(await main.post('identities', { identity })).toMatchObject({ status: 201 });
    const sent = await way.credential();
    const user = idOf(way.type, way.person);
    const enabled = { import: { enabled: true }, export: { enabled: true } };
    const api = system.api(identity);
    const answer = await api.post('backends', {
      name: 'mine',
      type: way.type,
      url: servers[way.type].url,
      user,
      ...enabled,
      ...sent,
    });
    return { api, answer, sent };
  }

  it.each(WAYS.map((way, index) => ({ ...way, identity: `way_${index}` })))(
    '$type: $how adds the backend of $person, which imports what that person saw and nobody else',
    async (way) => {
      const { api, answer, sent } = await add(way, way.identity);
      expect(answer).toMatchObject({ status: 201, body: { user: idOf(way.type, way.person) } });
      const secret = sent.token.split(':').at(-1) ?? '';
      expect(JSON.stringify(answer.body)).not.toContain(secret);
      expect(JSON.stringify((await api.get('backend/mine')).body)).not.toContain(secret);

      const run = await api.carryOut('import', 'mine');

      expect(run).toMatchObject({ status: 'succeeded', error: null, progress: { done: 4, total: 4 } });
      const { history } = (await api.get('history?perpage=100')).body as History;
      expect(history.filter(({ watched }) => watched).map(({ title }) => title)).toEqual([
        seenBy(way.person),
      ]);
      expect(system.launcher.output).not.toContain(secret);
    },
  );

  /** An API key acts for everybody: only a person who is not there is a wrong one. */
  const stranger = ({ type, how }: Way): string =>
    how.startsWith('an API key') ? 'f'.repeat(32) : idOf(type, 'alex');

  it.each(
    WAYS.filter(({ person }) => person !== 'alex').map((way, index) => ({
      ...way,
      identity: `wrong_${index}`,
    })),
  )('$type: $how is refused for anybody but $person, and nothing is stored', async (way) => {
    const theirs = { ...(await way.credential()), user: stranger(way) };
    const { api, answer } = await add({ ...way, credential: () => theirs }, way.identity);

    expect(answer.status).toBe(400);
    const { error } = answer.body as Refusal;
    expect(error.fields).toHaveLength(1);
    expect(['user', 'token']).toContain(error.fields[0]?.field);
    expect(error.fields[0]?.hint).toMatch(/\w+ \w+/);
    expect((await api.get('backends')).body).toEqual([]);
  });

  it("plex: the owner's token is refused for a friend, whose history it would not show", async () => {
    const theirs = { token: OWNER, user: idOf('plex', 'bob') };
    const way: Way = { type: 'plex', how: 'owner', person: 'bob', credential: () => theirs };
    const { api, answer } = await add(way, 'wrong_owner');
    expect(answer).toMatchObject({ status: 400, body: { error: { key: 'wrong-user' } } });
    expect((await api.get('backends')).body).toEqual([]);
  });
});

interface History {
  readonly history: readonly { readonly title: string; readonly watched: boolean }[];
}

interface Refusal {
  readonly error: { readonly fields: readonly { readonly field: string; readonly hint: string | null }[] };
}
