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

  it.each([
    ['the same backend', 600_000, 660_000],
    ['another backend', 300_000, 600_000],
  ])('said twice within a second: by %s, when it said %i before, ends at %i', (_, before, after) => {
    const truth = startedTruth(600_000, NOW - 60);
    const known = { observed: seen({ positionMs: before, playedAt: NOW - 60 }), expected: null };
    const said = report({ positionMs: 660_000, playedAt: NOW - 60 });
    expect(merge({ truth, known, report: said }, context({ now: NOW - 60 })).truth.positionMs).toBe(after);
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

  it('98. Leftover position: one that led to the viewing is reset, and nothing is marked', () => {
    const there = { watched: true, positionMs: 900_000, playedAt: P1 };
    expect(planExport(playedTruth(), there, permissions())).toEqual({
      kind: 'write',
      state: { watched: true, positionMs: 0 },
      rule: 'write-progress',
    });
  });

  it.each([
    ['that came later is a second viewing', { playedAt: P1 + 1 }],
    ['that nobody dates', { playedAt: null }],
    ['that we kept when we marked it', { playedAt: null, writtenAt: P1 + 1 }],
  ])('98. Leftover position: one %s, and is left alone', (_, says) => {
    const there = { watched: true, positionMs: 900_000, ...says };
    expect(planExport(playedTruth(), there, permissions())).toEqual({
      kind: 'skip',
      because: 'already-there',
    });
  });

  it('98. Leftover position: a backend that takes no positions is asked for none', () => {
    const there = { watched: true, positionMs: 900_000, playedAt: P1 };
    const may = permissions({ maySetProgress: false });
    expect(planExport(playedTruth(), there, may)).toEqual({ kind: 'skip', because: 'may-not-set-progress' });
  });

  it('117. a pause of a watched item that its server shows as begun again leaves it watched', () => {
    const known = { observed: seen({ watched: true, playCount: 1, playedAt: P1, at: L1 }), expected: null };
    const paused = report({ watched: false, positionMs: 700_000, playCount: 1, playedAt: P2 });
    const { truth, rule } = merge({ truth: playedTruth(), known, report: paused }, context());
    expect([rule, truth.kind, truth.positionMs]).toEqual(['rewatch-started', 'played', 0]);
  });
});
