import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN } from './knowledge.js';
import { merge } from './merge.js';
import {
  A0,
  A1,
  A2,
  context,
  HOUR,
  L1,
  NOW,
  P1,
  P2,
  playedTruth,
  report,
  seen,
  startedTruth,
  unmarkedTruth,
} from './testing/build.js';
import { prove, type MergeCase } from './testing/merge-case.js';
import { UNDECIDED, type Truth } from './truth.js';

const PLAYED_P1 = { watched: true, playedAt: P1, playCount: 1 } as const;
const PLAYED_P2 = { watched: true, playedAt: P2, playCount: 1 } as const;
const seenUnplayed = seen({ playCount: 0 });

describe('merge: the first time that a backend shows an item (contract 5.2, M-15, M-19a, M-19b, M-23)', () => {
  it.each<MergeCase>([
    {
      name: '1. watched is taken with its date',
      says: PLAYED_P1,
      rule: 'first-seen-played',
      becomes: { kind: 'played', decidedAt: P1, playedAt: P1, positionMs: 0 },
    },
    {
      name: '2. unwatched is a default and no decision',
      says: { playedAt: null },
      rule: 'same',
    },
    {
      name: '3. a position is taken with the date of its viewing',
      says: { positionMs: 600_000, playedAt: P1 },
      rule: 'progress',
      becomes: { kind: 'default', decidedAt: null, positionMs: 600_000, positionAt: P1 },
    },
    {
      name: '13. watched without a date is decided when it was seen',
      says: { watched: true },
      rule: 'first-seen-played',
      becomes: { kind: 'played', decidedAt: NOW, playedAt: NOW },
    },
    {
      name: '16. a viewing before the other backend got the item counts all the same',
      says: { ...PLAYED_P1, addedAt: A0 },
      rule: 'first-seen-played',
      becomes: { kind: 'played', decidedAt: P1 },
    },
    {
      name: '24. a viewing at the very second of the last import counts',
      known: { observed: seenUnplayed },
      says: { ...PLAYED_P1, playedAt: L1 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: L1 },
    },
    {
      name: '25. a date in the future is not believed, the viewing is (M-27)',
      says: { ...PLAYED_P1, playedAt: NOW + HOUR },
      rule: 'first-seen-played',
      becomes: { kind: 'played', decidedAt: NOW, playedAt: NOW },
    },
    {
      name: 'a viewing of minutes that clocks may differ by is believed (M-27)',
      says: { ...PLAYED_P1, playedAt: NOW + 60 },
      rule: 'first-seen-played',
      becomes: { kind: 'played', decidedAt: NOW + 60 },
    },
    {
      name: '10, 28, 30, 31. unwatched leaves a watched truth alone, added later or not',
      truth: playedTruth(),
      says: { addedAt: A2 },
      rule: 'never-seen-played',
    },
    {
      name: 'unwatched with a position leaves a watched truth alone',
      truth: playedTruth(),
      says: { positionMs: 600_000, playedAt: P2 },
      rule: 'never-seen-played',
    },
    {
      name: 'an older viewing does not beat an unmark (M-19b)',
      truth: unmarkedTruth({ decidedAt: P2 }),
      says: PLAYED_P1,
      rule: 'older-than-truth',
    },
    {
      name: 'a viewing of the same second does not beat an unmark (M-19b, M-10)',
      truth: unmarkedTruth({ decidedAt: P2 }),
      says: PLAYED_P2,
      rule: 'older-than-truth',
    },
    {
      name: 'a newer viewing beats an unmark (M-19b)',
      truth: unmarkedTruth({ decidedAt: P1 }),
      says: PLAYED_P2,
      rule: 'played',
      becomes: { kind: 'played', decidedAt: P2, playedAt: P2 },
    },
    {
      name: 'watched without a date does not beat an unmark (M-19b)',
      truth: unmarkedTruth(),
      says: { watched: true },
      rule: 'older-than-truth',
    },
    {
      name: 'watched with a date in the future does not beat an unmark: such a date is none (M-19b, M-27)',
      truth: unmarkedTruth(),
      says: { ...PLAYED_P1, playedAt: NOW + HOUR },
      rule: 'older-than-truth',
    },
    {
      name: 'no position is no opinion about ours',
      truth: startedTruth(600_000, P1),
      says: { positionMs: 0, playedAt: P2 },
      rule: 'not-an-opinion',
    },
    {
      name: 'an older position loses against ours',
      truth: startedTruth(600_000, P2),
      says: { positionMs: 900_000, playedAt: P1 },
      rule: 'older-than-truth',
    },
    {
      name: 'a newer position wins, even when it is a rewind',
      truth: startedTruth(600_000, P1),
      says: { positionMs: 120_000, playedAt: P2 },
      rule: 'progress',
      becomes: { positionMs: 120_000, positionAt: P2 },
    },
    {
      name: 'of two positions without a date the further one wins',
      truth: startedTruth(600_000, 0),
      says: { positionMs: 900_000 },
      rule: 'progress',
      becomes: { positionMs: 900_000, positionAt: 0 },
    },
    {
      name: 'a position dated in the future does not beat one of today',
      truth: startedTruth(600_000, P2),
      says: { positionMs: 900_000, playedAt: NOW + HOUR },
      rule: 'older-than-truth',
    },
    {
      name: 'a position from before an unmark is not brought back',
      truth: unmarkedTruth({ decidedAt: P2, positionAt: P2 }),
      says: { positionMs: 600_000, playedAt: P1 },
      rule: 'older-than-truth',
    },
    {
      name: '178. what it said while it was metadata-only counts as never said',
      known: { observed: seen({ ...PLAYED_P1, asSource: false }) },
      says: PLAYED_P1,
      rule: 'first-seen-played',
      becomes: { kind: 'played', decidedAt: P1 },
    },
    {
      name: 'what it said while it was metadata-only is no proof for an unmark',
      truth: playedTruth(),
      known: { observed: seen({ ...PLAYED_P1, asSource: false }) },
      says: {},
      rule: 'never-seen-played',
    },
  ])('$name', prove);

  it('9, 10, 11. comes to the same state in every order of three backends', () => {
    const reports = [
      report(PLAYED_P1),
      report({ id: 'a101', addedAt: A2 }),
      report({ id: 'e101', addedAt: A1 }),
    ];
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    for (const order of orders) {
      const truth = order.reduce<Truth>(
        (now, index) =>
          merge({ truth: now, known: NOTHING_KNOWN, report: reports[index] ?? report() }, context()).truth,
        UNDECIDED,
      );
      expect(truth).toMatchObject({ kind: 'played', decidedAt: P1, playedAt: P1 });
    }
  });
});
