import { describe, expect, it } from 'vitest';
import { merge } from './merge.js';
import {
  A0,
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
  wrote,
} from './testing/build.js';
import { decide, type MergeCase } from './testing/merge-case.js';
import { sameTruth, UNDECIDED } from './truth.js';

/** Proves rule and result; without `becomes`, that nothing at all changes. */
function prove(situation: MergeCase): void {
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

describe('merge: unwatched needs proof (contract 5.4, M-21, M-22, M-23, M-33)', () => {
  const truth = playedTruth();
  const unmarked = { kind: 'unplayed', decidedAt: NOW, positionMs: 0, playedAt: P1 } as const;

  it.each<MergeCase>([
    {
      name: '27, 38, 47. a backend that was seen as watched unmarks',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0 },
      rule: 'unmarked',
      becomes: unmarked,
    },
    {
      name: '47. an echo of our write that was seen there is proof, too',
      truth,
      known: { observed: seen({ ...PLAYED_P1, isEcho: true }) },
      says: { playCount: 0 },
      rule: 'unmarked',
      becomes: unmarked,
    },
    {
      name: '29, 37. one that was last seen unwatched does not',
      truth,
      known: { observed: seenUnplayed },
      says: { addedAt: A0, playCount: 0 },
      rule: 'never-seen-played',
    },
    {
      name: '42. what we only expected there is no proof',
      truth,
      known: { observed: seenUnplayed, expected: wrote() },
      says: { playCount: 0 },
      rule: 'unconfirmed-write',
    },
    {
      name: 'what was seen before several writes of ours is none, when the last of them was not taken',
      truth,
      known: { observed: seenPlayed, expected: wrote() },
      says: { playCount: 0 },
      rule: 'never-seen-played',
    },
    {
      name: '33, 34, 35. a file added one second later is another one',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0, addedAt: A0 + 1 },
      rule: 'replaced',
    },
    {
      name: '180. a file of another path is another one',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0, path: '/films/the-lantern-4k.mkv' },
      rule: 'replaced',
    },
    {
      name: 'a viewing of the file that replaced it is judged by its date, whatever the old one had shown',
      truth: unmarkedTruth({ decidedAt: P2 }),
      known: { observed: seenPlayed },
      says: { watched: true, playCount: 1, playedAt: P2 + HOUR, addedAt: P2 },
      rule: 'played',
      becomes: { kind: 'played', decidedAt: P2 + HOUR },
    },
    {
      name: '36. a backend that may not unmark does not (M-21b)',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0 },
      on: { mayUnmark: false },
      rule: 'may-not-unmark',
    },
    {
      name: '44. an incomplete read does not (M-21c)',
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0 },
      on: { isReadComplete: false },
      rule: 'read-incomplete',
    },
    {
      name: '112, 181. a position gives a started replay away (contract 5.9)',
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
      name: '49. a viewing on another backend since our last look makes it a conflict (M-33)',
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

  it('38, 39. does not let another backend that repeats itself bring the item back', () => {
    const first = decide({
      truth,
      known: { observed: seenPlayed },
      says: { playCount: 0 },
    });
    const second = decide({
      truth: first.truth,
      known: { observed: seenPlayed },
      says: PLAYED_P1,
    });
    expect(second).toEqual({ truth: first.truth, rule: 'no-news' });
  });

  it('135. ignores a page that was read before our last look at the copy', () => {
    const stale = { truth, known: { observed: seen({ ...PLAYED_P2, at: NOW + 5 }) }, says: { playCount: 0 } };
    prove({ ...stale, name: 'unwatched', rule: 'stale' });
    prove({
      ...stale,
      name: 'watched',
      truth: UNDECIDED,
      known: { observed: seen({ at: NOW + 5 }) },
      says: PLAYED_P1,
      rule: 'stale',
    });
  });
});

describe('merge: pages that are late', () => {
  it('157. have nothing to say once we wrote, as a write looks first', () => {
    const known = { observed: seen({ playCount: 0 }), expected: wrote({ watched: false, at: NOW + 5 }) };
    const says = { watched: true, playedAt: A0, playCount: 1 };
    prove({ name: 'the state between two writes', truth: unmarkedTruth(), known, says, rule: 'stale' });
  });
});

describe('merge: what we wrote comes back (contract 5.6, M-20)', () => {
  const expected = wrote({ at: P2 });

  it.each<MergeCase>([
    {
      name: '53. an equal state is an echo',
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
      name: '42. what shows just what it showed before never took our write',
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
  it.each<MergeCase>([
    {
      name: '12, 56. never mark as watched',
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
      name: '59. never move a position',
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
  it.each<MergeCase>([
    {
      name: '81. unmarks without any proof',
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
      name: '81, 82. without trust, the same report is no proof',
      truth: playedTruth(),
      says: { addedAt: A0 },
      rule: 'never-seen-played',
    },
  ])('$name', prove);
});

describe('merge: whole stories', () => {
  it('14, 46. finds nothing to do in a second run without change', () => {
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
