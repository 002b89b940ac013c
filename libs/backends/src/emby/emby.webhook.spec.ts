import { describe, expect, it } from 'vitest';
import { readEmbyWebhook } from './emby.webhook.js';

const SERVER = 'e3b0aa11bb22cc33dd44ee55ff667788';
const ALICE = 'e11a11ce00000000000000000000a1a1';

const MARKED = {
  Title: 'alice marked Night Ferry as played',
  Event: 'item.markplayed',
  Severity: 'Info',
  User: { Name: 'alice', Id: ALICE },
  Item: { Name: 'Night Ferry', Id: '1202', Type: 'Movie', Path: '/mnt/movies/Night Ferry.mkv' },
  Server: { Name: 'Attic Emby', Id: SERVER, Version: '4.9.1.80' },
};

const changed = (event: string, user: string | null = ALICE) => ({
  kind: 'item-changed',
  event,
  serverUuid: SERVER,
  user,
  remoteId: '1202',
});
const ignored = (because: string, event: string | null) => ({ kind: 'ignored', because, event });

describe('a delivery of Emby', () => {
  it.each([
    'playback.start',
    'playback.pause',
    'playback.unpause',
    'playback.stop',
    'playback.scrobble',
    'item.markplayed',
    'item.markunplayed',
  ])('rings for %s', (event) => {
    expect(readEmbyWebhook({ ...MARKED, Event: event })).toMatchObject(changed(event));
  });

  it.each([
    ['an episode', { ...MARKED, Item: { ...MARKED.Item, Type: 'Episode' } }, changed('item.markplayed')],
    ['an id that is a number', { ...MARKED, Item: { ...MARKED.Item, Id: 1202 } }, changed('item.markplayed')],
    ['a server of any version', { ...MARKED, Server: { Id: SERVER } }, changed('item.markplayed')],
    [
      'ids with dashes and capitals',
      { ...MARKED, User: { Id: 'E11A11CE-0000-0000-0000-00000000A1A1' } },
      changed('item.markplayed'),
    ],
    [
      'a new item, for all users',
      { ...MARKED, Event: 'library.new', User: undefined },
      changed('library.new', null),
    ],
    [
      'several episodes that are told of as a season',
      { ...MARKED, Event: 'library.new', User: undefined, Item: { ...MARKED.Item, Type: 'Season' } },
      changed('library.new', null),
    ],
    [
      'a series that a person marks',
      { ...MARKED, Item: { ...MARKED.Item, Type: 'Series' } },
      changed('item.markplayed'),
    ],
  ])('rings for %s', (_, payload, reading) => {
    expect(readEmbyWebhook(payload)).toMatchObject(reading);
  });

  it.each([
    [
      { Event: 'system.notificationtest', User: MARKED.User, Server: MARKED.Server },
      ignored('test', 'system.notificationtest'),
    ],
    [{ Event: 'system.webhooktest' }, ignored('test', 'system.webhooktest')],
    [{ ...MARKED, Event: 'item.rate' }, ignored('only-a-rating', 'item.rate')],
    [{ ...MARKED, Event: 'library.deleted' }, ignored('not-a-play-event', 'library.deleted')],
    [
      { ...MARKED, Event: 'library.new', Item: { Id: '2200', Type: 'BoxSet' } },
      ignored('not-a-movie-or-episode', 'library.new'),
    ],
    [
      { ...MARKED, Event: 'playback.stop', Item: { Id: '2200', Type: 'Series' } },
      ignored('not-a-movie-or-episode', 'playback.stop'),
    ],
    [{ ...MARKED, Item: undefined }, ignored('not-a-movie-or-episode', 'item.markplayed')],
    [{ ...MARKED, Item: { Type: 'Movie' } }, ignored('incomplete', 'item.markplayed')],
    [{ ...MARKED, Server: undefined }, ignored('incomplete', 'item.markplayed')],
    [{ ...MARKED, User: undefined }, ignored('no-user', 'item.markplayed')],
    [{ NotificationType: 'UserDataSaved', ServerId: SERVER }, ignored('not-an-emby-webhook', null)],
    [undefined, ignored('not-an-emby-webhook', null)],
    [7, ignored('not-an-emby-webhook', null)],
  ])('does not ring for %j', (payload, reading) => {
    expect(readEmbyWebhook(payload)).toMatchObject(reading);
  });
});

describe('what a delivery of Emby says of the item', () => {
  const AT_700 = { PlaybackInfo: { PositionTicks: 7_000_000_000 } };
  const AT_END = { PlaybackInfo: { PositionTicks: 0, PlayedToCompletion: true } };

  it.each([
    ['playback.start', AT_700, ['moving', null, 700_000]],
    ['playback.unpause', AT_700, ['moving', null, 700_000]],
    ['playback.pause', AT_700, ['paused', null, 700_000]],
    ['playback.stop', AT_700, ['final', null, 700_000]],
    ['playback.stop', AT_END, ['final', true, null]],
    ['playback.scrobble', {}, ['final', true, null]],
    ['item.markplayed', {}, ['final', true, null]],
    ['item.markunplayed', {}, ['final', false, null]],
    ['library.new', {}, ['moving', null, null]],
  ])('%s with %j', (event, change, expected) => {
    const reading = readEmbyWebhook({ ...MARKED, Event: event, ...change });
    expect(
      reading.kind === 'item-changed' && [reading.phase, reading.says.watched, reading.says.positionMs],
    ).toEqual(expected);
  });
});
