import { describe, expect, it } from 'vitest';
import { admit, CLOSED, noteFailure, type Breaker } from './breaker.js';

const LIMITS = { failures: 3, firstRestMs: 100, longestRestMs: 300 };

const failing = (times: number, from: Breaker = CLOSED, now = 0): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((breaker) => noteFailure(breaker, now, LIMITS), from);

function probing(breaker: Breaker, now: number): Breaker {
  const admission = admit(breaker, now);
  if (!admission.isAdmitted) throw new Error('expected to be let through');
  return admission.breaker;
}

describe('the breaker of a server', () => {
  it('lets everything through until the last failure in a row that is too many', () => {
    expect(admit(failing(2), 0)).toMatchObject({ isAdmitted: true });
    expect(admit(failing(3), 0)).toEqual({ isAdmitted: false, until: 100 });
  });

  it('lets one request through after the rest, and no other before its outcome', () => {
    const half = probing(failing(3), 100);
    expect(admit(half, 100)).toMatchObject({ isAdmitted: false });
  });

  it('rests twice as long when that one fails, up to the longest rest', () => {
    const second = noteFailure(probing(failing(3), 100), 100, LIMITS);
    expect(second.restsUntil).toBe(300);
    const third = noteFailure(probing(second, 300), 300, LIMITS);
    expect(third.restsUntil).toBe(600);
    const fourth = noteFailure(probing(third, 600), 600, LIMITS);
    expect(fourth.restsUntil).toBe(900);
  });

  it('is not kept shut longer by requests that were out when it shut', () => {
    const shut = failing(3);
    expect(failing(4, shut, 90).restsUntil).toBe(shut.restsUntil);
  });
});
