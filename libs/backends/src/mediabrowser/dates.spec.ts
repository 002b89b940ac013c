import { describe, expect, it } from 'vitest';
import { compactDate, isoDate, utcSeconds } from './dates.js';

describe('a date of the server', () => {
  it.each([
    ['2026-09-20T20:14:05.0000000Z', 1_789_935_245],
    ['2026-09-20T20:14:05Z', 1_789_935_245],
    ['2026-09-20T20:14:05.9999999Z', 1_789_935_245],
    ['2026-09-20T22:14:05.0000000+02:00', 1_789_935_245],
    ['2024-02-29T00:00:00Z', 1_709_164_800],
  ])('%s is read as UTC', (value, seconds) => {
    expect(utcSeconds(value)).toBe(seconds);
  });

  it.each([
    ['without a zone', '2026-09-20T20:14:05.0000000'],
    ['without a time', '2026-09-20'],
    ['of compact form', '20260920201405'],
    ['of a day that is not', '2026-02-30T00:00:00Z'],
    ['of a month that is not', '2026-13-01T00:00:00Z'],
    ['of the year one, which stands for never', '0001-01-01T00:00:00.0000000Z'],
    ['that is empty', ''],
    ['that is a number', 1_789_935_245],
    ['that is absent', undefined],
  ])('%s is none', (_, value) => {
    expect(utcSeconds(value)).toBeNull();
  });
});

it('writes dates in UTC whatever the zone of this machine', () => {
  expect(isoDate(1_789_935_245)).toBe('2026-09-20T20:14:05Z');
  expect(compactDate(1_789_935_245)).toBe('20260920201405');
});
