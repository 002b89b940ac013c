import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { anItem, aRun, paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { FakeStream } from '../../../testing/fake-stream.js';
import { press, says, until, words } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { RunDetails } from './run-details.js';

const CHANGE = {
  id: '1',
  item: anItem(),
  backend: 'attic',
  before: { watched: false, position_ms: 60_000 },
  after: { watched: true, position_ms: null },
  rule: 'newer-wish',
  status: 'planned',
  reason: null,
  at: '2026-01-02T03:04:05Z',
};

describe('one run', () => {
  let api: FakeApi;
  const has = (name: string): boolean =>
    [...document.querySelectorAll('button')].some((button) => words(button) === name);

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [...apiProviders(), provideRouter([{ path: '**', children: [] }])],
    });
    api = new FakeApi();
    const live = TestBed.inject(LiveFeed);
    live.start();
    const remove = show(RunDetails, { id: '41' });
    return () => {
      remove();
      live.stop();
    };
  });

  it('moves with the stream, and shows the changes when it has ended', async () => {
    await api.answer('GET', 'runs/41', aRun());
    await api.answer('GET', 'runs/41/changes', { paging: paging({ total: 0 }), items: [] });
    await says('10 of 100 items');
    FakeStream.last?.send('run', aRun({ progress: { done: 75, total: 100 } }));
    await says('75 of 100 items');
    expect(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toBe('75');
    const finished_at = '2026-01-02T03:04:10Z';
    FakeStream.last?.send('run', aRun({ status: 'succeeded', finished_at }));
    await api.answer('GET', 'runs/41/changes', {
      paging: paging(),
      items: [{ ...CHANGE, status: 'applied' }],
    });
    await says('The Long Tide (2011)');
    expect(words(document.body)).toContain('At 1:00 → Watched newer-wish Applied');
    expect(words(document.body)).toContain('Took 4 s');
    expect(has('Cancel run')).toBe(false);
  });

  it('says that it only asks now and then while the stream is broken', async () => {
    await api.answer('GET', 'runs/41', aRun());
    FakeStream.last?.breakDown();
    await says('Live updates are interrupted');
  });

  it('is approved by a person after the guard has stopped it', async () => {
    const counts = { ...aRun().counts, unplayed: 212 };
    await api.answer('GET', 'runs/41', aRun({ status: 'awaiting_approval', counts }));
    await says('It would mark 212 items as unwatched on attic');
    await press('Approve');
    await api.answer('POST', 'runs/41/approve', aRun({ status: 'running', counts }));
    await says('The run was approved and continues.');
    await until(() => !has('Approve') && has('Cancel run'), 'running');
  });

  it('reads again when it cannot be rejected any more', async () => {
    await api.answer('GET', 'runs/41', aRun({ status: 'awaiting_approval' }));
    await says('Reject');
    await press('Reject');
    await api.refuse('POST', 'runs/41/reject', { status: 409, message: 'The run has been approved.' });
    await says('The run has been approved.');
    await api.answer('GET', 'runs/41', aRun());
    await until(() => has('Cancel run'), 'running');
  });

  it('is cancelled while it runs', async () => {
    await api.answer('GET', 'runs/41', aRun());
    await says('Cancel run');
    await press('Cancel run');
    await api.answer('POST', 'runs/41/cancel', aRun({ status: 'cancelled' }));
    await until(() => !has('Cancel run'), 'cancelled');
  });

  it('applies what a preview has shown, and goes to the new run', async () => {
    await api.answer('GET', 'runs/41', aRun({ dry_run: true, status: 'succeeded' }));
    await says('Apply this export');
    await press('Apply this export');
    const { request } = await api.answer('POST', 'backend/attic/export', { run_id: '42' });
    expect(request.body).toEqual({ force: true, metadata_only: false });
    await until(() => TestBed.inject(Router).url === '/runs/42', 'the new run');
  });

  it('is undone on request, and goes to the undo', async () => {
    await api.answer('GET', 'runs/41', aRun({ kind: 'import', status: 'succeeded' }));
    await says('Undo this run');
    await press('Undo this run');
    await says('What was changed again since is left alone, and listed.');
    await press('Undo run');
    await api.answer('POST', 'runs/41/undo', aRun({ id: '43', kind: 'undo' }));
    await until(() => TestBed.inject(Router).url === '/runs/43', 'the undo');
  });

  it('says what went wrong and what to do about it', async () => {
    const error = { key: 'token-rejected', message: 'The token was refused.', hint: 'Make a new one.' };
    await api.answer('GET', 'runs/41', aRun({ status: 'failed', error }));
    await says('The token was refused. Make a new one.');
    await api.answer('GET', 'runs/41/changes', { paging: paging({ total: 0 }), items: [] });
    await says('The run ended before anything was changed.');
  });
});
