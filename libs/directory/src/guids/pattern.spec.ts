import { describe, expect, it } from 'vitest';
import { checkOf } from './pattern.js';

describe('the pattern of a person', () => {
  it.each([
    ['^r\\d+$', 'r12', 'x12'],
    ['/^R\\d+$/i', 'r12', 'x12'],
    ['/^[a-z]{2}$/D', 'ab', 'abc'],
  ])('%s takes %s and not %s', (pattern, yes, no) => {
    expect(checkOf(pattern)?.(yes)).toBe(true);
    expect(checkOf(pattern)?.(no)).toBe(false);
  });

  it.each(['', '(', '(?=a)b', '(a)\\1', '/a/q', 'a'.repeat(201), 'a{5000}'])('%s is none', (pattern) => {
    expect(checkOf(pattern)).toBeNull();
  });

  it('takes no value that is longer than an id can be', () => {
    expect(checkOf('^a+$')?.('a'.repeat(257))).toBe(false);
  });

  it.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^a*a*a*a*a*a*$', '^(.*a){20}$'])(
    '%s cannot hold anybody up',
    (pattern) => {
      const check = checkOf(pattern);
      const begun = performance.now();
      expect(check?.(`${'a'.repeat(255)}!`)).toBe(false);
      expect(performance.now() - begun).toBeLessThan(1_000);
    },
  );
});
