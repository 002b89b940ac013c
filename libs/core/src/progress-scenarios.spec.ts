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
  ])('106. %i after 600000 is taken: %s; servers round to seconds', (positionMs, isTaken) => {
    const truth = startedTruth(600_000, P1);
    const known = { observed: seen({ positionMs: 600_000, playedAt: P1 }), expected: null };
    const verdict = merge({ truth, known, report: report({ positionMs, playedAt: NOW - 60 }) }, context());
    expect(verdict.truth.positionMs).toBe(isTaken ? positionMs : 600_000);
  });

  it('111. is not written where the item is watched', () => {
    const there = { watched: true, positionMs: 0, playedAt: P1 };
    expect(planExport(startedTruth(700_000, P2), there, permissions())).toEqual({
      kind: 'skip',
      because: 'nobody-unmarked-it',
    });
  });

  it.each([
    ['pauses at 700 s', { positionMs: 700_000, playCount: 1, playedAt: NOW - 60 }],
    ['stops at once', { positionMs: 0, playCount: 1, playedAt: NOW - 60 }],
  ])(
    '116. Replay: a second viewing that %s leaves the item watched, and nothing is written anywhere',
    (_, says) => {
      const known = { observed: seen({ watched: true, playCount: 1, playedAt: P1, at: L1 }), expected: null };
      const { truth } = merge(
        { truth: playedTruth(), known, report: report({ watched: true, ...says }) },
        context(),
      );
      expect(truth).toMatchObject({ kind: 'played', decidedAt: P1, positionMs: 0 });
      const elsewhere = { watched: true, positionMs: 0, playedAt: P1 };
      expect(planExport(truth, elsewhere, permissions())).toEqual({ kind: 'skip', because: 'already-there' });
    },
  );

  it('98. Leftover position: one on a watched item may be a second viewing, and is never taken away', () => {
    const there = { watched: true, positionMs: 900_000, playedAt: P1 };
    expect(planExport(playedTruth(), there, permissions())).toEqual({
      kind: 'skip',
      because: 'already-there',
    });
  });

  it('117. a pause of a watched item that its server shows as begun again leaves it watched', () => {
    const known = { observed: seen({ watched: true, playCount: 1, playedAt: P1, at: L1 }), expected: null };
    const paused = report({ watched: false, positionMs: 700_000, playCount: 1, playedAt: P2 });
    const { truth, rule } = merge({ truth: playedTruth(), known, report: paused }, context());
    expect([rule, truth.kind, truth.positionMs]).toEqual(['rewatch-started', 'played', 0]);
  });
});
