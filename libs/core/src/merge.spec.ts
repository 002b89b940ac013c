import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN, type Knowledge } from './knowledge.js';
import { merge, type MergeContext, type MergeRule, type Verdict } from './merge.js';
import type { RemoteItem } from './remote-item.js';
import {
  A0,
  A1,
  A2,
  context,
  HOUR,
  L0,
  L1,
  NOW,
  P1,
  P2,
  playedTruth,
  report,
  seen,
  startedTruth,
  unmarkedTruth,
  wrote,
} from './testing/build.js';
import { sameTruth, UNDECIDED, type Truth } from './truth.js';

interface Case {
  readonly name: string;
  readonly truth?: Truth;
  readonly known?: Partial<Knowledge>;
  readonly says: Partial<RemoteItem>;
  readonly on?: Partial<MergeContext>;
  readonly rule: MergeRule;
  /** What the truth becomes; left out when it must stay the same object. */
  readonly becomes?: Partial<Truth>;
}

const decide = ({ truth = UNDECIDED, known = {}, says, on = {} }: Case): Verdict =>
  merge({ truth, known: { ...NOTHING_KNOWN, ...known }, report: report(says) }, context(on));

/** Proves rule and result; without `becomes`, that nothing at all changes. */
function prove(situation: Case): void {
  const { truth = UNDECIDED, rule, becomes } = situation;
  const verdict = decide(situation);
  expect(verdict.rule).toBe(rule);
  if (becomes) expect(verdict.truth).toMatchObject(becomes);
  else expect(verdict.truth).toBe(truth);
}

const PLAYED_P1 = { watched: true, playedAt: P1, playCount: 1 } as const;
const PLAYED_P2 = { watched: true, playedAt: P2, playCount: 1 } as const;
const seenPlayed = seen(PLAYED_P1);
const seenUnplayed = seen({ playCount: 0 });

