import { describe, expect, it } from 'vitest';
import { isInStep, presentVerdict, prospect, type Prospect, type Standing } from './explain.js';
import type { MergeRule } from './merge.js';
import {
  HOUR,
  L0,
  L1,
  NOW,
  P1,
  P2,
  permissions,
  playedTruth,
  seen,
  startedTruth,
  unmarkedTruth,
  wrote,
} from './testing/build.js';
import { UNDECIDED } from './truth.js';

/** A told source that was seen unwatched while our truth is *played*, unless said otherwise. */
const standing = (changes: Partial<Standing> = {}): Standing => ({
  truth: playedTruth(),
  known: { observed: seen(), expected: null },
  may: permissions(),
  isExportOn: true,
  wasExported: true,
  mayUnmarkTruth: true,
  isDisputed: false,
  playedByItAt: null,
  writtenAt: null,
  ...changes,
});
const sees = (changes: Parameters<typeof seen>[0], expected = null): Pick<Standing, 'known'> => ({
  known: { observed: seen(changes), expected },
});

const WRITE = { kind: 'write', rule: 'write-played' } as const;

interface Surprise {
  readonly what: string;
  readonly case: Partial<Standing>;
  readonly rule: MergeRule | null;
  readonly next: Prospect;
}

describe('the story of a typical surprise (users.md 38)', () => {
  it.each<Surprise>([
    {
      what: 'why is it not exported: export is off',
      case: { isExportOn: false },
      rule: 'never-seen-played',
      next: { kind: 'hold', because: 'export-off' },
    },
    {
      what: 'why is it not exported: nothing ever was',
      case: { wasExported: false },
      rule: 'never-seen-played',
      next: { kind: 'hold', because: 'never-exported' },
    },
    {
      what: 'who unmarked this: a decision newer than what the backend shows',
      case: { truth: unmarkedTruth({ decidedAt: P2 }), ...sees({ watched: true, playedAt: P1 }) },
      rule: 'older-than-truth',
      next: { kind: 'write', rule: 'write-unplayed' },
    },
    {
      what: 'why is it still watched though unmarked there: it may not unmark',
      case: { playedByItAt: P1, mayUnmarkTruth: false },
      rule: 'may-not-unmark',
      next: WRITE,
    },
    {
      what: 'why is it still watched though never seen as watched there',
      case: {},
      rule: 'never-seen-played',
      next: WRITE,
    },
    {
      what: 'the file was replaced',
      case: { playedByItAt: P1, ...sees({ addedAt: P1 + HOUR }) },
      rule: 'replaced',
      next: WRITE,
    },
    {
      what: 'a conflict waits for a person',
      case: { isDisputed: true },
      rule: 'conflict',
      next: { kind: 'hold', because: 'disputed' },
    },
    {
      what: 'one-way: we may not mark there',
      case: { may: permissions({ mayMarkPlayed: false }) },
      rule: 'never-seen-played',
      next: { kind: 'skip', because: 'may-not-mark-played' },
    },
    {
      what: 'metadata only: its word does not count',
      case: { truth: UNDECIDED, may: permissions({ isSource: false }), ...sees({ watched: true }) },
      rule: 'metadata-only',
      next: { kind: 'skip', because: 'nobody-unmarked-it' },
    },
    {
      what: 'a position too small to count leaves nothing to say',
      case: { truth: UNDECIDED },
      rule: 'same',
      next: { kind: 'skip', because: 'already-there' },
    },
    {
      what: 'it was played there after the last decision',
      case: { truth: unmarkedTruth(), ...sees({ watched: true, playedAt: P2 }) },
      rule: 'older-than-truth',
      next: { kind: 'skip', because: 'newer-there' },
    },
    {
      what: 'the server did not take the write',
      case: { writtenAt: L0 },
      rule: 'unconfirmed-write',
      next: WRITE,
    },
    {
      what: 'a second viewing is under way there',
      case: { playedByItAt: P1, ...sees({ positionMs: 90_000 }) },
      rule: 'rewatch-started',
      next: WRITE,
    },
    {
      what: 'an undo decided after it was unmarked there',
      case: { playedByItAt: P1, truth: playedTruth({ decidedAt: NOW }) },
      rule: 'older-than-truth',
      next: WRITE,
    },
    {
      what: 'the reading proved nothing',
      case: { playedByItAt: P1 },
      rule: 'read-incomplete',
      next: WRITE,
    },
    {
      what: 'it is watched there, and nobody took it over',
      case: { truth: UNDECIDED, ...sees({ watched: true }) },
      rule: 'no-news',
      next: { kind: 'skip', because: 'nobody-unmarked-it' },
    },
    {
      what: 'it was started elsewhere',
      case: { truth: startedTruth(90_000, P1) },
      rule: 'not-an-opinion',
      next: { kind: 'write', rule: 'write-progress' },
    },
    {
      what: 'the position there is an older one',
      case: { truth: startedTruth(900_000, P1), ...sees({ positionMs: 90_000, playedAt: L0 }) },
      rule: 'older-than-truth',
      next: { kind: 'write', rule: 'write-progress' },
    },
    {
      what: 'it was never seen there',
      case: { known: { observed: null, expected: null } },
      rule: null,
      next: { kind: 'hold', because: 'not-seen' },
    },
    {
      what: 'it shows what we wrote',
      case: sees({ watched: true, isEcho: true }),
      rule: 'echo',
      next: { kind: 'skip', because: 'already-there' },
    },
  ])('$what', ({ case: changes, rule, next }) => {
    expect(presentVerdict(standing(changes))).toBe(rule);
    expect(prospect(standing(changes))).toEqual(next);
  });

  it('says that a backend is in step as soon as we wrote, before it was looked at again', () => {
    expect(isInStep(standing())).toBe(false);
    expect(isInStep(standing({ known: { observed: seen(), expected: wrote({ at: L1 + HOUR }) } }))).toBe(
      true,
    );
    expect(isInStep(standing({ known: { observed: null, expected: null } }))).toBe(false);
  });
});
