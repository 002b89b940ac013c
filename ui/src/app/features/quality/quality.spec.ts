import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend, anItem, paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, labelled, press, says, type, until } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { MediaHealthPage } from './media-health.js';
import { ParityList } from './parity-list.js';

let api: FakeApi;

beforeEach(() => {
  TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
  api = new FakeApi();
});

describe('the data parity', () => {
  const records = {
    paging: { ...paging({ total: 1_234 }), params: { min: 3 } },
    items: [anItem({ reported_by: ['den_plex'], not_reported_by: ['attic', 'porch'] })],
  };
  const backends = ['den_plex', 'attic', 'porch'].map((name) => aBackend({ name }));

  it('asks for all backends at first, and says who has a record and who has not', async () => {
    const hide = show(ParityList);
    await api.answer('GET', 'backends', backends);
    const asked = await api.answer('GET', 'system/parity', records);
    expect(asked.request.params.get('min')).toBe('3');
    await says('attic , porch');
    hide();
  });

  it('forgets all of them only after the word is typed', async () => {
    const hide = show(ParityList, { min: '2' });
    await api.answer('GET', 'backends', backends);
    const asked = await api.answer('GET', 'system/parity', {
      ...records,
      paging: { ...records.paging, params: { min: 2 } },
    });
    expect(asked.request.params.get('min')).toBe('2');
    await press('Forget all of these…');
    await says('Forget 1,234 records?');
    await press('Forget all');
    expect(api.hasNot('DELETE', 'system/parity')).toBe(true);
    type('Type forget to confirm', 'forget');
    await until(() => !control('Forget all').hasAttribute('disabled'));
    await press('Forget all');
    const wish = await api.answer('DELETE', 'system/parity', { deleted_records: 1_234 });
    expect(wish.request.body).toEqual({ min: 2 });
    await says('1,234 records were forgotten.');
    hide();
  });

  it('says that one backend cannot be compared', async () => {
    const hide = show(ParityList);
    await api.answer('GET', 'backends', backends.slice(0, 1));
    await says('There is nothing to compare');
    expect(api.hasNot('GET', 'system/parity')).toBe(true);
    hide();
  });
});

describe('the media health', () => {
  const report = {
    id: 5,
    status: 'completed',
    generated_at: '2026-01-02T03:04:05Z',
    completed_at: '2026-01-02T03:04:09Z',
    backend_count: 3,
    summary: { total: 10, actionable_count: 1, statuses: { healthy: 9, guid_conflict: 1 } },
  };

  it('offers an audit when there was none', async () => {
    const hide = show(MediaHealthPage);
    await api.answer('GET', 'state/media-health', { report: null, running: false, stale: false });
    expect(api.hasNot('GET', 'state/media-health/items')).toBe(true);
    await press('Audit the records');
    await api.answer('POST', 'state/media-health/run', { report: null, running: true, stale: false });
    await says('The audit has begun; it goes on in the background.');
    hide();
  });

  it('is handed out as a file', async () => {
    const hide = show(MediaHealthPage);
    await api.answer('GET', 'state/media-health', { report, running: false, stale: false });
    await press('Download…');
    await press('CSV, for a spreadsheet');
    const file = await api.next('GET', 'state/media-health/export/csv');
    file.flush(null, { status: 503, statusText: 'Refused' });
    await says('The audit could not be downloaded.');
    hide();
  });

  it('lists findings with their reason and what to do, and forgets chosen records', async () => {
    const hide = show(MediaHealthPage, { status: 'guid_conflict' });
    await api.answer('GET', 'state/media-health', { report, running: false, stale: true });
    await says('Records have changed since this audit.');
    const { id, title, type: kind, year, season, episode } = anItem();
    const asked = await api.answer('GET', 'state/media-health/items', {
      report,
      paging: paging(),
      items: [
        {
          state_id: id,
          title,
          type: kind,
          year,
          season,
          episode,
          status: 'guid_conflict',
          severity: 100,
          confidence: 0,
          reasons: ['imdb: tt1, tt2'],
          backends: ['den_plex'],
          expected_backend_count: 3,
        },
      ],
    });
    expect(asked.request.params.get('status')).toBe('guid_conflict');
    await says('imdb: tt1, tt2');
    await says('correct the match there');
    document.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    await press('Forget them…');
    await says('Forget this record?');
    await press('Forget');
    const wish = await api.answer('POST', 'history/bulk', { changed: 1, skipped: 0, failed: [] });
    expect(wish.request.body).toEqual({ ids: [id], action: 'delete', confirm: true });
    await says('One record was forgotten.');
    expect(labelled('Finding').value).toBe('guid_conflict');
    hide();
  });
});
