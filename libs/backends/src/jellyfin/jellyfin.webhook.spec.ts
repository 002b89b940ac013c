import { describe, expect, it } from 'vitest';
import { readJellyfinWebhook } from './jellyfin.webhook.js';

const SERVER = '6b0f3c1d9a284e57b1c2d3e4f5061728';
const ITEM = '1d000000000000000000000000000001';
const ALICE = 'a11ce0aa5f3b4c2d8e9f001122334455';

const SAVED = {
  ServerId: SERVER,
  ServerName: 'Attic Jellyfin',
  NotificationType: 'UserDataSaved',
  Name: 'The Paper Lighthouse',
  ItemId: ITEM,
  ItemType: 'Movie',
  Played: true,
  SaveReason: 'TogglePlayed',
  NotificationUsername: 'alice',
  UserId: ALICE,
};

const changed = (event: string, user: string | null = ALICE) => ({
  kind: 'item-changed',
  event,
  serverUuid: SERVER,
  user,
  remoteId: ITEM,
});
const ignored = (because: string, event: string | null) => ({ kind: 'ignored', because, event });

describe('a delivery of the Jellyfin plugin', () => {
  it.each([
    ['a mark', SAVED, changed('UserDataSaved')],
    ['a saved position', { ...SAVED, SaveReason: 'PlaybackProgress' }, changed('UserDataSaved')],
    ['the save of a starting player', { ...SAVED, SaveReason: 'PlaybackStart' }, changed('PlaybackStart')],
    [
      'a start, which says nothing about "played"',
      { ...SAVED, NotificationType: 'PlaybackStart', SaveReason: undefined, Played: undefined },
      changed('PlaybackStart'),
    ],
    [
      'a stop of an episode',
      { ...SAVED, NotificationType: 'PlaybackStop', SaveReason: undefined, ItemType: 'Episode' },
      changed('PlaybackStop'),
    ],
    [
      'ids with dashes and capitals',
      {
        ...SAVED,
        ServerId: '6B0F3C1D-9A28-4E57-B1C2-D3E4F5061728',
        UserId: 'A11CE0AA-5F3B-4C2D-8E9F-001122334455',
      },
      changed('UserDataSaved'),
    ],
    [
      'a new item, for all users',
      { ...SAVED, NotificationType: 'ItemAdded', UserId: undefined, SaveReason: undefined },
      changed('ItemAdded', null),
    ],
    [
      'a new item, even when somebody is named',
      { ...SAVED, NotificationType: 'ItemAdded', SaveReason: undefined },
      changed('ItemAdded', null),
    ],
    [
      'a new series',
      { ...SAVED, NotificationType: 'ItemAdded', SaveReason: undefined, ItemType: 'Series' },
      changed('ItemAdded', null),
    ],
  ])('rings for %s', (_, payload, reading) => {
    expect(readJellyfinWebhook(payload)).toMatchObject(reading);
  });

  it.each([
    [
      { ...SAVED, NotificationType: 'PlaybackProgress', IsPaused: false },
      ignored('still-playing', 'PlaybackProgress'),
    ],
    [{ ServerId: SERVER, NotificationType: 'TaskCompleted' }, ignored('not-a-play-event', 'TaskCompleted')],
    [{ ...SAVED, SaveReason: 'UpdateUserRating' }, ignored('only-a-rating', 'UserDataSaved')],
    [{ ...SAVED, ItemType: 'Series' }, ignored('not-a-movie-or-episode', 'UserDataSaved')],
    [{ ...SAVED, ItemType: undefined }, ignored('not-a-movie-or-episode', 'UserDataSaved')],
    [{ ...SAVED, ItemId: '' }, ignored('incomplete', 'UserDataSaved')],
    [{ ...SAVED, ServerId: undefined }, ignored('incomplete', 'UserDataSaved')],
    [{ ...SAVED, UserId: undefined }, ignored('no-user', 'UserDataSaved')],
    [{ Event: 'item.markplayed', Server: { Id: SERVER } }, ignored('not-a-jellyfin-webhook', null)],
    [null, ignored('not-a-jellyfin-webhook', null)],
    ['text', ignored('not-a-jellyfin-webhook', null)],
    [[SAVED], ignored('not-a-jellyfin-webhook', null)],
  ])('does not ring for %j', (payload, reading) => {
    expect(readJellyfinWebhook(payload)).toMatchObject(reading);
  });
});

describe('what a delivery of Jellyfin says of the item', () => {
  const meaning = (change: Readonly<Record<string, unknown>>) => {
    const reading = readJellyfinWebhook({ ...SAVED, ...change });
    return reading.kind === 'item-changed'
      ? [reading.phase, reading.says.watched, reading.says.positionMs]
      : [];
  };

  it.each([
    ['a mark', {}, ['final', true, null]],
    ['an unmark', { Played: false }, ['final', false, null]],
    ['a form, where all is text', { Played: 'True' }, ['final', true, null]],
    [
      'a start of a watched item, which older versions clear',
      { Played: false, SaveReason: 'PlaybackStart' },
      ['moving', null, null],
    ],
    [
      'a position while it plays',
      { Played: false, SaveReason: 'PlaybackProgress', PlaybackPositionTicks: 7_000_000_000 },
      ['moving', null, 700_000],
    ],
    [
      'the end of a player in the middle',
      { Played: false, SaveReason: 'PlaybackFinished', PlaybackPositionTicks: 7_000_000_000 },
      ['final', null, 700_000],
    ],
    [
      'a stop at the end',
      {
        NotificationType: 'PlaybackStop',
        SaveReason: undefined,
        Played: undefined,
        PlayedToCompletion: true,
      },
      ['final', true, null],
    ],
    [
      'a stop in the middle',
      {
        NotificationType: 'PlaybackStop',
        SaveReason: undefined,
        Played: undefined,
        PlayedToCompletion: false,
        PlaybackPositionTicks: 7_000_000_000,
      },
      ['final', null, 700_000],
    ],
    [
      'a pause',
      {
        NotificationType: 'PlaybackProgress',
        SaveReason: undefined,
        Played: undefined,
        IsPaused: true,
        PlaybackPositionTicks: 7_000_000_000,
      },
      ['paused', null, 700_000],
    ],
    ['a new item', { NotificationType: 'ItemAdded', SaveReason: undefined }, ['moving', null, null]],
  ])('%s', (_, change, expected) => {
    expect(meaning(change)).toEqual(expected);
  });
});