describe('merge: the first time that a backend shows an item (contract 5.2, M-15, M-19a, M-19b, M-23)', () => {
  it.each<Case>([
    {
      name: 'watched is taken with its date (scenario 1)',
      says: PLAYED_P1,
      rule: 'first-seen-played',
      becomes: { kind: 'played', decidedAt: P1, playedAt: P1, positionMs: 0 },
    },
    {
      name: 'unwatched is a default and no decision (scenario 2)',
      says: { playedAt: null },
      rule: 'same',
    },
    {
      name: 'a position is taken with the date of its viewing (scenario 3)',
      says: { positionMs: 600_000, playedAt: P1 },
      rule: 'progress',
      becomes: { kind: 'default', decidedAt: null, positionMs: 600_000, positionAt: P1 },
    },
    {
      name: 'watched without a date is decided when it was seen (scenario 13)',
      says: { watched: true },
      rule: 'first-seen-played',
      becomes: { kind: 'played', decidedAt: NOW, playedAt: NOW },
    },
    {
      name: 'a viewing before the other backend got the item counts all the same (scenario 16)',
      says: { ...PLAYED_P1, addedAt: A0 },
      rule: 'first-seen-played',
      becomes: { kind: 'played', decidedAt: P1 },
    },
    {
      name: 'a viewing at the very second of the last import counts (scenario 24)',
      known: { observed: seenUnplayed },
      says: { ...PLAYED_P1, playedAt: L1 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: L1 },
    },
    {
      name: 'a date in the future is not believed, the viewing is (scenario 25, M-27)',
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
      name: 'unwatched leaves a watched truth alone, added later or not (scenarios 10, 28, 30, 31)',
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
      name: 'what it said while it was metadata-only counts as never said (scenario 178)',
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

  it('comes to the same state in every order of three backends (scenarios 9, 10, 11)', () => {
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

describe('merge: the same as our truth (contract 5.1, M-18)', () => {
  it.each<Case>([
    {
      name: 'watched as known changes nothing',
      truth: playedTruth(),
      known: { observed: seenPlayed },
      says: PLAYED_P1,
      rule: 'same',
    },
    {
      name: 'a later viewing moves only the date of viewing (scenario 22)',
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
  it.each<Case>([
    {
      name: 'a watched flag that lost against an unmark before does not win by repetition (scenarios 17, 39)',
      truth: unmarkedTruth({ decidedAt: P2 }),
      known: { observed: seenPlayed },
      says: PLAYED_P1,
      rule: 'no-news',
    },
    {
      name: 'a changed date alone is none (scenario 179)',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seen({ ...PLAYED_P1, playedAt: L0 }) },
      says: PLAYED_P2,
      rule: 'no-news',
    },
    {
      name: 'a risen play count is news (scenario 179, contract 5.9)',
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
      name: 'a playback that was only started says nothing about the position',
      truth: startedTruth(600_000, P1),
      known: { observed: seen({ playCount: 0 }) },
      says: { playCount: 1, playedAt: P2 },
      rule: 'no-news',
    },
  ])('$name', prove);
});

describe('merge: a change since last time is a wish (contract 5.3, M-19a, M-19c)', () => {
  it.each<Case>([
    {
      name: 'watched spreads from any backend (scenarios 15, 45, 48)',
      known: { observed: seenUnplayed },
      says: PLAYED_P2,
      rule: 'played',
      becomes: { kind: 'played', decidedAt: P2, playedAt: P2 },
    },
    {
      name: 'a flag with an old date is decided by that date when nobody had decided (scenario 19)',
      known: { observed: seenUnplayed },
      says: { watched: true, playedAt: A0, playCount: 1 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: A0, playedAt: A0 },
    },
    {
      name: 'a newer play beats an unmark (scenario 18)',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seenUnplayed },
      says: PLAYED_P2,
      rule: 'played',
      becomes: { kind: 'played', decidedAt: P2, playedAt: P2 },
    },
    {
      name: 'a flag whose date is older than our last look is dated now (scenario 20)',
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
      name: 'a play between our last look and the unmark loses (scenario 21)',
      truth: unmarkedTruth({ decidedAt: P2 }),
      known: { observed: seen({ playCount: 0, at: L0 }) },
      says: PLAYED_P1,
      rule: 'older-than-truth',
    },
    {
      name: 'a play of the second of the unmark loses (scenario 23)',
      truth: unmarkedTruth({ decidedAt: P2 }),
      known: { observed: seenUnplayed },
      says: PLAYED_P2,
      rule: 'older-than-truth',
    },
    {
      name: 'watched again after an unmark that was exported (scenario 40)',
      truth: unmarkedTruth({ decidedAt: NOW, positionAt: NOW }),
      known: { observed: seen({ playCount: 0, at: NOW + 600 }) },
      says: { ...PLAYED_P1, playedAt: NOW + HOUR },
      on: { now: NOW + 2 * HOUR },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: NOW + HOUR },
    },
    {
      name: 'played clears the position (scenario 26)',
      truth: startedTruth(600_000, P1),
      known: { observed: seen({ positionMs: 600_000 }) },
      says: PLAYED_P2,
      rule: 'played',
      becomes: { kind: 'played', positionMs: 0 },
    },
    {
      name: 'a position moves forward (scenario 105)',
      truth: startedTruth(600_000, P1),
      known: { observed: seen({ positionMs: 600_000, playedAt: P1 }) },
      says: { positionMs: 1_200_000, playedAt: P2 },
      rule: 'progress',
      becomes: { positionMs: 1_200_000, positionAt: P2 },
    },
    {
      name: 'a position moves back by a newer playback (scenario 108)',
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
      name: 'a late old position does not beat a newer one (scenario 109)',
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
      name: 'the same position, said later, is the newer statement of it',
      truth: startedTruth(600_000, P1),
      known: { observed: seen() },
      says: { positionMs: 600_000, playedAt: P2 },
      rule: 'same',
      becomes: { positionMs: 600_000, positionAt: P2 },
    },
  ])('$name', prove);
});

describe('merge: unwatched needs proof (contract 5.4, M-21, M-22, M-23, M-33)', () => {
  const truth = playedTruth();
  const unmarked = { kind: 'unplayed', decidedAt: NOW, positionMs: 0, playedAt: P1 } as const;

  it.each<Case>([
    {
      name: 'a backend that was seen as watched unmarks (scenarios 27, 38, 47)',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0 },
      rule: 'unmarked',
      becomes: unmarked,
    },
    {
      name: 'an echo of our write that was seen there is proof, too (scenario 47)',
      truth,
      known: { observed: seen({ ...PLAYED_P1, isEcho: true }) },
      says: { playCount: 0 },
      rule: 'unmarked',
      becomes: unmarked,
    },
    {
      name: 'one that was last seen unwatched does not (scenarios 29, 37)',
      truth,
      known: { observed: seenUnplayed },
      says: { addedAt: A0, playCount: 0 },
      rule: 'never-seen-played',
    },
    {
      name: 'what we only expected there is no proof (scenario 42)',
      truth,
      known: { observed: seenUnplayed, expected: wrote() },
      says: { playCount: 0 },
      rule: 'unconfirmed-write',
    },
    {
      name: 'a file added one second later is another one (scenarios 33, 34, 35)',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0, addedAt: A0 + 1 },
      rule: 'replaced',
    },
    {
      name: 'a file of another path is another one (scenario 180)',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0, path: '/films/the-lantern-4k.mkv' },
      rule: 'replaced',
    },
    {
      name: 'a backend that may not unmark does not (scenario 36, M-21b)',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0 },
      on: { mayUnmark: false },
      rule: 'may-not-unmark',
    },
    {
      name: 'an incomplete read does not (scenario 44, M-21c)',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0 },
      on: { isReadComplete: false },
      rule: 'read-incomplete',
    },
    {
      name: 'a position gives a started replay away (scenarios 112, 181, contract 5.9)',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 1, positionMs: 300_000, playedAt: P1 },
      rule: 'rewatch-started',
    },
    {
      name: 'a moved date gives a started replay away',
      truth,
      known: { observed: seenPlayed },
      says: { playedAt: P2, playCount: 1 },
      rule: 'rewatch-started',
    },
    {
      name: 'a risen play count gives a started replay away',
      truth,
      known: { observed: seenPlayed },
      says: { playedAt: P1, playCount: 2 },
      rule: 'rewatch-started',
    },
    {
      name: 'a viewing on another backend since our last look makes it a conflict (scenario 49, M-33)',
      truth: playedTruth({ playedAt: P2 }),
      known: { observed: seenPlayed },
      says: { playCount: 0 },
      on: { viewedElsewhereAt: P2 },
      rule: 'conflict',
    },
    {
      name: 'a viewing on another backend before our last look is none',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0 },
      on: { viewedElsewhereAt: L1 },
      rule: 'unmarked',
      becomes: unmarked,
    },
  ])('$name', prove);

  it('does not let another backend that repeats itself bring the item back (scenarios 38, 39)', () => {
    const first = decide({
      name: '',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0 },
      rule: 'unmarked',
    });
    const second = decide({
      name: '',
      truth: first.truth,
      known: { observed: seenPlayed },
      says: PLAYED_P1,
      rule: 'no-news',
    });
    expect(second).toEqual({ truth: first.truth, rule: 'no-news' });
  });

  it('ignores a page that was read before our last look at the copy (scenario 135)', () => {
    const stale = { truth, known: { observed: seen({ ...PLAYED_P2, at: NOW + 5 }) }, says: { playCount: 0 } };
    prove({ ...stale, name: '', rule: 'stale' });
    prove({
      ...stale,
      name: '',
      truth: UNDECIDED,
      known: { observed: seen({ at: NOW + 5 }) },
      says: PLAYED_P1,
      rule: 'stale',
    });
  });
});

