import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { anItem } from '../../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../../testing/fake-api.js';
import { press, says, words } from '../../../../testing/look.js';
import { show } from '../../../../testing/show.js';
import type { BackendScan, ScannedTitle } from '../../../core/api/schema.gen.js';
import { BackendQuality } from './backend-quality.js';

const aScan = (part: Partial<BackendScan> = {}): BackendScan => ({
  kind: 'unmatched',
  library: null,
  running_since: null,
  failure: null,
  completed_at: null,
  found: null,
  titles: [],
  stale: null,
  ...part,
});
const FERRY: ScannedTitle = {
  id: '7',
  title: 'Night Ferry',
  type: 'movie',
  year: 2021,
  library: 'Films',
  path: '/films/nf.mkv',
  webUrl: 'http://attic/7',
};
const done = (part: Partial<BackendScan>) =>
  aScan({ completed_at: '2026-01-02T03:04:05Z', found: 1, titles: [FERRY], ...part });

describe('the scans of a backend', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [...apiProviders(), provideRouter([{ path: '**', children: [] }])],
    });
    api = new FakeApi();
  });

  it('shows what the last one found, and when, without scanning again', async () => {
    const hide = show(BackendQuality, { name: 'attic' });
    await api.answer('GET', 'backend/attic/scans/unmatched', done({}));
    await says('1 found Scanned');
    await says('Night Ferry 2021');
    expect(api.hasNot('POST', 'backend/attic/scans/unmatched')).toBe(true);
    hide();
  });

  it('begins one in the background, and looks again until it is done', async () => {
    const hide = show(BackendQuality, { name: 'attic', library: '3' });
    const asked = await api.answer('GET', 'backend/attic/scans/unmatched', aScan());
    expect(asked.request.params.get('library')).toBe('3');
    await press('Scan now');
    const { request } = await api.answer('POST', 'backend/attic/scans/unmatched', aScan());
    expect(request.body).toEqual({ library: '3' });
    await api.answer(
      'GET',
      'backend/attic/scans/unmatched',
      aScan({ running_since: '2026-01-02T03:04:05Z' }),
    );
    await says('It goes on without this page.');
    const hasLooked = () => expect(api.hasNot('GET', 'backend/attic/scans/unmatched')).toBe(false);
    await vi.waitFor(hasLooked, { timeout: 10_000 });
    await api.answer('GET', 'backend/attic/scans/unmatched', done({}));
    await says('Scan again');
    hide();
  });

  it('says why the last one came to nothing, beside what the one before it found', async () => {
    const hide = show(BackendQuality, { name: 'attic' });
    const failure = 'The server did not answer in time.';
    await api.answer('GET', 'backend/attic/scans/unmatched', done({ failure }));
    await says(`The last scan came to nothing. ${failure}`);
    expect(words(document.body)).toContain('Night Ferry');
    hide();
  });

  it('asks for a library before it looks for stale references, and scans anew when some were removed', async () => {
    const nothing = show(BackendQuality, { name: 'attic', kind: 'stale' });
    await says('Choose the library to look through.');
    expect(api.hasNot('GET', 'backend/attic/scans/stale')).toBe(true);
    nothing();
    const hide = show(BackendQuality, { name: 'attic', kind: 'stale', library: '3' });
    const report = {
      backend: { name: 'attic', library: { id: '3', title: 'Films' } },
      counts: { remote: 10, local: 11, stale: 1 },
      items: [anItem()],
    };
    await api.answer('GET', 'backend/attic/scans/stale', done({ kind: 'stale', titles: [], stale: report }));
    await says('10 on the server, 11 known here, 1 stale');
    document.querySelector<HTMLInputElement>('tbody input[type=checkbox]')?.click();
    await press('Remove 1 selected…');
    await press('Remove references');
    const { request } = await api.answer('DELETE', 'backend/attic/stale/3', {
      ...{ removed: 1, deleted_records: 0, kept: [] },
    });
    expect(request.body).toEqual({ ids: [9] });
    await api.next('POST', 'backend/attic/scans/stale');
    hide();
  });
});
