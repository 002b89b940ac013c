import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backends, RunLocks, type BackendRecord } from '#libs/database';
import { FakeEmby, FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { movie, userOf } from '../testing/news-payloads.js';
import { NewsStage } from '../testing/news-stage.js';
import { ServerPoller } from './server-poller.js';

const seconds = (): number => Math.floor(Date.now() / 1_000);

let stage: NewsStage;
let poller: ServerPoller;

beforeAll(async () => {
  stage = await NewsStage.open();
  poller = stage.module.get(ServerPoller);
});
afterAll(() => stage.close());

const events = () =>
  stage.rows<{ event: string }>(`SELECT source, event, verdict, reason FROM webhook_delivery ORDER BY id`);

/** Everything in the inbox is read and settled. */
const settled = () =>
  stage.soon(async () => {
    await stage.read();
    expect(await stage.rows(`SELECT 1 FROM webhook_delivery WHERE status <> 'handled'`)).toEqual([]);
  });

const asks = (server: FakeMediaServer): number =>
  server.requests.filter(({ path }) => /lastViewedAt|DatePlayed/i.test(path)).length;

describe.each([
  ['Plex', () => new FakePlex()],
  ['Jellyfin', () => new FakeJellyfin()],
  ['Emby', () => new FakeEmby()],
])('%s, asked for what changed last', (_, make) => {
  let server: FakeMediaServer;
  let backend: BackendRecord;
  let person: { readonly id: number; readonly name: string };

  beforeEach(async () => {
    server = make();
    await server.start();
    server.add(movie());
    person = await stage.person();
    backend = await stage.backend(person.id, server);
    await poller.ask(backend);
    return async () => {
      await stage.rows('DELETE FROM backend');
      await stage.rows('DELETE FROM webhook_delivery');
      await server.stop();
    };
  });

  it('tells what was watched, and the ledger says that it was asked', async () => {
    const film = movie();
    const id = server.add(film);
    server.play(userOf(server), id, seconds());

    await poller.ask(backend);

    await settled();
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
    expect(await stage.rows(`SELECT DISTINCT source FROM state_change WHERE cause = 'webhook'`)).toEqual([
      { source: 'poll' },
    ]);
  });

  it('tells nothing as long as nothing changes', async () => {
    server.play(userOf(server), server.add(movie()), seconds());
    await poller.ask(backend);
    await settled();
    const before = await events();

    await poller.ask(backend);

    expect(await events()).toEqual(before);
  });

  it('tells what was unmarked', async () => {
    const film = movie();
    const id = server.add(film);
    server.play(userOf(server), id, seconds());
    await poller.ask(backend);
    await settled();
    server.unplay(userOf(server), id);

    await poller.ask(backend);

    await settled();
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'unplayed' }]);
    expect((await events()).at(-1)).toMatchObject({ source: 'poll', verdict: 'matched', reason: 'unmarked' });
  });

  it('tells of a new title to everybody on the server, and of a viewing to its own person only', async () => {
    const ann = await stage.person();
    const hers = await stage.backend(ann.id, server, { user: 1 });
    await poller.ask(hers);
    const film = movie();
    const id = server.add({ ...film, addedAt: seconds() + 60 });
    server.play(userOf(server), id, seconds());

    await poller.ask(backend);

    await settled();
    expect(await stage.held(film.title)).toMatchObject([
      { identity: person.name, decision: 'played' },
      { identity: ann.name, decision: 'default' },
    ]);
  });

  it('may be away: what happened meanwhile is told when it is back', async () => {
    const film = movie();
    server.play(userOf(server), server.add(film), seconds());
    server.fault({ match: /./, times: 50, kind: { status: 503 } });
    await poller.ask(backend);
    expect(await events()).toEqual([]);
    server.clearFaults();

    await stage.soon(async () => {
      await poller.ask(backend);
      await stage.read();
      expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
    });
  }, 30_000);
});

describe('the poller', () => {
  let plex: FakePlex;

  beforeEach(async () => {
    plex = new FakePlex();
    await plex.start();
    plex.add(movie());
    return async () => {
      await stage.rows('DELETE FROM backend');
      await plex.stop();
    };
  });

  it('asks where it is wanted, by itself, and stops when it is not wanted any more', async () => {
    const { id: person } = await stage.person();
    const { id } = await stage.backend(person, plex, { POLL: 10 });
    const film = movie();
    plex.play(userOf(plex), plex.add(film), seconds());
    await stage.module.get(Backends).recordSync(id, 'import', new Date());

    const duty = poller.look();

    await vi.waitFor(
      async () => {
        await stage.read();
        expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
      },
      { timeout: 10_000 },
    );
    await stage.module.get(Backends).change(id, { options: {} });
    await duty;
  }, 20_000);

  it('leaves it to another process that is on duty', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, plex, { POLL: 10 });
    const isFree = await stage.module.get(RunLocks).hold('poll', () => poller.look());
    expect(isFree).toBe(true);
    expect(asks(plex)).toBe(0);
  });

  it('asks nobody who did not say so', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, plex);
    await poller.look();
    expect(plex.requests).toEqual([]);
  });
});