describe('merge: what we wrote comes back (contract 5.6, M-20)', () => {
  const expected = wrote({ at: P2 });

  it.each<Case>([
    {
      name: 'an equal state is an echo (scenario 53)',
      truth: playedTruth(),
      known: { observed: seenUnplayed, expected },
      says: { watched: true, playedAt: P1, playCount: 1 },
      rule: 'echo',
    },
    {
      name: 'an echo does not bring back what was unmarked meanwhile',
      truth: unmarkedTruth({ decidedAt: P2 + HOUR }),
      known: { observed: seenUnplayed, expected },
      says: { watched: true, playedAt: P2 + 5, playCount: 1 },
      rule: 'echo',
    },
    {
      name: "the server's own stamp within a minute is still our write",
      truth: playedTruth(),
      known: { observed: seenUnplayed, expected },
      says: { watched: true, playedAt: P2 + 60, playCount: 1 },
      rule: 'echo',
    },
    {
      name: 'a viewing later than that is a viewing',
      truth: playedTruth(),
      known: { observed: seenUnplayed, expected },
      says: { watched: true, playedAt: P2 + 61, playCount: 2 },
      rule: 'same',
      becomes: { kind: 'played', playedAt: P2 + 61 },
    },
    {
      name: 'a viewing after our write is news, although the state is the one that we wrote',
      truth: unmarkedTruth({ decidedAt: P2 + 10 }),
      known: { observed: seenUnplayed, expected },
      says: { watched: true, playedAt: P2 + HOUR, playCount: 2 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: P2 + HOUR },
    },
    {
      name: 'an unmark of ours comes back as an echo',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seenPlayed, expected: wrote({ watched: false, at: P2 }) },
      says: { playCount: 0 },
      rule: 'echo',
    },
    {
      name: 'an unmark of ours that comes back does not undo a later viewing',
      truth: playedTruth({ decidedAt: NOW, playedAt: NOW }),
      known: { observed: seenPlayed, expected: wrote({ watched: false, at: P2 }) },
      says: { playCount: 0 },
      rule: 'echo',
    },
    {
      name: 'a position of ours comes back as an echo',
      truth: startedTruth(900_000, NOW),
      known: { observed: seen(), expected: wrote({ watched: false, positionMs: 600_000, at: P2 }) },
      says: { positionMs: 600_400, playedAt: P2 },
      rule: 'echo',
    },
    {
      name: 'another position than the one we wrote is a wish',
      truth: startedTruth(600_000, P1),
      known: { observed: seen(), expected: wrote({ watched: false, positionMs: 600_000, at: P2 }) },
      says: { positionMs: 900_000, playedAt: P2 + HOUR },
      rule: 'progress',
      becomes: { positionMs: 900_000, positionAt: P2 + HOUR },
    },
    {
      name: 'what shows just what it showed before never took our write (scenario 42)',
      truth: unmarkedTruth({ decidedAt: P1 }),
      known: { observed: seenPlayed, expected: wrote({ watched: false, at: P2 }) },
      says: PLAYED_P1,
      rule: 'unconfirmed-write',
    },
    {
      name: 'an expectation from before our last look is history',
      truth: playedTruth(),
      known: { observed: seen({ ...PLAYED_P1, at: P2 + 1 }), expected: wrote({ watched: false, at: P2 }) },
      says: { playCount: 0 },
      rule: 'unmarked',
      becomes: { kind: 'unplayed' },
    },
  ])('$name', prove);
});

