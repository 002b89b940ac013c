import { describe, expect, it } from 'vitest';
import { dayIn, LocalClock, stamp } from './local-clock.js';

describe('the day of a log file', () => {
  it.each([
    ['UTC', '20250310'],
    ['Asia/Tokyo', '20250311'],
    ['America/Los_Angeles', '20250310'],
  ])('is the one on the wall: %s', (zone, day) => {
    expect(dayIn(zone, new Date('2025-03-10T20:00:00Z'))).toBe(day);
  });
});

describe('the local clock', () => {
  it('follows the setting, within seconds', () => {
    let [zone, now] = ['Asia/Tokyo', 0];
    const clock = new LocalClock({ text: () => zone } as never, () => now);
    expect(clock.zone).toBe('Asia/Tokyo');
    zone = 'Europe/Paris';
    expect(clock.zone).toBe('Asia/Tokyo');
    now = 5_000;
    expect(clock.zone).toBe('Europe/Paris');
  });

  it('shows the time of the machine when nothing is set', () => {
    const clock = new LocalClock({ text: () => '' } as never);
    expect(clock.zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
});

it('shows the time of a log line on that clock', () => {
  expect(stamp(new Date('2025-03-01T00:30:05Z'), 'Europe/Paris')).toBe('01/03 01:30:05');
});
