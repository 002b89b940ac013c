import { describe, expect, it } from 'vitest';
import {
  believed,
  isEcho,
  isEchoStill,
  isNews,
  isReplaced,
  isUnconfirmedWrite,
  NOTHING_KNOWN,
  observe,
  repeats,
} from './knowledge.js';
import { A0, HOUR, L1, NOW, P1, P2, report, seen, wrote } from './testing/build.js';

describe('observe', () => {
  it('keeps what a person can cause, the file, and in which role it was read', () => {
    const item = report({ watched: true, positionMs: 5_000, playCount: 2, playedAt: P1 });
    expect(observe(item, NOW, true)).toEqual({
      watched: true,
      positionMs: 5_000,
      playCount: 2,
      playedAt: P1,
      addedAt: A0,
      path: '/films/the-lantern.mkv',
      at: NOW,
      since: NOW,
      asSource: true,
      isEcho: false,
    });
    expect(observe(item, NOW, false).asSource).toBe(false);
  });
});

describe('believed', () => {
  it('is nothing of a copy that nobody saw or wrote', () => {
    expect(believed(NOTHING_KNOWN)).toBeNull();
  });

  it('is the later of what it said and what we wrote, our write at the same second', () => {
    const observed = seen();
    const expected = wrote({ at: L1 });
    expect(believed({ observed, expected: null })).toBe(observed);
    expect(believed({ observed: null, expected })).toBe(expected);
    expect(believed({ observed, expected })).toBe(expected);
    expect(believed({ observed, expected: wrote({ at: L1 - 1 }) })).toBe(observed);
  });
});

describe('a copy', () => {
  it.each([
    { what: 'neither', changes: {}, replaced: false },
    { what: 'the date of adding', changes: { addedAt: A0 + 1 }, replaced: true },
    { what: 'the path', changes: { path: '/films/other.mkv' }, replaced: true },
    { what: 'the play state only', changes: { watched: true, playedAt: P1 }, replaced: false },
  ])('that changed $what: replaced is $replaced (M-22)', ({ changes, replaced }) => {
    expect(isReplaced(seen(), report(changes))).toBe(replaced);
  });

  it.each([
    { what: 'the flag', changes: { watched: false } },
    { what: 'the position', changes: { positionMs: 9_000 } },
    { what: 'the play count', changes: { playCount: 2 } },
    { what: 'the date of viewing', changes: { playedAt: P2 } },
  ])('repeats itself unless it changes $what', ({ changes }) => {
    const state = { watched: true, playCount: 1, playedAt: P1 };
    expect(repeats(seen(state), report(state))).toBe(true);
    expect(repeats(seen(state), report({ ...state, ...changes }))).toBe(false);
  });
});

describe('isEcho', () => {
  it('needs a write of ours', () => {
    expect(isEcho({ observed: seen(), expected: null }, report({ watched: true }))).toBe(false);
  });

  it('needs a write that is not older than our last look', () => {
    expect(
      isEcho({ observed: seen({ at: NOW }), expected: wrote({ at: P2 }) }, report({ watched: true })),
    ).toBe(false);
  });

  it('leaves the position of a watched item out, and counts that of an unwatched one', () => {
    const watched = { observed: null, expected: wrote() };
    expect(isEcho(watched, report({ watched: true, positionMs: 700_000 }))).toBe(true);
    const started = { observed: null, expected: wrote({ watched: false, positionMs: 600_000 }) };
    expect(isEcho(started, report({ positionMs: 600_000 }))).toBe(true);
    expect(isEcho(started, report({ positionMs: 700_000 }))).toBe(false);
  });
});

describe('isEchoStill', () => {
  it('holds until the server shows another date', () => {
    const known = { observed: seen({ watched: true, playedAt: P2, isEcho: true }), expected: null };
    expect(isEchoStill(known, report({ watched: true, playedAt: P2 }))).toBe(true);
    expect(isEchoStill(known, report({ watched: true, playedAt: P2 + 1 }))).toBe(false);
    expect(isEchoStill(NOTHING_KNOWN, report())).toBe(false);
  });
});

describe('isUnconfirmedWrite', () => {
  it('needs a write, and a copy that still shows all that it showed before', () => {
    expect(isUnconfirmedWrite({ observed: seen(), expected: wrote() }, report())).toBe(true);
    expect(isUnconfirmedWrite({ observed: seen(), expected: null }, report())).toBe(false);
    expect(isUnconfirmedWrite({ observed: null, expected: wrote() }, report())).toBe(false);
    expect(isUnconfirmedWrite({ observed: seen(), expected: wrote() }, report({ playedAt: NOW }))).toBe(
      false,
    );
    const lookedSince = seen({ at: L1 + 2 * HOUR });
    expect(isUnconfirmedWrite({ observed: lookedSince, expected: wrote() }, report())).toBe(false);
  });
});

describe('isNews', () => {
  it('is anything of a copy of which nothing is known', () => {
    expect(isNews(NOTHING_KNOWN, report())).toBe(true);
  });

  it('compares with what we wrote where that is newer', () => {
    const known = { observed: seen(), expected: wrote() };
    expect(isNews(known, report({ watched: true, playCount: 1 }))).toBe(false);
    expect(isNews(known, report({ watched: true, playCount: 1, playedAt: L1 + 2 * HOUR }))).toBe(true);
    expect(isNews(known, report({ watched: false }))).toBe(true);
  });
});
