import { describe, expect, it } from 'vitest';
import { DEFAULT_GUARD, mustAsk, type GuardLimits } from './guard.js';

interface Case {
  readonly unmarks: number;
  readonly watched: number;
  readonly asks: boolean;
  readonly limits?: GuardLimits;
}

describe('the guard (contract 5.8, M-31)', () => {
  it('asks from 25 changes or 2 % by default', () => {
    expect(DEFAULT_GUARD).toEqual({ maxChanges: 25, maxPercent: 2 });
  });

  it.each<Case>([
    { unmarks: 0, watched: 0, asks: false },
    { unmarks: 25, watched: 25, asks: false },
    { unmarks: 26, watched: 26, asks: true },
    { unmarks: 25, watched: 1_000, asks: false },
    { unmarks: 1_000, watched: 1_000, asks: true },
    { unmarks: 26, watched: 1_299, asks: true },
    { unmarks: 26, watched: 1_300, asks: false },
    { unmarks: 200, watched: 10_000, asks: false },
    { unmarks: 201, watched: 10_000, asks: true },
    { unmarks: 1, watched: 10, asks: true, limits: { maxChanges: 0, maxPercent: 0 } },
    { unmarks: 0, watched: 10, asks: false, limits: { maxChanges: 0, maxPercent: 0 } },
    { unmarks: 5, watched: 10, asks: false, limits: { maxChanges: 0, maxPercent: 50 } },
    { unmarks: 6, watched: 10, asks: true, limits: { maxChanges: 0, maxPercent: 50 } },
  ])(
    'with $unmarks unmarks of $watched watched items, that a person is asked is $asks',
    ({ asks, ...plan }) => {
      expect(mustAsk(plan, plan.limits ?? DEFAULT_GUARD)).toBe(asks);
    },
  );

  it.each<{ readonly what: string } & Omit<Case, 'asks'>>([
    { what: 'the number of unmarks', unmarks: Number.NaN, watched: 10 },
    { what: 'the number of watched items', unmarks: 1, watched: Number.NaN },
    { what: 'everything', unmarks: Number.NaN, watched: Number.NaN },
    { what: 'a limit', unmarks: 1, watched: 10, limits: { maxChanges: Number.NaN, maxPercent: 2 } },
    { what: 'a percentage', unmarks: 1, watched: 10, limits: { maxChanges: 25, maxPercent: Number.NaN } },
  ])('148. fails closed when $what is no number', ({ unmarks, watched, limits }) => {
    expect(mustAsk({ unmarks, watched }, limits ?? DEFAULT_GUARD)).toBe(true);
  });
});
