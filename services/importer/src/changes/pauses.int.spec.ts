import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeEmby, FakeJellyfin, FakePlex } from '#libs/testing';
import { movie, payloadsOf, userOf } from '../testing/news-payloads.js';
import { NewsStage } from '../testing/news-stage.js';

const HALF_AN_HOUR = 1_800_000;
const seconds = (): number => Math.floor(Date.now() / 1_000);

let stage: NewsStage;
let jellyfin: FakeJellyfin;
let emby: FakeEmby;
let plex: FakePlex;
let film: ReturnType<typeof movie>;
let onJellyfin: string;

beforeAll(async () => {
  stage = await NewsStage.open();
});
afterAll(() => stage.close());

/** One person with the same film on all three, watched first on Jellyfin. */
beforeEach(async () => {
  [jellyfin, emby, plex] = [new FakeJellyfin(), new FakeEmby(), new FakePlex()];
  const servers = [jellyfin, emby, plex];
  for (const server of servers) await server.start();
  const { id: person } = await stage.person();
  for (const server of servers) await stage.backend(person, server);
  film = movie();
  onJellyfin = jellyfin.add(film);
  const [onEmby, onPlex] = [emby.add(film), plex.add(film)];
  await stage.settled(await stage.deliver(payloadsOf.emby(emby, onEmby, { event: 'library.new' })));
  await stage.settled(await stage.deliver(payloadsOf.plex(plex, onPlex, { event: 'library.new' })));
  jellyfin.startPlaying(userOf(jellyfin), onJellyfin, seconds());
  return async () => {
    await stage.rows('DELETE FROM backend');
    for (const server of servers) await server.stop();
  };
});

/** What Jellyfin sends every ten seconds, and at a pause as well. */
const progress = (positionMs: number): Promise<number> =>
  stage.deliver(
    payloadsOf.jellyfin(jellyfin, onJellyfin, {
      SaveReason: 'PlaybackProgress',
      Played: false,
      PlaybackPositionTicks: positionMs * 10_000,
    }),
  );

const onItsWay = async (positionMs: number): Promise<void> => {
  jellyfin.progressPlaying(userOf(jellyfin), onJellyfin, positionMs);
  await stage.settled(await progress(positionMs));
};

/** How many writes wait for quiet, and how many may go now. */
const intents = async (): Promise<{ waiting: number; due: number }> => {
  const rows = await stage.rows<{ waits: boolean }>(
    `SELECT due_at IS NOT NULL AS waits FROM export_intent WHERE status = 'open' AND backend_id IN (SELECT id FROM backend)`,
  );
  const waiting = rows.filter(({ waits }) => waits).length;
  return { waiting, due: rows.length - waiting };
};

describe('a film that runs on', () => {
  it('is one write for each of the others however often it is told of, and that one waits for quiet', async () => {
    for (let minute = 10; minute < 14; minute += 1) await onItsWay(minute * 60_000);
    expect(await intents()).toEqual({ waiting: 2, due: 0 });
  });
});

describe('a pause on Jellyfin, which tells of it as of a film that runs on', () => {
  it('goes to the others at once, because the server shows that the player rests', async () => {
    await onItsWay(HALF_AN_HOUR - 60_000);

    jellyfin.pausePlaying(userOf(jellyfin), onJellyfin, HALF_AN_HOUR);
    await stage.settled(await progress(HALF_AN_HOUR));

    expect(await intents()).toEqual({ waiting: 0, due: 2 });
    expect(await stage.held(film.title)).toMatchObject([{ positionMs: HALF_AN_HOUR }]);
  });

  it('waits for quiet when the server keeps its sessions to itself', async () => {
    jellyfin.fault({ match: /\/Sessions/, kind: { status: 403 } });
    jellyfin.pausePlaying(userOf(jellyfin), onJellyfin, HALF_AN_HOUR);
    await stage.settled(await progress(HALF_AN_HOUR));
    expect(await intents()).toEqual({ waiting: 2, due: 0 });
  });

  it('goes to the others at once all the same when the event tells of it', async () => {
    jellyfin.fault({ match: /\/Sessions/, kind: { status: 403 } });
    jellyfin.pausePlaying(userOf(jellyfin), onJellyfin, HALF_AN_HOUR);

    const event = { NotificationType: 'PlaybackProgress', SaveReason: undefined, Played: undefined };
    const runsOn = await stage.deliver(
      payloadsOf.jellyfin(jellyfin, onJellyfin, { ...event, IsPaused: false }),
    );
    expect(await stage.settled(runsOn)).toMatchObject({ verdict: 'ignored', reason: 'still-playing' });
    expect(await intents()).toEqual({ waiting: 0, due: 0 });

    const rests = { ...event, IsPaused: true, PlaybackPositionTicks: HALF_AN_HOUR * 10_000 };
    await stage.settled(await stage.deliver(payloadsOf.jellyfin(jellyfin, onJellyfin, rests)));
    expect(await intents()).toEqual({ waiting: 0, due: 2 });
  });

  it('is not that of another person who paused at the same film', async () => {
    jellyfin.startPlaying(userOf(jellyfin, 1), onJellyfin, seconds());
    jellyfin.pausePlaying(userOf(jellyfin, 1), onJellyfin, HALF_AN_HOUR);
    await onItsWay(HALF_AN_HOUR);
    expect(await intents()).toEqual({ waiting: 2, due: 0 });
  });
});

describe('a stop where the film was last seen', () => {
  it('lets go what waited for quiet, though it finds nothing new', async () => {
    await onItsWay(HALF_AN_HOUR);
    expect(await intents()).toEqual({ waiting: 2, due: 0 });

    jellyfin.stopPlaying(userOf(jellyfin), onJellyfin, HALF_AN_HOUR);
    const stop = payloadsOf.jellyfin(jellyfin, onJellyfin, {
      NotificationType: 'PlaybackStop',
      SaveReason: undefined,
      Played: undefined,
      PlaybackPositionTicks: HALF_AN_HOUR * 10_000,
    });
    await stage.settled(await stage.deliver(stop));

    expect(await intents()).toEqual({ waiting: 0, due: 2 });
  });
});
