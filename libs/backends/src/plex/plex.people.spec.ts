import { describe, expect, it } from 'vitest';
import { readLocalAccount } from './plex.people.js';

describe('a local account', () => {
  it.each([
    [
      { id: 1, name: 'alex' },
      { id: '1', name: 'alex', admin: true },
    ],
    [
      { id: 14_800_002, name: 'sam' },
      { id: '14800002', name: 'sam', admin: false },
    ],
    [{ id: 0, name: '' }, null],
    [{ id: 7, name: '' }, null],
  ])('%j is %j', (account, expected) => {
    expect(readLocalAccount(account)).toEqual(expected);
  });
});
