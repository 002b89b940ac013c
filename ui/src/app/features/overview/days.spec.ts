import { describe, expect, it } from 'vitest';
import { perDay, reachesBack } from './days.js';

const at = (day: number, hour = 12): number => new Date(2026, 2, day, hour).getTime();

describe('the sums of days', () => {
  it('cover every day up to today, empty ones as well, the oldest first', () => {
    const days = perDay(
      [
        { at: at(30, 1), weight: 2 },
        { at: at(30, 23), weight: 1 },
        { at: at(28), weight: 5 },
        { at: at(2), weight: 9 },
      ],
      3,
      at(30, 15),
    );
    expect(days).toEqual([
      { label: 'Mar 28', value: 5 },
      { label: 'Mar 29', value: 0 },
      { label: 'Mar 30', value: 3 },
    ]);
  });

  it('know whether a list of the newest reaches back far enough', () => {
    expect(reachesBack(at(27), 3, at(30))).toBe(true);
    expect(reachesBack(at(28), 3, at(30))).toBe(false);
    expect(reachesBack(undefined, 3, at(30))).toBe(true);
  });
});
