import { describe, expect, it } from 'vitest';
import { mustAskForLists } from './list-guard.js';

const CALM = { had: 10, gone: 1 };

describe('the guard of playlists', () => {
  it.each([
    { deletions: 0, lists: 0, asks: false },
    { deletions: 3, lists: 3, asks: false },
    { deletions: 4, lists: 4, asks: true },
    { deletions: 4, lists: 19, asks: true },
    { deletions: 4, lists: 20, asks: false },
    { deletions: Number.NaN, lists: 20, asks: true },
  ])('with $deletions of $lists lists to delete on one target, that a person is asked is $asks', (weight) => {
    expect(mustAskForLists({ targets: [weight], sources: [CALM] })).toBe(weight.asks);
  });

  it('asks for any deletion when a source lost all of its lists', () => {
    const targets = [{ deletions: 1, lists: 50 }];
    expect(mustAskForLists({ targets, sources: [{ had: 2, gone: 2 }] })).toBe(true);
    expect(mustAskForLists({ targets, sources: [{ had: 1, gone: 1 }] })).toBe(false);
    expect(mustAskForLists({ targets: [{ deletions: 0, lists: 5 }], sources: [{ had: 2, gone: 2 }] })).toBe(
      false,
    );
  });

  it('asks for everything when a person set the limit to nothing', () => {
    const targets = [{ deletions: 1, lists: 50 }];
    expect(mustAskForLists({ targets, sources: [] }, { maxChanges: 0, maxPercent: 0 })).toBe(true);
  });
});
