import { describe, expect, it } from 'vitest';
import { planWrite, type ExportPermissions, type ExportStep } from './export-plan.js';
import { NOTHING_KNOWN, type Knowledge } from './knowledge.js';
import type { RemoteItem } from './remote-item.js';
import {
  A0,
  HOUR,
  L1,
  NOW,
  P1,
  P2,
  permissions,
  playedTruth,
  report,
  seen,
  startedTruth,
  unmarkedTruth,
  wrote,
} from './testing/build.js';
import { importFirst, skip, write } from './testing/export-steps.js';
import { UNDECIDED, type Truth } from './truth.js';

interface WriteCase {
  readonly name: string;
  readonly truth: Truth;
  readonly known: Partial<Knowledge>;
  readonly read: Partial<RemoteItem>;
  readonly may?: Partial<ExportPermissions>;
  readonly step: ExportStep;
}

const proveWrite = ({ truth, known, read, may, step }: WriteCase): void =>
  expect(
    planWrite({ truth, known: { ...NOTHING_KNOWN, ...known }, report: report(read) }, permissions(may)),
  ).toEqual(step);

const PLAYED_P1 = { watched: true, playedAt: P1, playCount: 1 } as const;
const unmarked = unmarkedTruth({ decidedAt: P2, positionAt: P2 });

