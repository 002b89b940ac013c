import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { P1, P2, playedTruth, startedTruth, unmarkedTruth } from './testing/build.js';
import { combineTruths, isDisputed, sameTruth, stateOf, UNDECIDED, type Truth } from './truth.js';

describe('truth', () => {
  it('shows what is watched with the position of a second viewing that is carried on', () => {
    expect(stateOf(playedTruth())).toEqual({ watched: true, positionMs: 0 });
    expect(stateOf({ ...playedTruth(), positionMs: 5_000 })).toEqual({ watched: true, positionMs: 5_000 });
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

describe('combineTruths', () => {
  const truths = fc
    .record({
      kind: fc.constantFrom('default' as const, 'played' as const, 'unplayed' as const),
      decidedAt: fc.integer({ min: 1, max: 3 }),
      playedAt: fc.option(fc.integer({ min: 1, max: 3 })),
      positionMs: fc.integer({ min: 0, max: 2 }),
      positionAt: fc.option(fc.integer({ min: 1, max: 3 })),
    })
    .map((truth): Truth => ({
      ...truth,
      decidedAt: truth.kind === 'default' ? null : truth.decidedAt,
      positionMs: truth.kind === 'played' ? 0 : truth.positionMs,
    }));

  it('takes the only decision there is, and stays watched when one of two rows is (M-28)', () => {
    expect(combineTruths(UNDECIDED, playedTruth())).toMatchObject({ kind: 'played', decidedAt: P1 });
    expect(combineTruths(playedTruth(), unmarkedTruth({ decidedAt: P2 })).kind).toBe('played');
    expect(combineTruths(unmarkedTruth(), unmarkedTruth({ decidedAt: P2 })).decidedAt).toBe(P2);
    expect(combineTruths(unmarkedTruth({ decidedAt: P1 }), playedTruth({ decidedAt: P1 })).kind).toBe(
      'played',
    );
  });

  it('keeps the position that was said last, and none of what is played', () => {
    expect(combineTruths(startedTruth(5_000, 1), startedTruth(3_000, 2)).positionMs).toBe(3_000);
    expect(combineTruths(startedTruth(5_000, 1), playedTruth()).positionMs).toBe(0);
  });

  it('asks a person about a viewing that the other row was unmarked after, and about nothing else', () => {
    expect(isDisputed([playedTruth(), unmarkedTruth({ decidedAt: P2 })])).toBe(true);
    expect(isDisputed([unmarkedTruth({ decidedAt: P2 }), playedTruth(), UNDECIDED])).toBe(true);
    expect(isDisputed([playedTruth({ decidedAt: P2 }), unmarkedTruth()])).toBe(false);
    expect(isDisputed([unmarkedTruth(), UNDECIDED])).toBe(false);
    expect(isDisputed([playedTruth(), UNDECIDED])).toBe(false);
  });

  it('never takes a viewing away', () => {
    fc.assert(
      fc.property(fc.array(truths, { minLength: 1 }), (rows) => {
        const isWatched = rows.some(({ kind }) => kind === 'played');
        expect(rows.reduce(combineTruths).kind === 'played').toBe(isWatched);
      }),
    );
  });

  it('comes to the same from either side', () => {
    fc.assert(
      fc.property(truths, truths, (a, b) => {
        expect(combineTruths(a, b)).toEqual(combineTruths(b, a));
        expect(combineTruths(a, a)).toEqual(a);
      }),
    );
  });
});
