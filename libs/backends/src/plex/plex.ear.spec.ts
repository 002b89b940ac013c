import { describe, expect, it } from 'vitest';
import { overheardIn } from './plex.ear.js';

const message = (type: string, list: string, ...entries: readonly object[]): string =>
  JSON.stringify({ NotificationContainer: { type, size: entries.length, [list]: entries } });
const player = (state: string, ratingKey = '7', sessionKey = '1'): string =>
  message('playing', 'PlaySessionStateNotification', { sessionKey, ratingKey, state, viewOffset: 5_000 });

const heard = (...messages: readonly string[]) => {
  const players = new Map<string, string>();
  return messages
    .flatMap((one) => overheardIn(one, players))
    .map(({ event, remoteId, phase }) => [event, remoteId, phase]);
};

describe('what is heard of a Plex server', () => {
  it('is each change of a player, and not that it still plays', () => {
    expect(
      heard(
        player('playing'),
        player('playing'),
        player('buffering'),
        player('playing'),
        player('paused'),
        player('paused'),
        player('playing'),
        player('stopped'),
      ),
    ).toEqual([
      ['playing.playing', '7', 'moving'],
      ['playing.paused', '7', 'paused'],
      ['playing.playing', '7', 'moving'],
      ['playing.stopped', '7', 'final'],
    ]);
  });

  it('is told apart by player, and is the next film of the same player, too', () => {
    expect(heard(player('playing'), player('playing', '7', '2'), player('playing', '8'))).toHaveLength(3);
  });

  it('is a movie or an episode that has come, and nothing else of the library', () => {
    const entry = (type: number, state: number) =>
      message('timeline', 'TimelineEntry', { itemID: '9', type, state });
    expect(heard(entry(1, 0), entry(1, 5), entry(4, 5), entry(2, 5), entry(1, 9))).toEqual([
      ['timeline.processed', '9', 'moving'],
      ['timeline.processed', '9', 'moving'],
    ]);
  });

  it.each([
    '',
    'noise',
    'null',
    '[]',
    '{}',
    '{"NotificationContainer":[]}',
    message('playing', 'Other', {}),
    player(''),
  ])('is nothing in %j', (text) => {
    expect(heard(text)).toEqual([]);
  });
});
