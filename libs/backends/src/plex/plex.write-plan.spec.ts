import { describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import { planWrite } from './plex.write-plan.js';

const MINUTE = 60_000;

const item = (state: Partial<RemoteItem> = {}): RemoteItem => ({
  id: '101',
  type: 'movie',
  title: 'Harbour Lights',
  episodeTitle: null,
  year: 2019,
  season: null,
  episode: null,
  lastEpisode: null,
  guids: {},
  parentGuids: {},
  watched: false,
  positionMs: 0,
  playCount: 0,
  playedAt: null,
  addedAt: null,
  runtimeMs: 100 * MINUTE,
  libraryId: null,
  showId: null,
  path: null,
  ...state,
});

const watched = (minutes = 0) => ({ watched: true, positionMs: minutes * MINUTE });
const unwatched = (minutes = 0) => ({ watched: false, positionMs: minutes * MINUTE });
const stopAt = (minutes: number) => ({
  kind: 'stop-at',
  positionMs: minutes * MINUTE,
  runtimeMs: 100 * MINUTE,
});
const scrobble = { kind: 'scrobble' };
const unscrobble = { kind: 'unscrobble' };

describe('the calls that a write takes', () => {
  it.each([
    { from: unwatched(), to: unwatched(), calls: [] },
    { from: watched(), to: watched(), calls: [] },
    { from: unwatched(20), to: unwatched(20), calls: [] },
    { from: unwatched(), to: watched(), calls: [scrobble] },
    { from: unwatched(20), to: watched(), calls: [scrobble] },
    { from: unwatched(20), to: watched(20), calls: [scrobble, stopAt(20)] },
    { from: watched(), to: unwatched(), calls: [unscrobble] },
    { from: watched(20), to: unwatched(20), calls: [unscrobble, stopAt(20)] },
    { from: watched(), to: watched(30), calls: [stopAt(30)] },
    { from: watched(30), to: watched(), calls: [stopAt(0)] },
    { from: unwatched(), to: unwatched(30), calls: [stopAt(30)] },
    { from: unwatched(30), to: unwatched(40), calls: [stopAt(40)] },
    { from: unwatched(30), to: unwatched(), calls: [unscrobble] },
  ])('from $from to $to', ({ from, to, calls }) => {
    expect(planWrite(item(from), to)).toEqual(calls);
  });

  it('are none for a difference that servers make by rounding', () => {
    expect(planWrite(item(unwatched(20)), { watched: false, positionMs: 20 * MINUTE + 999 })).toEqual([]);
  });

  it('never hold a position so near the end that Plex would take it for a view', () => {
    expect(planWrite(item(), unwatched(90))).toEqual([]);
    expect(planWrite(item(), unwatched(89))).toEqual([stopAt(89)]);
    expect(planWrite(item(watched()), unwatched(95))).toEqual([unscrobble]);
    expect(planWrite(item(), watched(95))).toEqual([scrobble]);
  });

  it('hold no position for an item of unknown length, which Plex would drop', () => {
    expect(planWrite(item({ runtimeMs: null }), unwatched(20))).toEqual([]);
    expect(planWrite(item({ runtimeMs: null }), watched(20))).toEqual([scrobble]);
  });
});
