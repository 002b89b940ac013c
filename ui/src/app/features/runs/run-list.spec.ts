import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { aRun, paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { choose, press, says, until } from '../../../testing/look.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { RunList } from './run-list.js';

describe('the list of runs', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        ...apiProviders(),
        provideRouter([{ path: 'runs', component: RunList }], withComponentInputBinding()),
      ],
    });
    api = new FakeApi();
  });

  it('asks for what the address says, and writes filters into it', async () => {
    await RouterTestingHarness.create('/runs?status=failed&kind=nonsense');
    const { request } = await api.answer('GET', 'runs', { paging: paging(), items: [aRun()] });
    expect(request.params.toString()).toBe('status=failed&page=1&perpage=25&identity=main');
    choose('Kind', 'import');
    await until(() => TestBed.inject(Router).url.includes('kind=import'), 'the new address');
  });

  it('moves with a running run', async () => {
    await RouterTestingHarness.create('/runs');
    await api.answer('GET', 'runs', { paging: paging(), items: [aRun()] });
    await says('10 of 100');
    TestBed.inject(LiveFeed).take(aRun({ progress: { done: 80, total: 100 } }));
    await says('80 of 100');
  });

  it('reads again when a run has begun that it does not show', async () => {
    await RouterTestingHarness.create('/runs');
    await api.answer('GET', 'runs', { paging: paging({ total: 0 }), items: [] });
    await says('Nothing has run yet');
    TestBed.inject(LiveFeed).take(aRun());
    await api.answer('GET', 'runs', { paging: paging(), items: [aRun()] });
    await says('Export to attic');
  });

  it('says that nothing matches, and clears the filters on request', async () => {
    await RouterTestingHarness.create('/runs?kind=backup');
    await api.answer('GET', 'runs', { paging: paging({ total: 0 }), items: [] });
    await says('Nothing matches');
    await press('Clear filters');
    await until(() => TestBed.inject(Router).url === '/runs', 'no filter');
  });
});
