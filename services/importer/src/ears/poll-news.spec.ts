import { describe, expect, it } from 'vitest';
import type { RecentItem, RecentList } from '#libs/backends';
import { pollNews } from './poll-news.js';

const item = (remoteId: string, at: number, more: Partial<RecentItem> = {}): RecentItem => ({
  remoteId,
  at,
  mark: `${at}`,
  isUnderWay: false,
  ...more,
});
const viewed = (...items: RecentItem[]): RecentList => ({ name: 'viewed', place: '1', items });
const added = (...items: RecentItem[]): RecentList => ({ name: 'added', place: '1', items });

const told = (before: RecentList | null, now: RecentList, importedAt: number | null = null) =>
  pollNews(before && [before], [now], importedAt).map(({ event, remoteId }) => `${event} ${remoteId}`);

describe('what a look at the lists tells', () => {
  it('is nothing when nothing changed', () => {
    const list = viewed(item('a', 9), item('b', 8));
    expect(told(list, list)).toEqual([]);
  });

  it('is what was watched since, and not what it pushed out at the end', () => {
    expect(told(viewed(item('a', 9), item('b', 8)), viewed(item('c', 10), item('a', 9)))).toEqual([
      'poll.viewed c',
    ]);
  });

  it('is what shows another state in the same place', () => {
    expect(told(viewed(item('a', 9)), viewed(item('a', 9, { mark: 'unwatched' })))).toEqual([
      'poll.viewed a',
    ]);
  });

  it('is what left the list by itself, and not what moved up for it', () => {
    const before = viewed(item('a', 9), item('b', 8));
    expect(told(before, viewed(item('a', 9), item('c', 5)))).toEqual(['poll.left b']);
    expect(told(before, viewed(item('a', 9)))).toEqual(['poll.left b']);
    expect(told(before, viewed())).toEqual(['poll.left a', 'poll.left b']);
  });

  it('is the first that was ever watched', () => {
    expect(told(viewed(), viewed(item('a', 9)))).toEqual(['poll.viewed a']);
  });

  it('is what was added, for everybody, and not what was taken away', () => {
    const before = added(item('a', 9), item('b', 8));
    expect(told(before, added(item('c', 10), item('b', 8)))).toEqual(['poll.added c']);
    expect(pollNews([before], [added(item('c', 10))], null)).toMatchObject([{ isForAll: true }]);
  });

  it('of a library that was not there before is all of it', () => {
    expect(pollNews([], [added(item('a', 9))], null)).toHaveLength(1);
  });

  it('is at first what happened since the last import, and nothing when there was none', () => {
    const list = viewed(item('a', 10_000), item('b', 5_000));
    expect(told(null, list, 10_100)).toEqual(['poll.viewed a']);
    expect(told(null, list, null)).toEqual([]);
  });

  it('says that a position may be moving still, and that a mark is final', () => {
    const now = viewed(item('a', 9, { isUnderWay: true }), item('b', 8));
    expect(pollNews([viewed()], [now], null).map(({ phase }) => phase)).toEqual(['moving', 'final']);
  });
});
