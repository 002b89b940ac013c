import { beforeEach, describe, expect, it } from 'vitest';
import { LoginBrake } from './login-brake.js';

const RULES = { tries: 5, windowSeconds: 900, banSeconds: 900 };

let now: number;
let brake: LoginBrake;
beforeEach(() => {
  now = 10_000;
  brake = new LoginBrake(RULES, () => now);
});

const take = (times: number, address = '198.51.100.1'): (number | null)[] =>
  Array.from({ length: times }, () => brake.take(address));

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

  it('forgives with the right password', () => {
    take(4);
    brake.forgive('198.51.100.1');
    expect(take(5)).toEqual([null, null, null, null, null]);
  });

  it('counts each address by itself, and the same one in both spellings', () => {
    take(5);
    expect(take(1, '198.51.100.2')).toEqual([null]);
    expect(take(1, '::ffff:198.51.100.1')).toEqual([900]);
  });

  it('counts a network of IPv6 as one address', () => {
    take(5, '2001:db8:7:8::1');
    expect(take(1, '2001:db8:7:8:aaaa:bbbb:cccc:dddd')).toEqual([900]);
    expect(take(1, '2001:db8:7:9::1')).toEqual([null]);
  });

  it('keeps no more than so many addresses', () => {
    take(5, '203.0.113.1');
    for (let index = 0; index < 10_000; index += 1)
      brake.take(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`);
    expect(take(1, '203.0.113.1')).toEqual([null]);
  });
});
