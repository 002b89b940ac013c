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
    expect(toAccount(lasting(172_800), 0, issuedAt)).toEqual({
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
    expect(toAccount(lasting(life), 0, after(passed)).refresh_required).toBe(isDue);
  });
});

it('is due for renewal in the window of the settings where there is one', () => {
  expect(toAccount(lasting(1_000), 300, after(699)).refresh_required).toBe(false);
  expect(toAccount(lasting(1_000), 300, after(700)).refresh_required).toBe(true);
});
