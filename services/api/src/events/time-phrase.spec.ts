import { expect, it } from 'vitest';
import { momentOf } from './time-phrase.js';

const NOW = new Date('2025-03-10T12:00:00Z');

it.each([
  ['2 hours ago', '2025-03-10T10:00:00.000Z'],
  ['1 day ago', '2025-03-09T12:00:00.000Z'],
  ['-3 days', '2025-03-07T12:00:00.000Z'],
  ['90 minutes ago', '2025-03-10T10:30:00.000Z'],
  ['yesterday', '2025-03-09T00:00:00.000Z'],
  ['today', '2025-03-10T00:00:00.000Z'],
  ['now', '2025-03-10T12:00:00.000Z'],
  ['2025-03-01', '2025-03-01T00:00:00.000Z'],
  ['2025-03-01T10:00:00Z', '2025-03-01T10:00:00.000Z'],
  ['1741600000', '2025-03-10T09:46:40.000Z'],
])('"%s" is a moment', (phrase, moment) => {
  expect(momentOf(phrase, NOW)?.toISOString()).toBe(moment);
});

it.each(['soon', '2 moons ago', '', '2025-13-01', 'ago', '12'])('"%s" is none', (phrase) => {
  expect(momentOf(phrase, NOW)).toBeNull();
});
