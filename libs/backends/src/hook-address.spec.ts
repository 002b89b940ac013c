import { describe, expect, it } from 'vitest';
import { isHookOf } from './hook-address.js';

const OURS = 'http://here:8080/v1/api/webhook/b7-secret';

describe('an address that is registered', () => {
  it.each([OURS, 'http://here:8080/v1/api/webhook/b7-old_secret', `${OURS}/`, `${OURS}?x=1`])(
    '%s is ours',
    (url) => {
      expect(isHookOf(url, OURS)).toBe(true);
    },
  );

  it.each([
    'http://here:8080/v1/api/webhook/b8-secret',
    'http://there:8080/v1/api/webhook/b7-secret',
    'http://here:8080/other',
    'nonsense',
    undefined,
    7,
  ])('%s is not', (url) => {
    expect(isHookOf(url, OURS)).toBe(false);
  });
});
