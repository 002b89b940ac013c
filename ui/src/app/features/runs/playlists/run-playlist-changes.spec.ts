import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aRun, paging } from '../../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../../testing/fake-api.js';
import { control, press, says, until, words } from '../../../../testing/look.js';
import { show } from '../../../../testing/show.js';
import type { PlaylistChange, Run } from '../../../core/api/schema.gen.js';
import { LiveFeed } from '../../../core/live/live-feed.js';
import { RunDetails } from '../run-details.js';

const TIDE = { item_id: 1, title: 'The Long Tide' };
const PIER = { item_id: 2, title: 'Old Pier' };
const aChange = (part: Partial<PlaylistChange> = {}): PlaylistChange => ({
  id: 5,
  playlist_id: 3,
  run_id: '41',
  backend: 'attic',
  title: 'Friday',
  action: 'delete',
  rule: 'deleted-elsewhere',
  status: 'planned',
  reason: null,
  sentence: '',
  before: { title: 'Friday', entries: [TIDE, PIER] },
  after: null,
  partial: false,
  at: '2026-01-02T03:04:05Z',
  ...part,
});

describe('a run of playlists', () => {
  let api: FakeApi;
  const arrive = (part: Partial<Run>) =>
    api.answer('GET', 'runs/41', aRun({ kind: 'playlist', backend: null, ...part }));
  const list = (...items: readonly PlaylistChange[]) =>
    api.answer('GET', 'playlists/changes', { paging: paging({ total: items.length }), items: [...items] });

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [...apiProviders(), provideRouter([{ path: '**', children: [] }])],
    });
    api = new FakeApi();
    TestBed.inject(LiveFeed).start();
    return show(RunDetails, { id: '41' });
  });

  it('cannot be approved before what it would do is on screen', async () => {
    const approve = () => control('Approve') as HTMLButtonElement;
    await arrive({ status: 'awaiting_approval' });
    await api.answer('GET', 'runs/41/plan', { planned: 0, groups: [] });
    await says('Approving waits until the planned changes are shown below.');
    expect(approve().disabled).toBe(true);
    await api.refuse('GET', 'playlists/changes', { status: 500, message: 'The store is closed.' });
    await says('The store is closed.');
    expect(approve().disabled).toBe(true);
    await press('Try again');
    await list(aChange());
    await until(() => !approve().disabled, 'the way to approve');
  });

  it('that waits shows what it would delete, with what is in it, and is decided on as a whole', async () => {
    await arrive({ status: 'awaiting_approval', identity: 'kim' });
    await api.answer('GET', 'runs/41/plan', { planned: 0, groups: [] });
    const { request } = await list(aChange());
    expect(request.params.get('run_id')).toBe('41');
    expect(request.headers.get('X-User')).toBe('kim');
    await says('It would delete playlists');
    await says('Planned changes of playlists 1');
    await says('Friday attic It was deleted on another backend');
    await says('Taken out The Long Tide Old Pier');
    expect(words(document.body)).not.toContain('as unwatched');
    expect(document.querySelector('input[type=checkbox]')).toBeNull();
    expect(api.hasNot('GET', 'runs/41/changes')).toBe(true);

    await press('Approve');
    const { request: approval } = await api.answer(
      'POST',
      'runs/41/approve',
      aRun({ kind: 'playlist', backend: null, status: 'queued' }),
    );
    expect(approval.body).toEqual({});
    await list(aChange({ status: 'written' }));
    await until(() => words(document.body).includes('Changes of playlists 1'), 'what it changes');
  });

  it('that has ended says what was written, what was not and why', async () => {
    await arrive({ status: 'succeeded' });
    const after = { title: 'Friday night', entries: [TIDE] };
    await list(
      aChange({ status: 'written', action: 'replace', rule: 'newer-elsewhere', after }),
      aChange({ id: 6, status: 'skipped', action: 'create', before: null, after, reason: 'export-off' }),
    );
    await says('Updated 2 items → 1 item');
    await says('It was called “Friday”. Taken out Old Pier');
    await says('Skipped Its export is switched off');
  });

  it('of a preview speaks of playlists only, and may find nothing', async () => {
    await arrive({ status: 'succeeded', dry_run: true });
    await list();
    await says('The playlists were already as they should be.');
    expect(words(document.body)).not.toContain('unwatched in the history');
  });

  it('says why its changes cannot be read, and tries again', async () => {
    await arrive({ status: 'succeeded' });
    await says('Loading changes');
    await api.refuse('GET', 'playlists/changes', { status: 503, message: 'Not ready.' });
    await says('Not ready.');
    await press('Try again');
    await list(aChange({ status: 'written' }));
    await says('Deleted');
  });
});
