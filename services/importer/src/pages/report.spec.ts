import { describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { anEpisode, aMovie } from '../testing/items.js';
import { toReports, type ReportPolicy } from './report.js';

const policy: ReportPolicy = { asSource: true, minimumPositionMs: 60_000, longestEpisodeRange: 5 };
const fingerprint = (item: RemoteItem, changes: Partial<ReportPolicy> = {}) =>
  toReports([item], { ...policy, ...changes })[0]?.fingerprint;

describe('toReports', () => {
  it('gives one report of an ordinary item', () => {
    expect(toReports([aMovie()], policy)).toMatchObject([
      { remoteId: '101', part: 0, item: { title: 'The Lantern' } },
    ]);
  });

  it('77. gives a report for each episode of a file, numbered by part', () => {
    const reports = toReports([anEpisode({ episode: 1, lastEpisode: 2 })], policy);
    expect(reports.map(({ remoteId, part, item }) => [remoteId, part, item.episode])).toEqual([
      ['201', 0, 1],
      ['201', 1, 2],
    ]);
  });

  it('79. keeps a range over the limit together', () => {
    expect(toReports([anEpisode({ episode: 1, lastEpisode: 8 })], policy)).toHaveLength(1);
  });

  it('5, 7. leaves out what cannot be matched', () => {
    expect(toReports([aMovie({ guids: {} }), anEpisode({ episode: 0 })], policy)).toEqual([]);
  });

  it('4. takes a position under the minimum for none', () => {
    const positions = toReports([aMovie({ positionMs: 60_000 }), aMovie({ positionMs: 60_001 })], policy);
    expect(positions.map(({ item }) => item.positionMs)).toEqual([0, 60_001]);
  });

  it('115. takes the minimum that is set', () => {
    const told = [aMovie({ positionMs: 90_000 }), aMovie({ positionMs: 130_000 })];
    const reports = toReports(told, { ...policy, minimumPositionMs: 120_000 });
    expect(reports.map(({ item }) => item.positionMs)).toEqual([0, 130_000]);
  });

  it('gives equal fingerprints to equal reports, whatever noise the position has', () => {
    expect(fingerprint(aMovie())).toBe(fingerprint(aMovie()));
    expect(fingerprint(aMovie({ positionMs: 1 }))).toBe(fingerprint(aMovie()));
  });

  it.each<[string, Partial<RemoteItem>]>([
    ['the flag', { watched: true }],
    ['the position', { positionMs: 90_000 }],
    ['the date of viewing', { playedAt: 5 }],
    ['the play count', { playCount: 5 }],
    ['the date of adding', { addedAt: 5 }],
    ['the path', { path: '/films/other.mkv' }],
    ['an id', { guids: { imdb: 'tt9000001' } }],
    ['the title', { title: 'The Lantern, Restored' }],
  ])('gives another fingerprint when %s changes', (_, change) => {
    expect(fingerprint(aMovie(change))).not.toBe(fingerprint(aMovie()));
  });

  it('178. gives another fingerprint once the backend becomes a source, so that it is heard', () => {
    expect(fingerprint(aMovie(), { asSource: false })).not.toBe(fingerprint(aMovie()));
  });
});
