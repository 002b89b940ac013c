import { describe, expect, it } from 'vitest';
import {
  believedShown,
  planExport,
  type ExportPermissions,
  type ExportStep,
  type Shown,
} from './export-plan.js';
import { NOTHING_KNOWN } from './knowledge.js';
import {
  A0,
  HOUR,
  P1,
  P2,
  permissions,
  playedTruth,
  seen,
  startedTruth,
  unmarkedTruth,
  wrote,
} from './testing/build.js';
import { skip, write } from './testing/export-steps.js';
import { UNDECIDED, type Truth } from './truth.js';

interface PlanCase {
  readonly name: string;
  readonly truth: Truth;
  readonly there: Partial<Shown>;
  readonly may?: Partial<ExportPermissions>;
  readonly step: ExportStep;
}

const provePlan = ({ truth, there, may, step }: PlanCase): void => {
  const shown = { watched: false, positionMs: 0, playedAt: null, ...there };
  expect(planExport(truth, shown, permissions(may))).toEqual(step);
};

describe('planExport: our truth is watched (X-12, X-14b, X-16)', () => {
  const truth = playedTruth();

  it.each<PlanCase>([
    {
      name: '46. a target that shows it gets nothing',
      truth,
      there: { watched: true },
      step: skip('already-there'),
    },
    {
      name: 'a target that shows it keeps the position of a second viewing',
      truth,
      there: { watched: true, positionMs: 900_000 },
      step: skip('already-there'),
    },
    {
      name: '45. a target that does not is marked',
      truth,
      there: {},
      step: write('write-played', true),
    },
    {
      name: '52. a newer date there is no decision',
      truth,
      there: { playedAt: P2 },
      step: write('write-played', true),
    },
    {
      name: '26, 99. a position from before the decision goes with the mark',
      truth,
      there: { positionMs: 900_000, playedAt: P1 },
      step: write('write-played', true),
    },
    {
      name: '99. a position that nobody dates goes with the mark',
      truth,
      there: { positionMs: 900_000 },
      step: write('write-played', true),
    },
    {
      name: 'a second viewing under way there keeps its position (contract 5.9)',
      truth,
      there: { positionMs: 900_000, playedAt: P2 },
      step: write('write-played', true, 900_000),
    },
    {
      name: 'a target that may not be marked is left alone',
      truth,
      there: {},
      may: { mayMarkPlayed: false },
      step: skip('may-not-mark-played'),
    },
  ])('$name', provePlan);
});

describe('planExport: our truth is unwatched, the target shows watched (X-13, X-14a, X-18)', () => {
  const truth = unmarkedTruth({ decidedAt: P2, positionAt: P2 });

  it.each<PlanCase>([
    {
      name: '38, 47. an unmark is written',
      truth,
      there: { watched: true, playedAt: P1 },
      step: write('write-unplayed', false),
    },
    {
      name: 'a position that we hold comes along',
      truth: { ...truth, positionMs: 600_000 },
      there: { watched: true, playedAt: P1 },
      step: write('write-unplayed', false, 600_000),
    },
    {
      name: '94. a date 9 seconds after it is clock noise',
      truth,
      there: { watched: true, playedAt: P2 + 9 },
      step: write('write-unplayed', false),
    },
    {
      name: '94. a date 10 seconds after it is newer',
      truth,
      there: { watched: true, playedAt: P2 + 10 },
      step: skip('newer-there'),
    },
    {
      name: '94. a date 11 seconds after it is newer',
      truth,
      there: { watched: true, playedAt: P2 + 11 },
      step: skip('newer-there'),
    },
    {
      name: '96. ignoring dates, ours wins over a newer one',
      truth,
      there: { watched: true, playedAt: P2 + 11 },
      may: { ignoreDate: true },
      step: write('write-unplayed', false),
    },
    {
      name: '97. no date there does not stop an unmark',
      truth,
      there: { watched: true, playedAt: null },
      step: write('write-unplayed', false),
    },
    {
      name: '56, 89, 174. unwatched by default is no reason to unmark (X-18)',
      truth: UNDECIDED,
      there: { watched: true, playedAt: A0 },
      step: skip('nobody-unmarked-it'),
    },
    {
      name: 'a position of ours is no reason to unmark either',
      truth: startedTruth(600_000, P2),
      there: { watched: true, playedAt: A0 },
      step: skip('nobody-unmarked-it'),
    },
    {
      name: '57, 88. only ignoring dates may unmark by default',
      truth: UNDECIDED,
      there: { watched: true, playedAt: P2 },
      may: { ignoreDate: true },
      step: write('write-unplayed', false),
    },
    {
      name: 'a target that may not be unmarked is left alone',
      truth,
      there: { watched: true, playedAt: P1 },
      may: { mayUnmark: false },
      step: skip('may-not-unmark'),
    },
    {
      name: 'ignoring dates does not give the right to unmark',
      truth,
      there: { watched: true, playedAt: P1 },
      may: { mayUnmark: false, ignoreDate: true },
      step: skip('may-not-unmark'),
    },
  ])('$name', provePlan);
});

