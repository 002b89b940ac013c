import { describe, expect, it } from 'vitest';
import { afterReply, firstTempo, type Tempo } from './tempo.js';

const LIMITS = { most: 8, slowMs: 2_000 };
const good = { ms: 50, isOverloaded: false };

const after = (tempo: Tempo, replies: readonly (typeof good)[]): Tempo =>
  replies.reduce((each, reply) => afterReply(each, reply, LIMITS), tempo);
const many = (count: number, reply = good) => Array.from({ length: count }, () => reply);

describe('the tempo of a server', () => {
  it('begins with two at a time, or fewer where fewer are allowed', () => {
    expect(firstTempo(LIMITS).seats).toBe(2);
    expect(firstTempo({ ...LIMITS, most: 1 }).seats).toBe(1);
  });

  it('grows by one after good replies, and never beyond what is allowed', () => {
    expect(after(firstTempo(LIMITS), many(8)).seats).toBe(3);
    expect(after(firstTempo(LIMITS), many(10_000)).seats).toBe(8);
  });

  it('halves at once when the server is overloaded, and never stops', () => {
    const full = after(firstTempo(LIMITS), many(10_000));
    expect(after(full, [{ ms: 50, isOverloaded: true }]).seats).toBe(4);
    expect(after(full, many(100, { ms: 50, isOverloaded: true })).seats).toBe(1);
    expect(after(after(full, many(100, { ms: 50, isOverloaded: true })), many(10_000)).seats).toBe(8);
  });

  it('halves when replies take far longer than usual', () => {
    const full = after(firstTempo(LIMITS), many(10_000));
    expect(after(full, [{ ms: 3_000, isOverloaded: false }]).seats).toBe(4);
  });

  it('does not mind slow replies of a server that is always slow, nor short ones that vary', () => {
    const slow = after(firstTempo(LIMITS), many(1_000, { ms: 4_000, isOverloaded: false }));
    expect(after(slow, [{ ms: 6_000, isOverloaded: false }]).seats).toBe(8);
    const quick = after(firstTempo(LIMITS), many(1_000, { ms: 5, isOverloaded: false }));
    expect(after(quick, [{ ms: 500, isOverloaded: false }]).seats).toBe(8);
  });
});
