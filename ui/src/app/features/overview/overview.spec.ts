import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend, aRun, paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, says, words } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { Overview } from './overview.js';

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

  it('says why it could not be loaded', async () => {
    await api.refuse('GET', 'backends', { status: 500, message: 'The database is busy.' });
    await says('The overview could not be loaded. The database is busy.');
  });
});
