import { describe, expect, it } from 'vitest';
import { tryPattern } from './try-pattern.js';

const draft = { pattern: String.raw`^r\d+$`, example: 'r1', valid: 'r1\n r22 \n', invalid: '1\nrx' };

describe('trying a pattern', () => {
  it('is proved when every value comes out as it should', () => {
    const { trials, isProved, problem } = tryPattern(draft);
    expect(problem).toBe('');
    expect(isProved).toBe(true);
    expect(trials.map(({ value }) => value)).toEqual(['r1', 'r22', '1', 'rx']);
  });

  it('names the value that comes out wrong', () => {
    const { trials, isProved } = tryPattern({ ...draft, invalid: 'r3' });
    expect(isProved).toBe(false);
    expect(trials.filter(({ isRight }) => !isRight)).toEqual([
      { value: 'r3', shouldFit: false, isRight: false },
    ]);
  });

  it('is not proved without values of both kinds', () => {
    expect(tryPattern({ ...draft, invalid: ' ' }).isProved).toBe(false);
    expect(tryPattern({ ...draft, valid: '' }).isProved).toBe(false);
  });

  it('takes flags as in /…/i', () => {
    expect(tryPattern({ ...draft, pattern: String.raw`/^R\d+$/i` }).isProved).toBe(true);
  });

  it.each([
    ['', 'Enter a pattern.'],
    ['(', 'This is not a regular expression.'],
    ['(?=a)b', 'Look-around and back references are not possible.'],
    [String.raw`(a)\1`, 'Look-around and back references are not possible.'],
  ])('says what is wrong with %j', (pattern, problem) => {
    expect(tryPattern({ ...draft, pattern }).problem).toBe(problem);
  });
});
