import { describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import type { OpenNews } from '#libs/database';
import { asToldBy, dueAt, isGivenUp, isToBeTakenAtWord, isUnderWay, lookAgainIn, restAfter } from './look.js';

const NOW = 1_800_000_000_000;

const news = (changes: Partial<OpenNews> = {}): OpenNews => ({
  deliveryId: 1,
  opened: '',
  phase: 'moving',
  says: { watched: null, positionMs: null, playedAt: null },
  source: 'webhook',
  event: 'media.play',
  receivedAt: new Date(NOW),
  failures: 0,
  isTakenAtWord: false,
  ...changes,
});
const says = (changes: Partial<OpenNews['says']>, more: Partial<OpenNews> = {}): OpenNews =>
  news({ ...more, says: { watched: null, positionMs: null, playedAt: null, ...changes } });

describe('a look', () => {
  const lookedAt = new Date(NOW - 500);

  it('is due at once when there was none before, or none lately', () => {
    expect(dueAt({ news: [news()], lookedAt: null }, NOW)).toBe(NOW);
    expect(dueAt({ news: [news()], lookedAt: new Date(NOW - 5_000) }, NOW)).toBe(NOW);
  });

  it('waits for the end of the window after the one before', () => {
    expect(dueAt({ news: [news(), news()], lookedAt }, NOW)).toBe(NOW + 1_500);
  });

  it.each(['paused', 'final'] as const)('waits for nothing when one of the news is %s', (phase) => {
    expect(dueAt({ news: [news(), news({ phase })], lookedAt }, NOW)).toBe(NOW);
  });

  it('is at somebody who is still watching only when nothing says that they paused or stopped', () => {
    expect(isUnderWay([news(), news()])).toBe(true);
    expect(isUnderWay([news(), news({ phase: 'paused' })])).toBe(false);
    expect(isUnderWay([news({ phase: 'final' })])).toBe(false);
  });
});

describe('what was told and does not show yet', () => {
  const old = (ms: number) => ({ receivedAt: new Date(NOW - ms) });

  it('is worth another look, soon and then less so, for a quarter of a minute', () => {
    const after = (ms: number) => lookAgainIn([says({ watched: true }, old(ms))], { watched: false }, NOW);
    expect([0, 700, 5_000, 16_000].map(after)).toEqual([500, 700, 2_000, null]);
  });

  it('is what was told last', () => {
    const told = [says({ watched: true }), says({ watched: false }), news()];
    expect(lookAgainIn(told, { watched: false }, NOW)).toBeNull();
    expect(lookAgainIn(told, { watched: true }, NOW)).not.toBeNull();
  });

  it('is nothing when nothing was told', () => {
    expect(lookAgainIn([news(), says({ positionMs: 5 })], { watched: false }, NOW)).toBeNull();
  });
});

describe('a server that is away', () => {
  const since = (ms: number, more: Partial<OpenNews> = {}) => [
    news({ ...more, receivedAt: new Date(NOW - ms) }),
  ];

  it('is asked again less and less often', () => {
    expect([0, 1, 2, 5, 50].map(restAfter)).toEqual([30, 60, 120, 900, 900]);
  });

  it('is taken at its word after a while, once, and given up after two days', () => {
    expect(isToBeTakenAtWord(since(1_000), NOW)).toBe(false);
    expect(isToBeTakenAtWord(since(20_000), NOW)).toBe(true);
    expect(isToBeTakenAtWord(since(20_000, { isTakenAtWord: true }), NOW)).toBe(false);
    expect(isGivenUp(since(47 * 3_600_000), NOW)).toBe(false);
    expect(isGivenUp(since(49 * 3_600_000), NOW)).toBe(true);
  });
});

describe('the word of a payload', () => {
  const seen = { watched: false, positionMs: 0, playCount: 1, playedAt: 5 } as RemoteItem;
  const at = NOW / 1_000;

  it('may be a viewing, dated as told but never later than it was told', () => {
    expect(asToldBy([says({ watched: true, playedAt: 1_700_000_000 })], seen)).toEqual({
      watched: true,
      positionMs: 0,
      playCount: 2,
      playedAt: 1_700_000_000,
    });
    expect(asToldBy([says({ watched: true, playedAt: at + 9_999 })], seen)?.playedAt).toBe(at);
  });

  it('may be a position', () => {
    expect(asToldBy([says({ positionMs: 700_000 })], seen)).toMatchObject({
      watched: false,
      positionMs: 700_000,
      playedAt: at,
    });
  });

  it('is a viewing when one of several says so', () => {
    expect(asToldBy([says({ positionMs: 7 }), says({ watched: true })], seen)?.watched).toBe(true);
  });

  it('is never an unmark', () => {
    expect(asToldBy([says({ watched: false })], { ...seen, watched: true })).toBeNull();
    expect(asToldBy([], seen)).toBeNull();
  });
});
