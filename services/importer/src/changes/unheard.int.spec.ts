import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeEmby, FakeJellyfin, FakePlex } from '#libs/testing';
import { movie, payloadsOf } from '../testing/news-payloads.js';
import { NewsStage } from '../testing/news-stage.js';

let stage: NewsStage;
let plex: FakePlex;
let jellyfin: FakeJellyfin;
let emby: FakeEmby;

beforeAll(async () => {
  stage = await NewsStage.open();
});
afterAll(() => stage.close());

beforeEach(async () => {
  [plex, jellyfin, emby] = [new FakePlex(), new FakeJellyfin(), new FakeEmby()];
  const servers = [plex, jellyfin, emby];
  for (const server of servers) await server.start();
  return async () => {
    await stage.rows('DELETE FROM backend');
    for (const server of servers) await server.stop();
  };
});

const fromPlex = (event: string, id: string) => payloadsOf.plex(plex, id, { event });
const fromJellyfin = (id: string, more: Readonly<Record<string, unknown>> = {}) =>
  payloadsOf.jellyfin(jellyfin, id, more);

describe('a delivery that comes to nothing', () => {
  it.each([
    [
      '134. Emby test event',
      { Event: 'system.notificationtest', Server: { Id: 'x' } },
      { verdict: 'ignored', reason: 'test' },
    ],
    [
      'a rating',
      { event: 'media.rate', Metadata: { type: 'movie' } },
      { verdict: 'ignored', reason: 'only-a-rating' },
    ],
    [
      'an event of no player',
      { NotificationType: 'TaskCompleted', ServerId: 'x' },
      { verdict: 'not-wanted', reason: 'not-a-play-event' },
    ],
    [
      'a song',
      { event: 'media.play', Metadata: { type: 'track' } },
      { verdict: 'not-wanted', reason: 'not-a-movie-or-episode' },
    ],
    [
      'an event without a server',
      { event: 'media.play', Metadata: { type: 'movie', ratingKey: '1' } },
      { verdict: 'no-ids', reason: 'incomplete' },
    ],
    ['something else', { hello: 'world' }, { verdict: 'ignored', reason: 'unknown-sender' }],
  ])('%s comes to nothing, and says why', async (_, payload, told) => {
    expect(await stage.settled(await stage.deliver(payload))).toMatchObject(told);
  });

  it('of a user whom nobody is, is told so', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    const id = jellyfin.add(movie());

    const delivery = await stage.deliver(fromJellyfin(id, { UserId: 'ffffffffffffffffffffffffffffffff' }));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'unmatched-user' });
  });

  it('of an item that this user cannot see comes to nothing', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, plex);

    const delivery = await stage.deliver(fromPlex('media.stop', '99999'));

    expect(await stage.settled(delivery)).toMatchObject({
      verdict: 'ignored',
      reason: 'not-there-for-this-user',
    });
  });

  it('of an ignored library comes to nothing', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, plex, { ignore: '1, 7' });
    const film = movie();
    const id = plex.add(film);

    const delivery = await stage.deliver(fromPlex('media.stop', id));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'ignored', reason: 'library-ignored' });
    expect(await stage.held(film.title)).toEqual([]);
  });

  it('at the address of another server is not taken for it', async () => {
    const { id: person } = await stage.person();
    const other = await stage.backend(person, emby);
    await stage.backend(person, plex);
    const id = plex.add(movie());

    const delivery = await stage.deliver(fromPlex('media.stop', id), { addressedTo: other.id });

    expect(await stage.settled(delivery)).toMatchObject({
      verdict: 'unmatched-server',
      reason: 'not-the-server-of-this-address',
    });
  });
});