describe('planExport: both are unwatched (positions, P-7 to P-16)', () => {
  const truth = startedTruth(600_000, P2);

  it.each<PlanCase>([
    {
      name: 'the same position gets nothing',
      truth,
      there: { positionMs: 600_900 },
      step: skip('already-there'),
    },
    {
      name: '105. another position is set',
      truth,
      there: { positionMs: 120_000, playedAt: P1 },
      step: write('write-progress', false, 600_000),
    },
    {
      name: 'a cleared position is cleared there, too',
      truth: startedTruth(0, P2),
      there: { positionMs: 120_000, playedAt: P1 },
      step: write('write-progress', false, 0),
    },
    {
      name: 'a position that nobody reported to us is left alone',
      truth: UNDECIDED,
      there: { positionMs: 120_000, playedAt: P1 },
      step: skip('nobody-unmarked-it'),
    },
    {
      name: 'a position 30 seconds newer is clock noise (P-10)',
      truth,
      there: { positionMs: 120_000, playedAt: P2 + 30 },
      step: write('write-progress', false, 600_000),
    },
    {
      name: 'a position more than 30 seconds newer stays (P-13)',
      truth,
      there: { positionMs: 120_000, playedAt: P2 + 31 },
      step: skip('newer-there'),
    },
    {
      name: 'a newer date without a position is no position',
      truth,
      there: { positionMs: 0, playedAt: P2 + HOUR },
      step: write('write-progress', false, 600_000),
    },
    {
      name: 'ignoring dates, ours wins over a newer one',
      truth,
      there: { positionMs: 120_000, playedAt: P2 + HOUR },
      may: { ignoreDate: true },
      step: write('write-progress', false, 600_000),
    },
    {
      name: '120. a server that takes no positions gets none',
      truth,
      there: {},
      may: { hasProgress: false },
      step: skip('progress-not-supported'),
    },
    {
      name: 'a backend that may not be told positions gets none',
      truth,
      there: {},
      may: { maySetProgress: false },
      step: skip('may-not-set-progress'),
    },
  ])('$name', provePlan);
});

const PLAYED_P1 = { watched: true, playedAt: P1, playCount: 1 } as const;

describe('believedShown', () => {
  it('shows what the backend said last, with its date', () => {
    expect(believedShown({ observed: seen(PLAYED_P1), expected: null })).toMatchObject({
      watched: true,
      positionMs: 0,
      playedAt: P1,
    });
  });

  it('shows what we wrote since, without a date of anybody', () => {
    const known = { observed: seen({ playedAt: P1 }), expected: wrote({ positionMs: 5_000 }) };
    expect(believedShown(known)).toMatchObject({ watched: true, positionMs: 5_000, playedAt: null });
  });

  it('gives no date to an echo', () => {
    const known = { observed: seen({ ...PLAYED_P1, isEcho: true }), expected: null };
    expect(believedShown(known).playedAt).toBeNull();
  });

  it('takes a copy of which nothing is known for unwatched', () => {
    expect(believedShown(NOTHING_KNOWN)).toMatchObject({ watched: false, positionMs: 0, playedAt: null });
  });
});
