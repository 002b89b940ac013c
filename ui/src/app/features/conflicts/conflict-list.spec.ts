import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { press, says } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import type { Conflict } from '../../core/api/schema.gen.js';
import { ConflictList } from './conflict-list.js';

const conflict: Conflict = {
  id: 5,
  kind: 'opposite-wishes',
  status: 'open',
  item: { id: 9, type: 'movie', title: 'The Long Tide', year: 2011, season: null, episode: null },
  backend: 'attic',
  remote_id: '77',
  text: 'attic says unwatched, den_plex says watched.',
  sides: [
    { side: 'watched', backend: 'den_plex', text: 'Watched on den_plex' },
    { side: 'unwatched', backend: 'attic', text: 'Unwatched on attic' },
  ],
  evidence: { seenAt: '2026-01-02', before: { watched: true } },
  resolution: null,
  opened_at: '2026-01-02T03:04:05Z',
  closed_at: null,
};

describe('the conflicts', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(ConflictList);
  });

  it('shows each side and the evidence, and sends the side that is right', async () => {
    const { request } = await api.answer('GET', 'history/conflicts', { paging: paging(), items: [conflict] });
    expect(request.params.get('status')).toBe('open');
    await says('Watched on den_plex');
    await says('seen At 2026-01-02 before › watched true');
    await press('den_plex is right');
    const sent = await api.answer('POST', 'history/conflicts/5/resolve', conflict);
    expect(sent.request.body).toEqual({ side: 'watched' });
    await api.answer('GET', 'history/conflicts', { paging: paging({ total: 0 }), items: [] });
    await says('Nothing to decide');
  });

  it('says why a decision did not work', async () => {
    await api.answer('GET', 'history/conflicts', { paging: paging(), items: [conflict] });
    await press('Ignore');
    await api.refuse('POST', 'history/conflicts/5/resolve', {
      status: 409,
      message: 'It is decided already.',
    });
    await says('It is decided already.');
  });
});
