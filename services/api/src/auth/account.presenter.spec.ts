import { describe, expect, it } from 'vitest';
import { toAccount } from './account.presenter.js';

const issuedAt = new Date('2026-03-01T00:00:00Z');
const lasting = (seconds: number) => ({
  username: 'keeper',
  issuedAt,
  expiresAt: new Date(issuedAt.getTime() + seconds * 1_000),
});
const after = (seconds: number): Date => new Date(issuedAt.getTime() + seconds * 1_000);

describe('an account', () => {
  it('says when its login began and ends', () => {
    expect(toAccount(lasting(172_800), issuedAt)).toEqual({
      username: 'keeper',
      created_at: '2026-03-01T00:00:00.000Z',
      expires_at: '2026-03-03T00:00:00.000Z',
      refresh_required: false,
    });
  });

  it.each([
    [172_800, 129_599, false],
    [172_800, 129_600, true],
    [864_000, 777_599, false],
    [864_000, 777_600, true],
    [100, 39, false],
    [100, 40, true],
  ])('with a life of %d s is due for renewal after %d s: %s', (life, passed, isDue) => {
    expect(toAccount(lasting(life), after(passed)).refresh_required).toBe(isDue);
  });
});
