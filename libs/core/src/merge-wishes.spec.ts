import { describe, it } from 'vitest';
import {
  A0,
  HOUR,
  L0,
  NOW,
  P1,
  P2,
  playedTruth,
  seen,
  startedTruth,
  unmarkedTruth,
} from './testing/build.js';
import { prove, type MergeCase } from './testing/merge-case.js';

const PLAYED_P1 = { watched: true, playedAt: P1, playCount: 1 } as const;
const PLAYED_P2 = { watched: true, playedAt: P2, playCount: 1 } as const;
const seenPlayed = seen(PLAYED_P1);
const seenUnplayed = seen({ playCount: 0 });

describe('merge: the same as our truth (contract 5.1, M-18)', () => {
  it.each<MergeCase>([
    {
      name: 'watched as known changes nothing',
      truth: playedTruth(),
      known: { observed: seenPlayed },
      says: PLAYED_P1,
      rule: 'same',
    },
    {
      name: '22. a later viewing moves only the date of viewing',
      truth: playedTruth(),
      known: { observed: seenPlayed },
      says: { ...PLAYED_P2, playCount: 2 },
      rule: 'same',
      becomes: { kind: 'played', decidedAt: P1, playedAt: P2 },
    },
    {
      name: 'an earlier viewing moves nothing',
      truth: playedTruth({ decidedAt: P2, playedAt: P2 }),
      says: PLAYED_P1,
      rule: 'same',
    },
    {
      name: 'a viewing date in the future moves nothing, so that a second look finds no change (M-27)',
      truth: playedTruth(),
      known: { observed: seenPlayed },
      says: { ...PLAYED_P1, playedAt: NOW + HOUR },
      rule: 'same',
    },
    {
      name: 'the stamp of our own write stays no viewing on every later look (M-20)',
      truth: playedTruth(),
      known: { observed: seen({ ...PLAYED_P2, isEcho: true }) },
      says: PLAYED_P2,
      rule: 'same',
    },
    {
      name: 'a viewing after our own write is one',
      truth: playedTruth(),
      known: { observed: seen({ ...PLAYED_P1, playedAt: P1 + 60, isEcho: true }) },
      says: { ...PLAYED_P2, playCount: 2 },
      rule: 'same',
      becomes: { kind: 'played', playedAt: P2 },
    },
    {
      name: 'the position of a second viewing stays with its backend (contract 5.9)',
      truth: playedTruth(),
      known: { observed: seenPlayed },
      says: { ...PLAYED_P1, positionMs: 700_000 },
      rule: 'same',
    },
    {
      name: 'a position within the rounding of servers is the same',
      truth: startedTruth(600_000, P1),
      known: { observed: seen({ positionMs: 600_000 }) },
      says: { positionMs: 600_900, playedAt: P1 },
      rule: 'no-news',
    },
  ])('$name', prove);
});

describe('merge: no news (contract 5.1, 5.3)', () => {
  it.each<MergeCase>([
    {
      name: '17, 39. a watched flag that lost against an unmark before does not win by repetition',
      truth: unmarkedTruth({ decidedAt: P2 }),
      known: { observed: seenPlayed },
      says: PLAYED_P1,
      rule: 'no-news',
    },
    {
      name: '179. a changed date alone is none',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seen({ ...PLAYED_P1, playedAt: L0 }) },
      says: PLAYED_P2,
      rule: 'no-news',
    },
    {
      name: '179. a risen play count is news (contract 5.9)',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seen({ ...PLAYED_P1, playedAt: L0 }) },
      says: { ...PLAYED_P2, playCount: 2 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: P2, playedAt: P2 },
    },
    {
      name: 'a play count that a server tells for the first time has not risen',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seen({ ...PLAYED_P1, playedAt: L0, playCount: null }) },
      says: PLAYED_P2,
      rule: 'no-news',
    },
    {
      name: 'the same position again is none, whatever ours became meanwhile',
      truth: startedTruth(900_000, P2),
      known: { observed: seen({ positionMs: 600_000 }) },
      says: { positionMs: 600_000, playedAt: NOW },
      rule: 'no-news',
    },
    {
      name: 'a playback resumed at a position says that position again',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seen({ positionMs: 600_000, playCount: 1, playedAt: L0 }) },
      says: { positionMs: 600_000, playCount: 2, playedAt: P2 },
      rule: 'progress',
      becomes: { kind: 'unplayed', positionMs: 600_000, positionAt: P2 },
    },
    {
      name: 'a playback started from the beginning says nothing about the position',
      truth: startedTruth(600_000, P1),
      known: { observed: seen({ playCount: 0 }) },
      says: { playCount: 1, playedAt: P2 },
      rule: 'no-news',
    },
  ])('$name', prove);
});

