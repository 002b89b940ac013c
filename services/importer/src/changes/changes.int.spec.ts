import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PersonMarks, WebhookDeliveries } from '#libs/database';
import { FakeEmby, FakeJellyfin, FakePlex } from '#libs/testing';
import { movie, payloadsOf, userOf } from '../testing/news-payloads.js';
import { NewsStage } from '../testing/news-stage.js';

const LONG_AGO = 1_700_000_000;
const seconds = (): number => Math.floor(Date.now() / 1_000);

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

const fromPlex = (event: string, id: string, more: Readonly<Record<string, unknown>> = {}) =>
  payloadsOf.plex(plex, id, { event, ...more });
const fromJellyfin = (id: string, more: Readonly<Record<string, unknown>> = {}) =>
  payloadsOf.jellyfin(jellyfin, id, more);
const fromEmby = (event: string, id: string) => payloadsOf.emby(emby, id, { event });

describe('a delivery', () => {
  it('124. Scrobble: the item is read, merged and dated as the server dates it', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, plex);
    const film = movie();
    const id = plex.add(film);
    plex.play(userOf(plex), id, LONG_AGO);

    const delivery = await stage.deliver(
      fromPlex('media.scrobble', id, { viewCount: 1, lastViewedAt: LONG_AGO }),
    );

    expect(await stage.settled(delivery)).toEqual({
      status: 'handled',
      verdict: 'matched',
      reason: 'first-seen-played',
      source: 'webhook',
      event: 'media.scrobble',
    });
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
    expect(
      await stage.rows('SELECT source, cause FROM state_change WHERE delivery_id = $1', [delivery]),
    ).toEqual([{ source: 'webhook', cause: 'webhook' }]);
  });

  it('is not handled before its item was read', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, plex);
    const id = plex.add(movie());
    plex.fault({ match: /library\/metadata/, times: 1_000, kind: { status: 503 } });
    const delivery = await stage.deliver(fromPlex('media.pause', id));

    await stage.read();
    await stage.soon(() => expect(plex.requests.some(({ status }) => status === 503)).toBe(true));
    expect(await stage.delivery(delivery)).toMatchObject({ status: 'read', verdict: null });

    plex.clearFaults();
    await stage.rows(`UPDATE webhook_target SET next_look_at = now() - interval '1 minute'`);
    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched' });
  }, 30_000);

  it('125. Tainted play: a start changes nothing about a row that a person unmarked here', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, plex);
    const film = movie();
    const id = plex.add(film);
    plex.play(userOf(plex), id, LONG_AGO);
    await stage.settled(await stage.deliver(fromPlex('media.scrobble', id)));
    const [row] = await stage.rows<{ id: string }>('SELECT id FROM item WHERE title = $1', [film.title]);
    await stage.module
      .get(PersonMarks)
      .mark({ identityId: person, itemId: Number(row?.id), watched: false, at: seconds() });

    const start = await stage.deliver(fromPlex('media.play', id, { viewCount: 1, lastViewedAt: LONG_AGO }));

    expect(await stage.settled(start)).toMatchObject({ verdict: 'matched' });
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'unplayed' }]);
  });

  it('126. Jellyfin unmark: what was seen as watched and is told as unmarked is unplayed', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    const film = movie();
    const id = jellyfin.add(film);
    jellyfin.play(userOf(jellyfin), id, LONG_AGO);
    await stage.settled(await stage.deliver(fromJellyfin(id)));
    jellyfin.unplay(userOf(jellyfin), id);

    const delivery = await stage.deliver(fromJellyfin(id, { Played: false }));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched', reason: 'unmarked' });
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'unplayed' }]);
  });

  it('127. Emby unmark: item.markunplayed is the same', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, emby);
    const film = movie();
    const id = emby.add(film);
    emby.play(userOf(emby), id, LONG_AGO);
    await stage.settled(await stage.deliver(fromEmby('item.markplayed', id)));
    emby.unplay(userOf(emby), id);

    const delivery = await stage.deliver(fromEmby('item.markunplayed', id));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched', reason: 'unmarked' });
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'unplayed' }]);
  });

  it('128. Two users, one server: only the one whose event it is changes', async () => {
    const [main, ann] = [await stage.person(), await stage.person()];
    await stage.backend(main.id, jellyfin);
    await stage.backend(ann.id, jellyfin, { user: 1 });
    const film = movie();
    const id = jellyfin.add(film);
    await stage.settled(
      await stage.deliver(fromJellyfin(id, { NotificationType: 'ItemAdded', UserId: undefined })),
    );
    jellyfin.play(userOf(jellyfin, 1), id, seconds());

    const delivery = await stage.deliver(fromJellyfin(id, { UserId: userOf(jellyfin, 1) }));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched' });
    expect(await stage.targets(delivery)).toMatchObject([{ backend: `${ann.name}@jellyfin` }]);
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'default' }, { decision: 'played' }]);
  });

  it('129. Generic new item: every person on the server gets it', async () => {
    const [main, ann] = [await stage.person(), await stage.person()];
    await stage.backend(main.id, plex);
    await stage.backend(ann.id, plex, { user: 1 });
    const film = movie();
    const id = plex.add(film);

    const delivery = await stage.deliver({ ...fromPlex('library.new', id), Account: undefined });

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched' });
    expect(await stage.held(film.title)).toMatchObject([{ identity: main.name }, { identity: ann.name }]);
  });

  it('129. Generic new item: the new copy of a watched title is told that it is watched', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    const onPlex = await stage.backend(person, plex);
    const film = movie();
    const known = jellyfin.add(film);
    jellyfin.play(userOf(jellyfin), known, LONG_AGO);
    await stage.settled(await stage.deliver(fromJellyfin(known)));
    const id = plex.add(film);

    await stage.settled(await stage.deliver({ ...fromPlex('library.new', id), Account: undefined }));

    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
    expect(
      await stage.rows(`SELECT status, due_at FROM export_intent WHERE backend_id = $1`, [onPlex.id]),
    ).toEqual([{ status: 'open', due_at: null }]);
  });

  it('130. One target fails: the other is processed, and the failed one is tried again', async () => {
    const [main, ann] = [await stage.person(), await stage.person()];
    const broken = await stage.backend(main.id, jellyfin, { token: 'not-a-token' });
    await stage.backend(ann.id, jellyfin, { user: 1 });
    const film = movie();
    const id = jellyfin.add(film);
    const delivery = await stage.deliver(
      fromJellyfin(id, { NotificationType: 'ItemAdded', UserId: undefined }),
    );

    await stage.read();
    await stage.soon(async () => expect(await stage.held(film.title)).toHaveLength(1));
    await stage.soon(async () =>
      expect(
        await stage.rows('SELECT failures, status FROM webhook_target WHERE backend_id = $1', [broken.id]),
      ).toEqual([{ failures: 1, status: 'open' }]),
    );
    expect(await stage.delivery(delivery)).toMatchObject({ status: 'read' });
    expect(await stage.held(film.title)).toMatchObject([{ identity: ann.name }]);
  });

  it('131. Unknown server: it is told so, and nothing is stored of the item', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    const film = movie();
    const id = jellyfin.add(film);

    const delivery = await stage.deliver(fromJellyfin(id, { ServerId: 'ffffffffffffffffffffffffffffffff' }));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'unmatched-server' });
    expect(await stage.held(film.title)).toEqual([]);
  });

  it('132. Client type only in ann: her event is processed', async () => {
    const [main, ann] = [await stage.person(), await stage.person()];
    await stage.backend(main.id, plex);
    await stage.backend(ann.id, emby);
    const film = movie();
    const id = emby.add(film);
    emby.play(userOf(emby), id, seconds());

    const delivery = await stage.deliver(fromEmby('item.markplayed', id));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched' });
    expect(await stage.held(film.title)).toMatchObject([{ identity: ann.name, decision: 'played' }]);
  });

  it('133. Position in payload: what the server shows now is stored, whatever was seen before', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    const film = movie();
    const id = jellyfin.add(film);
    jellyfin.pauseAt(userOf(jellyfin), id, 400_000, seconds() - 60);
    const progress = { Played: false, SaveReason: 'PlaybackProgress' };
    await stage.settled(await stage.deliver(fromJellyfin(id, progress)));
    jellyfin.pauseAt(userOf(jellyfin), id, 700_000, seconds());

    const delivery = await stage.deliver(
      fromJellyfin(id, { NotificationType: 'PlaybackStop', PlaybackPositionTicks: 7_000_000_000 }),
    );

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched', reason: 'progress' });
    expect(await stage.held(film.title)).toMatchObject([{ positionMs: 700_000 }]);
  });

  it('of Tautulli is read as such', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, plex);
    const film = movie();
    const id = plex.add(film);
    plex.play(userOf(plex), id, seconds());
    const delivery = await stage.deliver({
      event: 'tautulli.watched',
      Account: { id: userOf(plex), title: 'alex' },
      Server: { uuid: plex.uuid, title: 'Attic Server', version: plex.version },
      Metadata: { ratingKey: id, type: 'movie', viewOffset: '', Guids: { imdb: '', tmdb: '' } },
    });

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched', source: 'tautulli' });
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
    expect(await stage.rows('SELECT source FROM state_change WHERE delivery_id = $1', [delivery])).toEqual([
      { source: 'tautulli' },
    ]);
  });

  it('is read again when the same event comes again', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    const film = movie();
    const id = jellyfin.add(film);
    const event = fromJellyfin(id, { Played: undefined, NotificationType: 'PlaybackStop' });
    const first = { type: null, deliveryKey: film.title, payload: event };
    const { id: delivery } = await stage.module.get(WebhookDeliveries).add(first);
    await stage.settled(delivery);
    jellyfin.play(userOf(jellyfin), id, seconds());

    await stage.module.get(WebhookDeliveries).add(first);

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched' });
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
  });
});
