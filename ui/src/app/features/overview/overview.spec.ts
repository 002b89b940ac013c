import type { TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend, aRun, paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, says, words } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { Overview } from './overview.js';

/** The one of the requests to the history that asks for the plays. */
async function plays(api: FakeApi): Promise<TestRequest> {
  for (;;) {
    const asked = await api.next('GET', 'history');
    if (asked.request.params.get('view') === 'updated') return asked;
  }
}

describe('the overview', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(Overview);
  });

  it('leads a new person to the first backend', async () => {
    await api.answer('GET', 'backends', []);
    await says('Welcome to WatchState');
    expect(control('Add a backend').getAttribute('href')).toBe('/backends/add');
  });

  it('names first what waits for a person, then what is broken', async () => {
    const waiting = aRun({ status: 'awaiting_approval', counts: { ...aRun().counts, unplayed: 30 } });
    const health = { status: 'failing', message: 'No answer.', checked_at: null } as const;
    const { request } = await api.answer('GET', 'runs', { paging: paging(), items: [waiting] });
    expect(request.params.get('status')).toBe('awaiting_approval');
    await api.answer('GET', 'backends', [aBackend({ health })]);
    await says('Needs attention');
    const concerns = [...document.querySelectorAll('.concerns li')].map(words);
    expect(concerns).toEqual([
      'Waiting for approval Export to attic 30 items would become unwatched.',
      'Failing den_plex No answer.',
    ]);
  });

  it('says so when nothing needs attention', async () => {
    await api.answer('GET', 'backends', [aBackend()]);
    await says('Nothing needs your attention.');
  });

  it('ticks the first steps that are done', async () => {
    await api.answer('GET', 'backends', [
      aBackend({ import: { enabled: true, last_sync: '2026-01-02T03:04:05Z' } }),
    ]);
    await says('First steps');
    const done = [...document.querySelectorAll('.steps .done')].map(words);
    expect(done).toEqual(['Done: Add the server whose play states are right', 'Done: Import from it']);
  });

  it('tells how each server is, and what keeps them apart', async () => {
    const health = { status: 'ok', message: null, checked_at: null } as const;
    await api.answer('GET', 'backends', [aBackend({ health }), aBackend({ name: 'attic', health })]);
    await says('Out of step Conflicts to decide Loading…');
    await api.answer('GET', 'history/conflicts', { paging: paging({ total: 2 }), items: [] });
    await api.answer('GET', 'exports/failed', { paging: paging({ total: 31 }), items: [] });
    await api.refuse('GET', 'system/parity', { status: 503, message: 'The store is being repaired.' });
    await says('den_plex Read: never · written: never Healthy');
    await says('Conflicts to decide 2 Failed writes 31 Items that not every backend has –');
    await says('The counts could not be loaded. The store is being repaired. Try again');
  });

  it('compares nothing with a single backend', async () => {
    await api.answer('GET', 'backends', [aBackend()]);
    await says('Failed writes');
    expect(api.hasNot('GET', 'system/parity')).toBe(true);
  });

  it('says why there are no numbers, once for all four, and tries all again', async () => {
    await api.answer('GET', 'backends', [aBackend()]);
    await says('Loading… Items Loading… Watched');
    for (let at = 0; at < 6; at += 1)
      await api.refuse('GET', 'history', { status: 503, message: 'The store is being repaired.' });
    await says('History in numbers could not be loaded. The store is being repaired. Try again – Items');
    expect(document.querySelectorAll('app-history-counts [role="alert"]')).toHaveLength(1);
  });

  it('draws plays by day with a table beside, and says when the list was too short', async () => {
    const now = Math.floor(Date.now() / 1_000);
    await api.answer('GET', 'backends', [aBackend()]);
    const asked = await plays(api);
    asked.flush({ paging: paging(), history: Array.from({ length: 500 }, () => ({ id: 1, updated: now })) });
    await says('Counted from the newest 500 plays');
    const chart = document.querySelector('svg[role="img"]');
    expect(chart?.getAttribute('aria-label')).toContain('Plays per day: 500 in 30 days, most on');
    expect(chart?.querySelectorAll('rect')).toHaveLength(30);
    const rows = [...document.querySelectorAll('app-bar-chart tbody tr')].map(words);
    expect(rows[0]).toMatch(/ 500$/);
    expect(rows).toHaveLength(30);
  });

  it('says why it could not be loaded', async () => {
    await api.refuse('GET', 'backends', { status: 500, message: 'The database is busy.' });
    await says('The overview could not be loaded. The database is busy.');
  });
});
