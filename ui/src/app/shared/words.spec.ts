import { describe, expect, it } from 'vitest';
import { itemName } from './item-name.js';
import { durationText, positionText } from './time-text.js';
import { relativeText } from './relative-time/relative-text.js';

describe('words for times', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  it.each([
    ['2026-03-10T11:59:40Z', 'a few seconds ago'],
    ['2026-03-10T11:55:00Z', '5 minutes ago'],
    ['2026-03-10T09:00:00Z', '3 hours ago'],
    ['2026-03-09T09:00:00Z', 'yesterday'],
    ['2026-02-20T12:00:00Z', '2 weeks ago'],
    ['2024-03-01T12:00:00Z', '2 years ago'],
    ['2026-03-10T18:00:00Z', 'in 6 hours'],
  ])('says of %s: %s', (at, text) => {
    expect(relativeText(new Date(at), now)).toBe(text);
  });

  it.each([
    [400, '400 ms'],
    [9_000, '9 s'],
    [125_000, '2 min 5 s'],
    [3_840_000, '1 h 4 min'],
  ])('says how long %i ms are: %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  it.each([
    [60_000, '1:00'],
    [3_723_000, '1:02:03'],
  ])('shows a position of %i ms as %s', (ms, text) => {
    expect(positionText(ms)).toBe(text);
  });
});

describe('names of items', () => {
  const item = { title: 'Harbour Lights', year: 2011, season: 1, episode: 5 };

  it('gives a movie its year and an episode its number', () => {
    expect(itemName({ ...item, type: 'movie' })).toBe('Harbour Lights (2011)');
    expect(itemName({ ...item, type: 'episode' })).toBe('Harbour Lights S01E05');
  });

  it('leaves out what is not known', () => {
    expect(itemName({ ...item, type: 'movie', year: null })).toBe('Harbour Lights');
    expect(itemName({ ...item, type: 'episode', episode: null })).toBe('Harbour Lights');
  });
});
