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

  const UNMARKS = { backend: 'attic', direction: 'unwatched', type: 'movie', library: '7', count: 208 };
  const POSITIONS = { backend: 'attic', direction: 'position', type: 'episode', library: null, count: 4 };
  const PLAN = { planned: 212, groups: [UNMARKS, POSITIONS] };
  const rows = {
    paging: paging(),
    items: [CHANGE, { ...CHANGE, id: '2', item: anItem({ title: 'Old Pier' }) }],
  };

  async function showParked(): Promise<void> {
    await api.answer('GET', 'runs/41', aRun({ status: 'awaiting_approval' }));
    await api.answer('GET', 'runs/41/plan', PLAN);
    await api.answer('GET', 'runs/41/changes', rows);
    await api.answer('GET', 'backend/attic/library', [{ id: '7', title: 'Films', type: 'movie' }]);
    await says('Films');
  }
  const tick = (name: string): void => {
    const box = document.querySelector<HTMLInputElement>(`input[aria-label^="${name}"]`);
    if (!box) throw new Error(`no box "${name}"`);
    box.click();
    TestBed.tick();
  };

  it('is approved by a person after the guard has stopped it', async () => {
    await showParked();
    await says('It would mark 208 items as unwatched on attic');
    await press('Approve');
    const { request } = await api.answer('POST', 'runs/41/approve', aRun({ status: 'running' }));
    expect(request.body).toEqual({ expected: 212 });
    await says('The run was approved and continues.');
    await until(() => !has('Approve') && has('Cancel run'), 'running');
  });

  it('is approved by group and by row, after saying in numbers what will happen', async () => {
    await showParked();
    tick('Choose all: Get another position');
    tick('Choose The Long Tide');
    const selection = {
      changes: ['1'],
      groups: [{ backend: 'attic', direction: 'position', type: 'episode' }],
    };
    const chosen = { planned: 5, groups: [{ ...UNMARKS, count: 1 }, POSITIONS] };
    await api.next('POST', 'runs/41/plan');
    const { request: weighed } = await api.answer('POST', 'runs/41/plan', chosen);
    expect(weighed.body).toEqual(selection);
    await says('5 of 212 planned changes chosen.');

    await press('Approve only the chosen');
    await api.answer('GET', 'runs/41/plan', PLAN);
    await api.answer('POST', 'runs/41/plan', chosen);
    await says('1 item becomes unwatched.');
    await says('4 items get another position.');
    await says('207 other planned changes are rejected: they are not made.');
    await press('Approve 5');

    const { request } = await api.answer('POST', 'runs/41/approve', aRun({ status: 'queued' }));
    expect(request.body).toEqual({ ...selection, expected: 5 });
  });

  it('goes on waiting when only some of its plan is rejected', async () => {
    await showParked();
    tick('Choose all planned changes on this page');
    await api.answer('POST', 'runs/41/plan', { planned: 2, groups: [{ ...UNMARKS, count: 2 }] });
    await press('Reject the chosen');
    await api.answer('GET', 'runs/41/plan', PLAN);
    await api.answer('POST', 'runs/41/plan', { planned: 2, groups: [{ ...UNMARKS, count: 2 }] });
    await says('2 planned changes are rejected: they are not made.');
    await says('210 other planned changes go on waiting for you.');
    await press('Reject 2');

    const { request } = await api.answer('POST', 'runs/41/reject', aRun({ status: 'awaiting_approval' }));
    expect(request.body).toEqual({ changes: ['1', '2'], expected: 2 });
    await says('What you chose was rejected; the rest goes on waiting for you.');
    await api.answer('GET', 'runs/41/plan', {
      planned: 210,
      groups: [{ ...UNMARKS, count: 206 }, POSITIONS],
    });
    await says('All 210 planned changes.');
  });

  it('says that the plan cannot be read, and tries again', async () => {
    await api.answer('GET', 'runs/41', aRun({ status: 'awaiting_approval' }));
    await api.refuse('GET', 'runs/41/plan', { status: 503, message: 'Not ready.' });
    await says('Not ready.');
    expect(has('Approve')).toBe(false);
  });

  it('reads again when it cannot be rejected any more', async () => {
    await showParked();
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
    await api.answer(
      'GET',
      'runs/41',
      aRun({ dry_run: true, status: 'succeeded', options: { force: true, ignore_date: true } }),
    );
    await says('Apply this export');
    await press('Apply this export');
    const { request } = await api.answer('POST', 'backend/attic/export', { run_id: '42' });
    expect(request.body).toEqual({ force: true, metadata_only: false, ignore_date: true, dry_run: false });
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

  it('of an undo can be previewed, and then carried out', async () => {
    await api.answer('GET', 'runs/41', aRun({ kind: 'import', status: 'succeeded' }));
    await says('Preview undo');
    await press('Preview undo');
    const { request } = await api.answer('POST', 'runs/41/undo', aRun({ id: '43', kind: 'undo' }));
    expect(request.body).toEqual({ dry_run: true });
    await until(() => TestBed.inject(Router).url === '/runs/43', 'the preview');
  });

  it('carries a previewed undo out on the run that it is about', async () => {
    const undo = { kind: 'undo', dry_run: true, status: 'succeeded', undo_of: '7' } as const;
    await api.answer('GET', 'runs/41', aRun(undo));
    await says('Undo for real');
    await press('Undo for real');
    const { request } = await api.answer('POST', 'runs/7/undo', aRun({ id: '44', kind: 'undo' }));
    expect(request.body).toEqual({});
    await until(() => TestBed.inject(Router).url === '/runs/44', 'the undo');
  });

  it('reads a rehearsed restore, and applies it although export is off when a person insists', async () => {
    const file = 'main.attic.20260102.json';
    const restore = { file, entries: 9, invalid: 1, found: 7, not_found: 2, progress: true };
    const counts = { ...aRun().counts, played: 4, unplayed: 3 };
    await api.answer(
      'GET',
      'runs/41',
      aRun({ kind: 'restore', dry_run: true, status: 'succeeded', restore, counts }),
    );
    const item = { ...anItem(), id: null };
    await api.answer('GET', 'runs/41/changes', { paging: paging(), items: [{ ...CHANGE, item }] });
    await says(
      'Nothing has been written. 3 items would become unwatched on attic. 4 items would become watched.',
    );
    await says('Not there 2');
    await says('The Long Tide (2011) Only on the server, not in the history');
    await press('Apply this restore');
    await says('3 items become unwatched on attic');
    await press('Restore');
    const path = `system/backup/${file}/restore`;
    await api.refuse('POST', path, { status: 409, key: 'export-off' });
    await says('although its export is off');
    await press('Restore all the same');
    const { request } = await api.answer('POST', path, { run_id: '45', backup_run_id: '46' });
    expect(request.body).toEqual({
      identity: 'main',
      backend: 'attic',
      dry_run: false,
      progress: true,
      ignore: true,
    });
    await until(() => TestBed.inject(Router).url === '/runs/45', 'the restore');
  });

  it('tells movies and episodes apart, what was left alone and why, and what to look at', async () => {
    const by_type = {
      movie: { added: 5, updated: 1, failed: 0 },
      episode: { added: 40, updated: 2, failed: 3 },
    };
    const told = { by_type, skipped_by: { 'no-guid': 3 }, warnings: { 'clock-ahead': 2 } };
    await api.answer('GET', 'runs/41', aRun({ kind: 'import', status: 'succeeded', ...told }));
    await says('Episodes 40 2 3');
    await says('No usable ids 3');
    await says('Dated in the future by the clock of the server 2');
  });

  it('of many marks by hand has a name of its own, and can be undone', async () => {
    await api.answer(
      'GET',
      'runs/41',
      aRun({ kind: 'console', backend: null, status: 'succeeded', bulk: 'unwatched' }),
    );
    await says('Marked many as unwatched');
    expect(has('Undo this run')).toBe(true);
  });

  it('says what went wrong and what to do about it', async () => {
    const error = { key: 'token-rejected', message: 'The token was refused.', hint: 'Make a new one.' };
    await api.answer('GET', 'runs/41', aRun({ status: 'failed', error }));
    await says('The token was refused. Make a new one.');
    await api.answer('GET', 'runs/41/changes', { paging: paging({ total: 0 }), items: [] });
    await says('The run ended before anything was changed.');
  });
});