describe('merge: metadata-only backends (contract 5.5, M-16)', () => {
  it.each<Case>([
    {
      name: 'never mark as watched (scenarios 12, 56)',
      says: PLAYED_P2,
      on: { isSource: false },
      rule: 'metadata-only',
    },
    {
      name: 'never unmark',
      truth: playedTruth(),
      known: { observed: seenPlayed },
      says: {},
      on: { isSource: false },
      rule: 'metadata-only',
    },
    {
      name: 'never move a position (scenario 59)',
      says: { positionMs: 700_000, playedAt: P2 },
      on: { isSource: false },
      rule: 'metadata-only',
    },
    {
      name: 'are not believed even when trusted by name',
      truth: playedTruth(),
      says: {},
      on: { isSource: false, isTrusted: true },
      rule: 'metadata-only',
    },
  ])('$name', prove);
});

describe('merge: a backend that a person trusts by name (contract 5.7, M-25)', () => {
  it.each<Case>([
    {
      name: 'unmarks without any proof (scenario 81)',
      truth: playedTruth(),
      says: { addedAt: A0 },
      on: { isTrusted: true },
      rule: 'trusted',
      becomes: { kind: 'unplayed', decidedAt: NOW, positionMs: 0 },
    },
    {
      name: 'marks as watched over a newer unmark',
      truth: unmarkedTruth({ decidedAt: P2 }),
      says: PLAYED_P1,
      on: { isTrusted: true },
      rule: 'trusted',
      becomes: { kind: 'played', decidedAt: NOW, playedAt: P1 },
    },
    {
      name: 'sets a position over a newer one',
      truth: startedTruth(900_000, P2),
      says: { positionMs: 600_000, playedAt: P1 },
      on: { isTrusted: true },
      rule: 'trusted',
      becomes: { kind: 'default', positionMs: 600_000, positionAt: NOW },
    },
    {
      name: 'changes nothing where it agrees',
      truth: playedTruth(),
      says: PLAYED_P1,
      on: { isTrusted: true },
      rule: 'same',
    },
    {
      name: 'leaves a default a default where it shows nothing',
      truth: UNDECIDED,
      says: {},
      on: { isTrusted: true },
      rule: 'same',
    },
    {
      name: 'without trust, the same report is no proof (scenarios 81, 82)',
      truth: playedTruth(),
      says: { addedAt: A0 },
      rule: 'never-seen-played',
    },
  ])('$name', prove);
});

describe('merge: whole stories', () => {
  it('finds nothing to do in a second run without change (scenarios 14, 46)', () => {
    const truth = playedTruth({ decidedAt: P2, playedAt: P2 });
    for (const observed of [seen(PLAYED_P2), seen({ ...PLAYED_P2, isEcho: true })]) {
      const again = merge(
        { truth, known: { observed, expected: null }, report: report(PLAYED_P2) },
        context(),
      );
      expect(sameTruth(again.truth, truth)).toBe(true);
    }
  });
});
