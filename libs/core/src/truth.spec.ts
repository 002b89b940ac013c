import { describe, expect, it } from 'vitest';
import { playedTruth, startedTruth } from './testing/build.js';
import { sameTruth, stateOf, UNDECIDED } from './truth.js';

describe('truth', () => {
  it('shows as watched without a position once it is played', () => {
    expect(stateOf({ ...playedTruth(), positionMs: 5_000 })).toEqual({ watched: true, positionMs: 0 });
    expect(stateOf(startedTruth(600_000, 1))).toEqual({ watched: false, positionMs: 600_000 });
    expect(stateOf(UNDECIDED)).toEqual({ watched: false, positionMs: 0 });
  });

  it.each([
    { kind: 'unplayed' },
    { decidedAt: 1 },
    { playedAt: 1 },
    { positionMs: 1 },
    { positionAt: 1 },
  ] as const)('differs by each of its parts: %o', (change) => {
    const truth = playedTruth();
    expect(sameTruth(truth, { ...truth })).toBe(true);
    expect(sameTruth(truth, { ...truth, ...change })).toBe(false);
  });
});
