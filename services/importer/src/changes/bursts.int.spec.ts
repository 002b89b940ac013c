import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeJellyfin, FakePlex } from '#libs/testing';
import { movie, payloadsOf, userOf } from '../testing/news-payloads.js';
import { NewsStage } from '../testing/news-stage.js';

const seconds = (): number => Math.floor(Date.now() / 1_000);

let stage: NewsStage;
let plex: FakePlex;
let jellyfin: FakeJellyfin;

beforeAll(async () => {
  stage = await NewsStage.open();
});
afterAll(() => stage.close());

beforeEach(async () => {
  [plex, jellyfin] = [new FakePlex(), new FakeJellyfin()];
  const servers = [plex, jellyfin];
  for (const server of servers) await server.start();
  return async () => {
    await stage.rows('DELETE FROM backend');
    for (const server of servers) await server.stop();
  };
});

const fromPlex = (event: string, id: string) => payloadsOf.plex(plex, id, { event });
const fromJellyfin = (id: string, more: Readonly<Record<string, unknown>> = {}) =>
  payloadsOf.jellyfin(jellyfin, id, more);

describe('a burst', () => {
  const looks = (id: string): number =>
    jellyfin.requests.filter(({ path, method }) => method === 'GET' && path.includes(id)).length;

  it('while somebody watches becomes two looks, the first of them at once', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    const id = jellyfin.add(movie());
    const tick = async (): Promise<number> => {
      const delivery = await stage.deliver(
        fromJellyfin(id, { SaveReason: 'PlaybackProgress', Played: undefined }),
      );
      await stage.read();
      return delivery;
    };
    await stage.settled(await tick());
    const first = looks(id);

    const more = [await tick(), await tick(), await tick(), await tick()];

    for (const delivery of more) await stage.settled(delivery);
    expect(looks(id) - first).toBe(1);
  });

  it('is cut short by a final event', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    const film = movie();
    const id = jellyfin.add(film);
    const moving = { SaveReason: 'PlaybackProgress', Played: undefined };
    await stage.settled(await stage.deliver(fromJellyfin(id, moving)));
    // As if the window would not end before the test does.
    await stage.rows(`UPDATE webhook_target SET settled_at = now() + interval '1 hour'`);
    const waiting = await stage.deliver(fromJellyfin(id, moving));
    await stage.read();
    jellyfin.play(userOf(jellyfin), id, seconds());

    const mark = await stage.deliver(fromJellyfin(id));

    expect(await stage.settled(mark)).toMatchObject({ verdict: 'matched' });
    expect(await stage.settled(waiting)).toMatchObject({ verdict: 'matched' });
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
  });
});

describe('an event that the server has not saved yet', () => {
  it('is looked at again until it shows', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, plex);
    const film = movie();
    const id = plex.add(film);
    const delivery = await stage.deliver(fromPlex('media.scrobble', id));
    await stage.read();
    await stage.soon(async () => expect(await stage.held(film.title)).toHaveLength(1));
    expect(await stage.delivery(delivery)).toMatchObject({ status: 'read' });

    plex.play(userOf(plex), id, seconds());

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched', reason: 'played' });
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
  });
});
