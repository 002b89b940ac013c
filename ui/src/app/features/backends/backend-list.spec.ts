import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend, aRun } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, isOn, press, says, slider, until, words } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { BackendList } from './backend-list.js';

describe('the list of backends', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(BackendList);
  });

  it('says that it is loading', async () => {
    await says('Loading backends…');
  });

  it('says why it could not be loaded, and tries again', async () => {
    await api.refuse('GET', 'backends', { status: 500, message: 'The database is busy.' });
    await says('The database is busy.');
    await press('Try again');
    await api.answer('GET', 'backends', [aBackend()]);
    await says('den_plex');
    expect(words(document.body)).not.toContain('The database is busy.');
  });

  it('leads to adding one while there is none', async () => {
    await api.answer('GET', 'backends', []);
    await says('No backends yet');
    expect(control('Add a backend').getAttribute('href')).toBe('/backends/add');
  });

  it('shows address, user, health and what is read and written', async () => {
    const health = { status: 'failing', message: 'The token was refused.', checked_at: null } as const;
    const options = { IMPORT_METADATA_ONLY: true };
    const off = { enabled: false, last_sync: null };
    await api.answer('GET', 'backends', [aBackend({ import: off, options, health })]);
    await says('http://den:32400');
    const page = words(document.body);
    for (const part of [
      'Plex · Ada',
      'Failing',
      'The token was refused.',
      'Reads metadata only',
      'Writes nothing',
    ]) {
      expect(page).toContain(part);
    }
  });

  const written = '2026-01-02T03:04:05Z';

  it('moves a slider at once, and saves it', async () => {
    await api.answer('GET', 'backends', [aBackend({ export: { enabled: false, last_sync: written } })]);
    await press('Export to den_plex', slider);
    await until(() => isOn(slider('Export to den_plex')), 'export on');
    const saved = aBackend({ export: { enabled: true, last_sync: written } });
    const { request } = await api.answer('PATCH', 'backend/den_plex', saved);
    expect(request.body).toEqual([{ key: 'export.enabled', value: true }]);
    await says('Export to den_plex is now on.');
  });

  it('has play states read when the import of a metadata-only backend is turned on', async () => {
    const off = { enabled: false, last_sync: null };
    await api.answer('GET', 'backends', [aBackend({ import: off, options: { IMPORT_METADATA_ONLY: true } })]);
    await press('Import from den_plex', slider);
    const { request } = await api.answer('PATCH', 'backend/den_plex', aBackend());
    expect(request.body).toEqual([
      { key: 'import.enabled', value: true },
      { key: 'options.IMPORT_METADATA_ONLY', value: false },
    ]);
    await says('Reads play states');
  });

  it('moves a slider back when the server refuses, and says why', async () => {
    await api.answer('GET', 'backends', [aBackend()]);
    await press('Import from den_plex', slider);
    await until(() => !isOn(slider('Import from den_plex')), 'import off');
    await api.refuse('PATCH', 'backend/den_plex', { status: 503, message: 'Not now.' });
    await says('Import from den_plex is still on. Not now.');
    expect(isOn(slider('Import from den_plex'))).toBe(true);
  });

  it('takes a switch back on request', async () => {
    const off = { enabled: false, last_sync: written };
    await api.answer('GET', 'backends', [aBackend({ export: off })]);
    await press('Export to den_plex', slider);
    await api.answer('PATCH', 'backend/den_plex', aBackend({ export: { ...off, enabled: true } }));
    await says('Undo');
    await press('Undo');
    const { request } = await api.answer('PATCH', 'backend/den_plex', aBackend({ export: off }));
    expect(request.body).toEqual([{ key: 'export.enabled', value: false }]);
    await until(() => !isOn(slider('Export to den_plex')), 'export off again');
  });

  it('does not start an export to a backend that is not exported to', async () => {
    await api.answer('GET', 'backends', [aBackend()]);
    await says('den_plex');
    expect(control('Export now to den_plex').hasAttribute('disabled')).toBe(true);
  });

  it('leads to the run that is in the way of a second one', async () => {
    await api.answer('GET', 'backends', [aBackend()]);
    await press('Import now from den_plex');
    await api.refuse('POST', 'backend/den_plex/import', { status: 409, runId: '77' });
    await says('den_plex is busy with another run.');
    expect(control('Show run')).toBeTruthy();
  });

  it('shows a running import on its card, and reads the list again when it ends', async () => {
    await api.answer('GET', 'backends', [aBackend()]);
    const run = aRun({ kind: 'import', backend: 'den_plex' });
    TestBed.inject(LiveFeed).take(run);
    await says('Import from den_plex · Running');
    expect(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toBe('10');
    TestBed.inject(LiveFeed).take({ ...run, status: 'succeeded' });
    const imported = { enabled: true, last_sync: new Date().toISOString() };
    await api.answer('GET', 'backends', [aBackend({ import: imported })]);
    await says('Last import: a few seconds ago');
  });
});