describe('merge: a change since last time is a wish (contract 5.3, M-19a, M-19c)', () => {
  it.each<MergeCase>([
    {
      name: '15, 45, 48. watched spreads from any backend',
      known: { observed: seenUnplayed },
      says: PLAYED_P2,
      rule: 'played',
      becomes: { kind: 'played', decidedAt: P2, playedAt: P2 },
    },
    {
      name: '19. a flag with an old date is decided by that date when nobody had decided',
      known: { observed: seenUnplayed },
      says: { watched: true, playedAt: A0, playCount: 1 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: A0, playedAt: A0 },
    },
    {
      name: '18. a newer play beats an unmark',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seenUnplayed },
      says: PLAYED_P2,
      rule: 'played',
      becomes: { kind: 'played', decidedAt: P2, playedAt: P2 },
    },
    {
      name: '20. a flag whose date is older than our last look is dated now',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seenUnplayed },
      says: { watched: true, playedAt: A0, playCount: 1 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: NOW },
    },
    {
      name: 'a flag without a date is dated now (contract 5.3)',
      truth: unmarkedTruth({ decidedAt: P2 }),
      known: { observed: seenUnplayed },
      says: { watched: true, playCount: 1 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: NOW },
    },
    {
      name: '21. a play between our last look and the unmark loses',
      truth: unmarkedTruth({ decidedAt: P2 }),
      known: { observed: seen({ playCount: 0, at: L0 }) },
      says: PLAYED_P1,
      rule: 'older-than-truth',
    },
    {
      name: '23. a play of the second of the unmark loses',
      truth: unmarkedTruth({ decidedAt: P2 }),
      known: { observed: seenUnplayed },
      says: PLAYED_P2,
      rule: 'older-than-truth',
    },
    {
      name: '40. watched again after an unmark that was exported',
      truth: unmarkedTruth({ decidedAt: NOW, positionAt: NOW }),
      known: { observed: seen({ playCount: 0, at: NOW + 600 }) },
      says: { ...PLAYED_P1, playedAt: NOW + HOUR },
      on: { now: NOW + 2 * HOUR },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: NOW + HOUR },
    },
    {
      name: '26. played clears the position',
      truth: startedTruth(600_000, P1),
      known: { observed: seen({ positionMs: 600_000 }) },
      says: PLAYED_P2,
      rule: 'played',
      becomes: { kind: 'played', positionMs: 0 },
    },
    {
      name: '105. a position moves forward',
      truth: startedTruth(600_000, P1),
      known: { observed: seen({ positionMs: 600_000, playedAt: P1 }) },
      says: { positionMs: 1_200_000, playedAt: P2 },
      rule: 'progress',
      becomes: { positionMs: 1_200_000, positionAt: P2 },
    },
    {
      name: '108. a position moves back by a newer playback',
      truth: startedTruth(600_000, P1),
      known: { observed: seen({ positionMs: 600_000, playedAt: P1 }) },
      says: { positionMs: 120_000, playedAt: P2 },
      rule: 'progress',
      becomes: { positionMs: 120_000, positionAt: P2 },
    },
    {
      name: 'a position moved by a playback that began before our last look is dated now',
      truth: startedTruth(600_000, P2),
      known: { observed: seen({ positionMs: 600_000, playedAt: P1 }) },
      says: { positionMs: 1_200_000, playedAt: P1 },
      rule: 'progress',
      becomes: { positionMs: 1_200_000, positionAt: NOW },
    },
    {
      name: 'a position from before an unmark does not come back, although the item itself never had one as late (two rows that became one)',
      truth: unmarkedTruth({ decidedAt: P2 + HOUR, positionAt: P1 }),
      known: { observed: seen() },
      says: { positionMs: 600_000, playedAt: P2 },
      rule: 'older-than-truth',
    },
    {
      name: 'a viewing dated half a minute ahead of our clock is of now',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seenUnplayed },
      says: { watched: true, playedAt: NOW + 30, playCount: 1 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: NOW },
    },
    {
      name: '109. a late old position does not beat a newer one',
      truth: startedTruth(900_000, P2 + HOUR),
      known: { observed: seen({ positionMs: 0 }) },
      says: { positionMs: 600_000, playedAt: P2 },
      rule: 'older-than-truth',
    },
    {
      name: 'a position that a person cleared is cleared',
      truth: startedTruth(600_000, P2),
      known: { observed: seen({ positionMs: 600_000, playedAt: P2 }) },
      says: {},
      rule: 'progress-cleared',
      becomes: { positionMs: 0, positionAt: NOW },
    },
    {
      name: 'a position that went with a replaced file is not cleared, but healed (M-22)',
      truth: startedTruth(600_000, P2),
      known: { observed: seen({ positionMs: 600_000, playedAt: P2 }) },
      says: { addedAt: P2 },
      rule: 'replaced',
    },
    {
      name: 'the same position, said later, is the newer statement of it',
      truth: startedTruth(600_000, P1),
      known: { observed: seen() },
      says: { positionMs: 600_000, playedAt: P2 },
      rule: 'same',
      becomes: { positionMs: 600_000, positionAt: P2 },
    },
  ])('$name', prove);
});
