import { describe, expect, it } from 'vitest';
import { readPlexWebhook } from './plex.webhook.js';

const SERVER = 'f0e1d2c3b4a5968778695a4b3c2d1e0f12345678';

const delivery = (change: Readonly<Record<string, unknown>> = {}) => ({
  event: 'media.stop',
  user: true,
  owner: true,
  Account: { id: 14_800_001, title: 'alex' },
  Server: { title: 'Attic Server', uuid: SERVER },
  Metadata: { type: 'episode', ratingKey: '222', librarySectionID: 2, viewOffset: 600_000 },
  ...change,
});

const changed = (event: string, user: string | null = '14800001') => ({
  kind: 'item-changed',
  event,
  serverUuid: SERVER,
  user,
  remoteId: '222',
});

describe('a Plex webhook', () => {
  it.each([
    'media.play',
    'media.pause',
    'media.resume',
    'media.stop',
    'media.scrobble',
    'library.on.deck',
    'tautulli.watched',
    'tautulli.stop',
  ])('%s rings for the person and the item', (event) => {
    expect(readPlexWebhook(delivery({ event }))).toMatchObject(changed(event));
  });

  it.each(['library.new', 'tautulli.created'])('%s rings for everybody on the server', (event) => {
    expect(readPlexWebhook(delivery({ event }))).toMatchObject(changed(event, null));
    expect(readPlexWebhook(delivery({ event, Account: undefined }))).toMatchObject(changed(event, null));
    for (const type of ['show', 'season']) {
      const { Metadata } = delivery({});
      expect(readPlexWebhook(delivery({ event, Metadata: { ...Metadata, type } }))).toMatchObject(
        changed(event, null),
      );
    }
  });

  it('takes ids that come as text, as Tautulli sends them', () => {
    const Account = { id: '14800001' };
    expect(readPlexWebhook(delivery({ Account }))).toMatchObject(changed('media.stop'));
  });

  it("rings for another person's playback on the owner's server", () => {
    const reading = readPlexWebhook(delivery({ user: false, Account: { id: 15_900_003 } }));
    expect(reading).toMatchObject(changed('media.stop', '15900003'));
  });

  it('rings for everybody when an old server names its owner by the local id', () => {
    expect(readPlexWebhook(delivery({ Account: { id: 1 } }))).toMatchObject(changed('media.stop', null));
    expect(readPlexWebhook(delivery({ Account: { id: 1 }, user: false }))).toMatchObject(
      changed('media.stop', '1'),
    );
  });

  it.each([
    ['only-a-rating', { event: 'media.rate' }],
    ['not-a-play-event', { event: 'admin.database.backup' }],
    ['not-a-movie-or-episode', { Metadata: { type: 'track', ratingKey: '5' } }],
    ['not-a-movie-or-episode', { event: 'library.new', Metadata: { type: 'album', ratingKey: '201' } }],
    ['not-a-movie-or-episode', { Metadata: { type: 'show', ratingKey: '201' } }],
    ['not-a-movie-or-episode', { Metadata: null }],
    ['incomplete', { Metadata: { type: 'movie', ratingKey: '' } }],
    ['incomplete', { Server: { uuid: '' } }],
    ['incomplete', { Server: undefined }],
    ['no-user', { Account: {} }],
    ['no-user', { Account: { id: '' } }],
  ])('is ignored as %s: %j', (because, change) => {
    const payload = delivery(change);
    expect(readPlexWebhook(payload)).toEqual({ kind: 'ignored', because, event: payload.event });
  });

  it.each([null, undefined, 'text', 7, [], {}, { event: '' }, { event: null }])('is none: %j', (payload) => {
    expect(readPlexWebhook(payload)).toEqual({ kind: 'ignored', because: 'not-a-plex-webhook', event: null });
  });
});

describe('what a Plex webhook says of the item', () => {
  it.each([
    ['media.play', ['moving', null, 600_000]],
    ['media.resume', ['moving', null, 600_000]],
    ['media.pause', ['paused', null, 600_000]],
    ['media.stop', ['final', null, 600_000]],
    ['media.scrobble', ['final', true, null]],
    ['tautulli.stop', ['final', null, 600_000]],
    ['tautulli.watched', ['final', true, null]],
    ['library.new', ['moving', null, null]],
  ])('%s', (event, expected) => {
    const reading = readPlexWebhook(delivery({ event }));
    expect(
      reading.kind === 'item-changed' && [reading.phase, reading.says.watched, reading.says.positionMs],
    ).toEqual(expected);
  });

  it('is never the watched mark of an old viewing when playback starts', () => {
    const Metadata = { type: 'movie', ratingKey: '222', viewCount: 1, lastViewedAt: 1_700_000_000 };
    expect(readPlexWebhook(delivery({ event: 'media.play', Metadata }))).toMatchObject({
      says: { watched: null, playedAt: null },
    });
  });

  it('may come from Tautulli, where every value is a text', () => {
    const reading = readPlexWebhook({
      event: 'tautulli.stop',
      Account: { id: '14800001', title: 'alex' },
      Server: { uuid: SERVER, title: 'Attic Server', version: '1.42' },
      Metadata: {
        ratingKey: '222',
        type: 'movie',
        viewOffset: '600000',
        lastViewedAt: '2026-01-01',
        Guids: {},
      },
    });
    expect(reading).toMatchObject({
      ...changed('tautulli.stop'),
      says: { watched: null, positionMs: 600_000 },
    });
  });
});
