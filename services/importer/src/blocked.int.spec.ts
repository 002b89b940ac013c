import { Backends, type BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { Metrics, SecretBox } from '#libs/runtime';
import { FakeEmby, FakeJellyfin, type FakeUser } from '#libs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BlockedBackends } from './relay/blocked-backends.js';
import { ImporterStage } from './testing/importer-stage.js';

const UUID = '0d6b5b4a3f2e4d1c8b7a695847362514';
const ALEX = { id: 'a'.repeat(32), name: 'alex', token: 'first-secret', admin: true };
const SAM = { id: 'b'.repeat(32), name: 'sam', token: 'second-secret' };
const FIRST = 1_700_000_000;
const LATER = 1_710_000_000;

let stage: ImporterStage;
beforeAll(async () => {
  stage = await ImporterStage.open();
  new BlockedBackends(stage.module.get(Backends), stage.module.get(Metrics)).onModuleInit();
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

const films = ['The Salt Road', 'A Borrowed Winter'] as const;

/** Alex has seen the first film there, Sam the second one. */
function jellyfinOf(users: readonly FakeUser[]): FakeJellyfin {
  const server = new FakeJellyfin({ uuid: UUID, users });
  films.forEach((title, index) => server.add({ type: 'movie', title, guids: { imdb: `tt55000${index}` } }));
  server.play(ALEX.id, server.idOf({ title: films[0] }), FIRST);
  server.play(SAM.id, server.idOf({ title: films[1] }), LATER);
  return server;
}

/** The same server at the same place, whose tokens are others' now. */
async function became(server: FakeJellyfin, users: readonly FakeUser[]): Promise<FakeJellyfin> {
  const port = Number(new URL(server.url).port);
  await server.stop();
  const next = jellyfinOf(users);
  await next.start(port);
  return next;
}

const blocked = async (): Promise<readonly string[]> =>
  [...(await stage.module.get(Metrics).scrape()).text.matchAll(/^sync_blocked_backends\{.*$/gm)].map(
    ([line]) => line,
  );

const seen = async (): Promise<readonly string[]> =>
  (await stage.items()).filter(({ decision }) => decision === 'played').map(({ title }) => title);

const relink = (backend: BackendRecord, token: string): Promise<void> =>
  stage.module.get(Backends).change(backend.id, { sealedToken: stage.module.get(SecretBox).seal(token) });

describe.each([
  {
    what: 'has expired',
    reason: 'token-rejected',
    users: [{ ...ALEX, token: 'third-secret' }, SAM],
    fresh: 'third-secret',
  },
  {
    what: "is somebody else's by now",
    reason: 'wrong-user',
    users: [
      { ...ALEX, token: SAM.token },
      { ...SAM, token: ALEX.token },
    ],
    fresh: SAM.token,
  },
])('a backend whose token $what', ({ reason, users, fresh }) => {
  it('162. is paused alone, tells it once and why, reads nothing, and goes on as soon as it is linked again', async () => {
    const emby = await stage.start(new FakeEmby());
    emby.add({ type: 'movie', title: 'Nine Lanterns', guids: { imdb: 'tt660001' } });
    const first = jellyfinOf([ALEX, SAM]);
    await first.start();
    const [mine, other] = [await stage.backendOn(first), await stage.backendOn(emby)];
    for (const backend of [mine, other])
      expect(await stage.import(backend)).toMatchObject({ status: 'succeeded' });
    expect(await seen()).toEqual([films[0]]);
    expect(await blocked()).toEqual([]);

    const second = await became(first, users);
    emby.play(emby.users[0]?.id ?? '', emby.idOf({ title: 'Nine Lanterns' }), LATER);
    for (let round = 0; round < 3; round += 1) {
      const run = await stage.import(mine);
      expect(run).toMatchObject({ status: 'failed', error: { key: reason } });
      expect(await blocked()).toEqual([`sync_blocked_backends{kind="jellyfin",reason="${reason}"} 1`]);
    }
    const { client } = stage.module.get(ServerDirectory).contact(mine);
    await expect(client.find(second.idOf({ title: films[1] }))).rejects.toMatchObject({ key: reason });
    expect(second.requests.filter(({ path }) => /\/Items/.test(path))).toEqual([]);
    expect(second.writes()).toEqual([]);

    expect(await stage.import(other)).toMatchObject({ status: 'succeeded' });
    expect(await seen()).toEqual(expect.arrayContaining([films[0], 'Nine Lanterns']));
    expect(await seen()).not.toContain(films[1]);
    expect(await stage.reload(mine)).toMatchObject({
      healthStatus: 'failing',
      healthMessage: expect.stringMatching(/token/),
    });
    expect((await stage.reload(other)).healthStatus).toBe('ok');

    await relink(mine, fresh);
    expect(await stage.import(await stage.reload(mine))).toMatchObject({ status: 'succeeded' });
    expect((await stage.reload(mine)).healthStatus).toBe('ok');
    expect(await blocked()).toEqual([]);
    await second.stop();
  });
});

describe('the count of blocked backends', () => {
  it('leaves out those that nobody uses, and those that fail for what passes by itself', async () => {
    const backends = stage.module.get(Backends);
    const emby = await stage.start(new FakeEmby());
    const idle = await stage.backendOn(emby, { name: 'idle', importEnabled: false, exportEnabled: false });
    const away = await stage.backendOn(emby, { name: 'away' });
    await backends.recordHealth(idle.id, { key: 'wrong-user', message: 'Not yours.' });
    await backends.recordHealth(away.id, { key: 'unreachable', message: 'Nobody is there.' });
    expect(await blocked()).toEqual([]);
    await backends.change(idle.id, { importEnabled: true });
    expect(await blocked()).toEqual(['sync_blocked_backends{kind="emby",reason="wrong-user"} 1']);
    await backends.remove(await stage.reload(idle));
    expect(await blocked()).toEqual([]);
  });
});
