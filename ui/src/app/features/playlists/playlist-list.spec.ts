import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aRun, paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { press, says, until } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import type { Playlist, PlaylistCopy } from '../../core/api/schema.gen.js';
import { PlaylistList } from './playlist-list.js';

const NEWEST = '2026-01-02T03:04:05.000Z';
const aCopy = (part: Partial<PlaylistCopy>): PlaylistCopy => ({
  backend: 'attic',
  id: 'a1',
  title: 'Friday',
  items: 2,
  status: 'live',
  partial: false,
  reason: null,
  changed_at: NEWEST,
  seen_at: NEWEST,
  ...part,
});
const FRIDAY: Playlist = {
  id: 3,
  title: 'Friday',
  items: 2,
  via: 'attic',
  changed_at: NEWEST,
  deleted_at: null,
  copies: [
    aCopy({}),
    aCopy({ backend: 'den_plex', id: 'd1', items: 1, partial: true }),
    aCopy({ backend: 'porch', id: 'p1', title: 'Fridays', changed_at: '2026-01-01T03:04:05.000Z' }),
    aCopy({ backend: 'cellar', id: 'c1', status: 'missing' }),
    aCopy({ backend: 'hut', id: 'h1', reason: 'smart' }),
  ],
};
const BACKENDS = [
  { backend: 'attic', read_at: NEWEST, written_at: NEWEST },
  { backend: 'porch', read_at: null, written_at: null },
];
const NONE = { paging: paging({ total: 0 }), items: [] };
const FULL = { paging: paging(), items: [FRIDAY], backends: BACKENDS };

describe('the playlists', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [...apiProviders(), provideRouter([{ path: '**', children: [] }])],
    });
    api = new FakeApi();
    return show(PlaylistList);
  });

  it('say how each copy stands, and when each backend was read', async () => {
    await api.answer('GET', 'playlists', FULL);
    const run = aRun({ kind: 'playlist', backend: null, status: 'succeeded' });
    const { request } = await api.answer('GET', 'runs', { paging: paging(), items: [run] });
    expect(request.params.get('kind')).toBe('playlist');
    await says('attic In step 2 items');
    await says('den_plex Lacks items 1 item');
    await says('porch Other version 2 items “Fridays”');
    await says('cellar Missing when last read');
    await says('hut Left alone: a smart list');
    await says('porch Never read');
    await says('Succeeded');
    expect(document.querySelector('a[href="/runs/41"]')).not.toBeNull();
  });

  it('are synchronised on request, with a way to the run', async () => {
    await api.answer('GET', 'playlists', FULL);
    await press('Sync now');
    const { request } = await api.answer('POST', 'playlists/sync', { run_id: '42' });
    expect(request.body).toEqual({ dry_run: false });
    await says('The sync of playlists has started.');
    await press('Show run');
    await until(() => TestBed.inject(Router).url === '/runs/42', 'the run');
  });

  it('are previewed on the page of the run', async () => {
    await api.answer('GET', 'playlists', { ...NONE, backends: BACKENDS });
    await says('No playlists yet');
    await press('Preview a first sync');
    const { request } = await api.answer('POST', 'playlists/sync', { run_id: '43' });
    expect(request.body).toEqual({ dry_run: true });
    await until(() => TestBed.inject(Router).url === '/runs/43', 'the preview');
  });

  it('lead to the run that is in the way', async () => {
    await api.answer('GET', 'playlists', FULL);
    await press('Sync now');
    await api.refuse('POST', 'playlists/sync', { status: 409, key: 'run-active', runId: '44' });
    await says('The playlists are being synchronised already.');
    await press('Show run');
    await until(() => TestBed.inject(Router).url === '/runs/44', 'the run in the way');
  });

  it('need a backend first', async () => {
    await api.answer('GET', 'playlists', { ...NONE, backends: [] });
    await says('No backends yet');
    expect(document.querySelector('a[href="/backends/add"]')).not.toBeNull();
  });

  it('say why they cannot be read, and try again', async () => {
    await says('Loading playlists');
    await api.refuse('GET', 'playlists', { status: 503, message: 'Not ready.' });
    await says('Not ready.');
    await press('Try again');
    await api.answer('GET', 'playlists', FULL);
    await says('Friday');
  });
});
