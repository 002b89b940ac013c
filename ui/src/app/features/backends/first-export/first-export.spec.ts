import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend, aRun } from '../../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../../testing/fake-api.js';
import { isOn, press, says, slider, until, words } from '../../../../testing/look.js';
import { show } from '../../../../testing/show.js';
import { BackendList } from '../backend-list.js';

describe('the first time that a server may be written to', () => {
  let api: FakeApi;
  const on = aBackend({ export: { enabled: true, last_sync: null } });
  const previewed = (counts: Partial<ReturnType<typeof aRun>['counts']>) =>
    aRun({
      id: '50',
      dry_run: true,
      status: 'succeeded',
      backend: 'den_plex',
      counts: { ...aRun().counts, played: 0, unplayed: 0, progress: 0, ...counts },
    });

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [...apiProviders(), provideRouter([{ path: '**', children: [] }])],
    });
    api = new FakeApi();
    const leave = show(BackendList);
    await api.answer('GET', 'backends', [aBackend()]);
    await press('Export to den_plex', slider);
    await api.answer('PATCH', 'backend/den_plex', on);
    return leave;
  });

  async function rehearsed(counts: Parameters<typeof previewed>[0]): Promise<void> {
    const { request } = await api.answer('POST', 'backend/den_plex/export', { run_id: '50' });
    expect(request.body).toEqual({ dry_run: true });
    await api.answer('GET', 'runs/50', previewed(counts));
  }

  it('says how much would be written and unwatched, and writes it when a person says so', async () => {
    await says('First export to den_plex');
    await rehearsed({ played: 30, unplayed: 2, progress: 8 });
    await says('40 items would be written. 2 items would become unwatched on den_plex.');
    await says('30 items would become watched.');
    await press('Export now');
    const { request } = await api.answer('POST', 'backend/den_plex/export', { run_id: '51' });
    expect(request.body).toEqual({});
  });

  it('switches export off again without having written anything', async () => {
    await rehearsed({ unplayed: 900 });
    await press('Switch export off');
    const { request } = await api.answer('PATCH', 'backend/den_plex', aBackend());
    expect(request.body).toEqual([{ key: 'export.enabled', value: false }]);
    await until(() => !isOn(slider('Export to den_plex')), 'export off');
    expect(api.hasNot('POST', 'backend/den_plex/export')).toBe(true);
  });

  it('says so when the server shows everything already, and offers no export', async () => {
    await rehearsed({});
    await says('den_plex shows everything as it is here already.');
    expect([...document.querySelectorAll('mat-dialog-actions button')].map(words)).toEqual([
      'Switch export off',
      'Leave it on',
    ]);
    await press('Leave it on');
    expect(isOn(slider('Export to den_plex'))).toBe(true);
  });

  it('says why there is no preview, and tries again', async () => {
    await api.refuse('POST', 'backend/den_plex/export', {
      status: 502,
      message: 'The server does not answer.',
    });
    await says('The preview could not be loaded. The server does not answer.');
    await press('Try again');
    await rehearsed({ played: 1 });
    await says('1 item would be written.');
  });
});
