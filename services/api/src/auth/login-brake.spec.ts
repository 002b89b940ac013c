import { beforeEach, describe, expect, it } from 'vitest';
import { brake, network } from './login-brake.js';

const RULES = { tries: 5, windowSeconds: 900, banSeconds: 900 };

let now: number;
let known: readonly number[];
beforeEach(() => {
  now = 10_000;
  known = [];
});

const take = (times: number): (number | null)[] =>
  Array.from({ length: times }, () => {
    const { wait, after } = brake(known, RULES, now);
    known = after;
    return wait;
  });

describe('the brake on logins', () => {
  it('lets five tries through and then says how long to wait', () => {
    expect(take(6)).toEqual([null, null, null, null, null, 900]);
    now += 300;
    expect(take(1)).toEqual([600]);
  });

  it('lets go when the ban is over, and counts anew', () => {
    take(6);
    now += 901;
    expect(take(6)).toEqual([null, null, null, null, null, 900]);
  });

  it('does not grow the ban by knocking on', () => {
    take(5);
    now += 899;
    expect(take(3)).toEqual([1, 1, 1]);
    now += 1;
    expect(take(1)).toEqual([null]);
  });

  it('forgets tries that are older than the window', () => {
    take(4);
    now += 901;
    expect(take(4)).toEqual([null, null, null, null]);
  });

  it('remembers no more than it needs, however often somebody knocks', () => {
    take(500);
    expect(known).toHaveLength(5);
  });

  it('knows the same address in both spellings, and a network of IPv6 as one', () => {
    expect(network('::ffff:198.51.100.1')).toBe(network('198.51.100.1'));
    expect(network('198.51.100.2')).not.toBe(network('198.51.100.1'));
    expect(network('2001:db8:7:8::1')).toBe(network('2001:db8:7:8:aaaa:bbbb:cccc:dddd'));
    expect(network('2001:db8:7:9::1')).not.toBe(network('2001:db8:7:8::1'));
  });
});
