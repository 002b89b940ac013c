import { describe, expect, it } from 'vitest';
import { planExport } from './export-plan.js';
import { merge } from './merge.js';
import {
  context,
  L1,
  NOW,
  P1,
  P2,
  permissions,
  playedTruth,
  report,
  seen,
  startedTruth,
} from './testing/build.js';

describe('resume positions, by scenario', () => {
  it.each([
    [600_010, false],
    [601_000, false],
    [601_001, true],
  ])('106: %i after 600000 is taken: %s; servers round to seconds', (positionMs, isTaken) => {
    const truth = startedTruth(600_000, P1);
    const known = { observed: seen({ positionMs: 600_000, playedAt: P1 }), expected: null };
    const verdict = merge({ truth, known, report: report({ positionMs, playedAt: NOW - 60 }) }, context());
    expect(verdict.truth.positionMs).toBe(isTaken ? positionMs : 600_000);
  });

  it('111: is not written where the item is watched', () => {
    const there = { watched: true, positionMs: 0, playedAt: P1 };
    expect(planExport(startedTruth(700_000, P2), there, permissions())).toEqual({
      kind: 'skip',
      because: 'nobody-unmarked-it',
    });
  });

  it('117: a pause of a watched item that its server shows as begun again leaves it watched', () => {
    const known = { observed: seen({ watched: true, playCount: 1, playedAt: P1, at: L1 }), expected: null };
    const paused = report({ watched: false, positionMs: 700_000, playCount: 1, playedAt: P2 });
    const { truth, rule } = merge({ truth: playedTruth(), known, report: paused }, context());
    expect([rule, truth.kind, truth.positionMs]).toEqual(['rewatch-started', 'played', 0]);
  });
});
