import { describe, expect, it } from 'vitest';
import { disagreements, live, round, tell, type Act } from './testing/history.js';
import { NOW } from './testing/build.js';
import { NAMES, SyncModel, type Household, type Name } from './testing/sync-model.js';
import { stateOf } from './truth.js';

/** What happened where, how many seconds after the step before, and at which position. */
type Event = readonly [act: Act, at: Name, gap: number, positionMs?: number];

interface Story {
  readonly name: string;
  readonly events: readonly Event[];
  readonly household?: Household;
  readonly ends: { readonly watched: boolean; readonly positionMs?: number };
}

/** Histories that once went wrong, each shrunk by the search of the properties. */
const stories: readonly Story[] = [
  {
    name: '42. a write that the server did not take is noticed and written again',
    events: [
      ['watch', 'plex', 16],
      ['ring', 'plex', 16],
      ['import', 'jellyfin', 1],
      ['lost export', 'jellyfin', 16],
    ],
    ends: { watched: true },
  },
  {
    name: 'an unmark that we wrote and were killed before noting is no wish of anybody',
    events: [
      ['watch', 'plex', 1],
      ['import', 'plex', 1],
      ['unmark', 'plex', 1],
      ['watch', 'emby', 16],
      ['import', 'plex', 16],
      ['watch', 'plex', 1],
      ['import', 'emby', 16],
      ['export killed after the call', 'emby', 16],
    ],
    ends: { watched: true },
  },
  {
    name: 'an unmark of ours followed by a mark that was not taken is no wish of anybody',
    events: [
      ['watch', 'jellyfin', 1],
      ['mark in our UI', 'plex', 1],
      ['unmark in our UI', 'plex', 1],
      ['import', 'jellyfin', 16],
      ['export', 'jellyfin', 1],
      ['mark in our UI', 'plex', 1],
      ['lost export', 'jellyfin', 1],
    ],
    ends: { watched: true },
  },
  {
    name: 'a page that was read before our write does not hide a later change',
    events: [
      ['import', 'jellyfin', 1],
      ['begin import', 'jellyfin', 1],
      ['watch', 'emby', 1],
      ['half import', 'emby', 1],
      ['export', 'jellyfin', 1],
      ['apply page', 'jellyfin', 1],
      ['unmark', 'jellyfin', 16],
    ],
    ends: { watched: true },
  },
  {
    name: 'a page that was read between two of our writes brings nothing back',
    events: [
      ['watch', 'plex', 1],
      ['import all', 'plex', 1],
      ['export', 'jellyfin', 16],
      ['unmark in our UI', 'plex', 120],
      ['begin import', 'jellyfin', 1],
      ['export', 'jellyfin', 16],
      ['apply page', 'jellyfin', 1],
    ],
    ends: { watched: false },
  },
  {
    name: '135. a page that was read before a webhook takes back nothing',
    events: [
      ['watch', 'plex', 1],
      ['import all', 'plex', 1],
      ['unmark', 'plex', 60],
      ['begin import', 'plex', 1],
      ['watch', 'plex', 60],
      ['ring', 'plex', 1],
      ['apply page', 'plex', 5],
      ['finish import', 'plex', 5],
    ],
    ends: { watched: true },
  },
  {
    name: 'an unmark that may not be believed yet is found again by the next complete import (M-21c)',
    events: [
      ['watch', 'plex', 1],
      ['import all', 'plex', 1],
      ['unmark', 'plex', 60],
      ['ring over budget', 'plex', 1],
    ],
    ends: { watched: false },
  },
  {
    name: '44. a half-read import leaves an unmark to the next complete one',
    events: [
      ['watch', 'plex', 1],
      ['import all', 'plex', 1],
      ['unmark', 'plex', 60],
      ['half import', 'plex', 1],
    ],
    ends: { watched: false },
  },
  {
    name: "a target's stamp of our own write does not hold up the next position",
    events: [
      ['pause', 'emby', 1, 120_000],
      ['import all', 'plex', 1],
      ['pause', 'emby', 16, 600_000],
      ['export all', 'plex', 26],
    ],
    household: { target: 'plex' },
    ends: { watched: false, positionMs: 600_000 },
  },
  {
    name: "a server's stamp stays known over a write that was not taken",
    events: [
      ['pause', 'jellyfin', 1, 600_000],
      ['import', 'plex', 1],
      ['import', 'emby', 1],
      ['ring', 'jellyfin', 1],
      ['pause', 'emby', 1, 120_000],
      ['export killed after the call', 'plex', 31],
      ['ring', 'plex', 16],
      ['ring', 'emby', 16],
      ['lost export', 'plex', 16],
    ],
    ends: { watched: false, positionMs: 120_000 },
  },
  {
    name: 'a replaced file does not clear the position of its item',
    events: [
      ['pause', 'plex', 1, 600_000],
      ['import all', 'plex', 1],
      ['replace', 'plex', 60],
    ],
    ends: { watched: false, positionMs: 600_000 },
  },
  {
    name: 'a viewing of the file that replaced another one counts by its date',
    events: [
      ['watch', 'plex', 1],
      ['import', 'plex', 1],
      ['replace', 'plex', 16],
      ['unmark in our UI', 'plex', 16],
      ['watch', 'plex', 120],
    ],
    ends: { watched: true },
  },
  {
    name: 'a viewing that we have not heard of is not overwritten by an unmark that came before it elsewhere',
    events: [
      ['import all', 'plex', 1],
      ['watch', 'jellyfin', 1],
      ['watch', 'plex', 1],
      ['import', 'plex', 1],
      ['export all', 'plex', 1],
      ['unmark', 'plex', 1],
      ['unmark', 'jellyfin', 16],
      ['watch', 'plex', 120],
      ['import', 'jellyfin', 16],
      ['export', 'plex', 1],
    ],
    ends: { watched: true },
  },
  {
    name: 'a viewing stays one after an export that found it there',
    events: [
      ['watch', 'emby', 1],
      ['ring', 'emby', 1],
      ['import', 'plex', 16],
      ['export killed after the call', 'plex', 1],
      ['unmark', 'emby', 1],
      ['watch', 'plex', 120],
      ['import', 'plex', 16],
      ['export', 'plex', 16],
    ],
    ends: { watched: true },
  },
  {
    name: 'a playback resumed at a position that lost before says it again',
    events: [
      ['pause', 'jellyfin', 16, 120_000],
      ['watch', 'emby', 1],
      ['import', 'emby', 16],
      ['unmark', 'emby', 1],
      ['import', 'jellyfin', 1],
      ['import', 'emby', 1],
      ['start', 'jellyfin', 60],
    ],
    ends: { watched: false, positionMs: 120_000 },
  },
  {
    name: 'starting a watched item again on a server that forgets the mark then keeps it watched (contract 5.9)',
    events: [
      ['watch', 'jellyfin', 1],
      ['import all', 'plex', 1],
      ['export all', 'plex', 1],
      ['pause', 'jellyfin', 600, 600_000],
    ],
    ends: { watched: true },
  },
];

describe('stories that once went wrong', () => {
  it.each(stories)('$name', ({ events, household, ends }) => {
    const model = new SyncModel(NOW, household);
    live(
      model,
      events.map(([act, at, gap, positionMs = 0]) => ({ act, at, gap, positionMs })),
    );
    for (const name of NAMES) model.finishImport(name, false);
    model.now += 600;
    round(model);
    round(model);
    expect(stateOf(model.truth), tell(model)).toEqual({ positionMs: 0, ...ends });
    expect(disagreements(model), tell(model)).toEqual([]);
    const before = model.writes;
    round(model);
    expect(model.writes).toBe(before);
  });
});
