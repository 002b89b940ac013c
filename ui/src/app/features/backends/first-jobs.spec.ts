import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aRun } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { press, says, until, words } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { JobChain } from '../../core/runs/job-chain.js';
import { FirstJobs } from './first-jobs.js';

describe('what the wizard was asked to do at once', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(FirstJobs);
  });

  const begin = (): void =>
    void TestBed.inject(JobChain).run([
      { kind: 'backup', backend: 'attic' },
      { kind: 'import', backend: 'attic' },
    ]);

  it('stands there job after job, each with its run', async () => {
    begin();
    await says('Backup of attic Comes next');
    await api.answer('POST', 'backend/attic/backup', { run_id: '1' });
    await says('Backup of attic Running Import from attic Comes next');
    expect(document.querySelector('a[href="/runs/1"]')).not.toBeNull();
    await api.answer('GET', 'runs/1', aRun({ id: '1', status: 'succeeded' }));
    await api.answer('POST', 'backend/attic/import', { run_id: '2' });
    await says('Backup of attic Succeeded Import from attic Running');
    await api.answer('GET', 'runs/2', aRun({ id: '2', status: 'succeeded' }));
    await press('Put away');
    await until(() => !words(document.body).includes('Being set up'));
  });

  it('shows what was left out because the job before it failed', async () => {
    begin();
    await api.answer('POST', 'backend/attic/backup', { run_id: '1' });
    await api.answer('GET', 'runs/1', aRun({ id: '1', status: 'failed' }));
    await says('Backup of attic Failed Import from attic Left out');
    expect(api.hasNot('POST', 'backend/attic/import')).toBe(true);
  });

  it('has the browser ask before a tab with unfinished jobs is closed', async () => {
    begin();
    await says('Comes next');
    const closing = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(closing);
    expect(closing.defaultPrevented).toBe(true);
  });
});