describe('planWrite: compare and swap on a fresh read (contract 5.7, X-14)', () => {
  it.each<WriteCase>([
    {
      name: 'what shows as we saw it is written',
      truth: playedTruth(),
      known: { observed: seen() },
      read: {},
      step: write('write-played', true),
    },
    {
      name: '102. a play that we have not heard of comes first',
      truth: UNDECIDED,
      known: { observed: seen({ playCount: 0 }) },
      read: { watched: true, playedAt: P2, playCount: 1 },
      step: importFirst,
    },
    {
      name: 'an unmark that we have not heard of comes first (X-14b)',
      truth: playedTruth(),
      known: { observed: seen(PLAYED_P1) },
      read: { playCount: 0 },
      step: importFirst,
    },
    {
      name: 'a position that we have not heard of comes first',
      truth: startedTruth(600_000, P2),
      known: { observed: seen({ positionMs: 120_000, playedAt: P1 }) },
      read: { positionMs: 900_000, playedAt: NOW },
      step: importFirst,
    },
    {
      name: '179. a risen play count comes first, within the 10 seconds, too',
      truth: unmarked,
      known: { observed: seen(PLAYED_P1) },
      read: { watched: true, playedAt: P2 + 5, playCount: 2 },
      step: importFirst,
    },
    {
      name: 'a changed date alone comes first before an unmark: the viewing may lie inside the time of an unmark elsewhere (M-33)',
      truth: unmarked,
      known: { observed: seen(PLAYED_P1) },
      read: { ...PLAYED_P1, playedAt: P2 - 5 },
      step: importFirst,
    },
    {
      name: '94, 179. a date that was heard and came to nothing is judged by itself',
      truth: unmarked,
      known: { observed: seen({ ...PLAYED_P1, playedAt: P2 + 11, at: NOW, since: NOW }) },
      read: { ...PLAYED_P1, playedAt: P2 + 11 },
      step: skip('newer-there'),
    },
    {
      name: 'a viewing that a fast clock dates after the unmark, but that was seen before it, is older (simulation, clock an hour ahead)',
      truth: unmarked,
      known: { observed: seen({ ...PLAYED_P1, playedAt: P2 + HOUR, at: NOW, since: P2 - 60 }) },
      read: { ...PLAYED_P1, playedAt: P2 + HOUR },
      step: write('write-unplayed', false),
    },
    {
      name: '42. a write that the server did not take is written again',
      truth: playedTruth(),
      known: { observed: seen({ playCount: 0 }), expected: wrote() },
      read: { playCount: 0 },
      step: write('write-played', true),
    },
    {
      name: 'a change of state after our write comes first',
      truth: playedTruth(),
      known: { observed: seen({ ...PLAYED_P1, watched: false }), expected: wrote() },
      read: { playCount: 0, positionMs: 300_000, playedAt: NOW },
      step: importFirst,
    },
    {
      name: 'a viewing after our write comes first, although the state is the one that we wrote',
      truth: unmarkedTruth({ decidedAt: NOW }),
      known: { observed: seen({ playCount: 0 }), expected: wrote() },
      read: { watched: true, playedAt: L1 + 2 * HOUR, playCount: 2 },
      step: importFirst,
    },
    {
      name: "the server's own stamp of our write does not protect it from an unmark",
      truth: unmarkedTruth({ decidedAt: L1 + HOUR - 60 }),
      known: { observed: seen({ playCount: 0 }), expected: wrote() },
      read: { watched: true, playedAt: L1 + HOUR + 2, playCount: 1 },
      step: write('write-unplayed', false),
    },
    {
      name: "the server's own stamp of our write does not make a position newer than ours",
      truth: startedTruth(900_000, P2),
      known: { observed: seen({ positionMs: 600_000, playedAt: NOW, isEcho: true }) },
      read: { positionMs: 600_000, playedAt: NOW },
      step: write('write-progress', false, 900_000),
    },
    {
      name: '32, 180. a replaced file without any state is healed',
      truth: playedTruth(),
      known: { observed: seen(PLAYED_P1) },
      read: { path: '/films/the-lantern-4k.mkv', playCount: 0 },
      step: write('write-played', true),
    },
    {
      name: 'a replaced file with a state has news',
      truth: UNDECIDED,
      known: { observed: seen(PLAYED_P1) },
      read: { ...PLAYED_P1, addedAt: A0 + 5 },
      step: importFirst,
    },
    {
      name: 'a source that was only read for titles has news when it shows any state',
      truth: unmarked,
      known: { observed: seen({ ...PLAYED_P1, asSource: false }) },
      read: PLAYED_P1,
      step: importFirst,
    },
    {
      name: '89. a copy that was never read and shows nothing is written',
      truth: playedTruth(),
      known: NOTHING_KNOWN,
      read: {},
      step: write('write-played', true),
    },
    {
      name: '56. a pure target has no news, only dates',
      truth: unmarked,
      known: { observed: seen({ asSource: false }) },
      read: { watched: true, playedAt: P1, playCount: 1 },
      may: { isSource: false },
      step: write('write-unplayed', false),
    },
    {
      name: 'a pure target with a newer viewing is left alone',
      truth: unmarked,
      known: { observed: seen({ asSource: false }) },
      read: { watched: true, playedAt: NOW, playCount: 1 },
      may: { isSource: false },
      step: skip('newer-there'),
    },
    {
      name: 'ignoring dates, news there is overwritten, too (contract 5.7)',
      truth: UNDECIDED,
      known: { observed: seen({ playCount: 0 }) },
      read: { watched: true, playedAt: P2, playCount: 1 },
      may: { ignoreDate: true },
      step: write('write-unplayed', false),
    },
    {
      name: 'a position in the last tenth would mark it as watched, so none is written (P-18)',
      truth: { ...UNDECIDED, positionMs: 5_400_001, positionAt: P2 },
      known: { observed: seen() },
      read: { runtimeMs: 6_000_000 },
      step: skip('position-too-late'),
    },
    {
      name: 'a position before that is written',
      truth: { ...UNDECIDED, positionMs: 5_400_000, positionAt: P2 },
      known: { observed: seen() },
      read: { runtimeMs: 6_000_000 },
      step: { kind: 'write', state: { watched: false, positionMs: 5_400_000 }, rule: 'write-progress' },
    },
    {
      name: 'an unmark takes no position along that would mark it again',
      truth: { ...unmarked, positionMs: 5_900_000 },
      known: { observed: seen(PLAYED_P1) },
      read: { ...PLAYED_P1, runtimeMs: 6_000_000 },
      step: write('write-unplayed', false),
    },
    {
      name: 'what shows our truth already gets nothing (contract 5.6)',
      truth: playedTruth(),
      known: { observed: seen(PLAYED_P1) },
      read: PLAYED_P1,
      step: skip('already-there'),
    },
  ])('$name', proveWrite);
});
