import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Observation } from '../../core/api/schema.gen.js';
import { aRun, anItem } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, press, says, words } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { HistoryItemPage } from './history-item.js';

const said = (part: Partial<Observation>): Observation => ({
  id: '1',
  via: 'den_plex',
  type: 'movie',
  watched: false,
  title: 'The Long Tide',
  year: null,
  season: null,
  episode: null,
  guids: {},
  parent: {},
  added_at: null,
  played_at: null,
  progress: null,
  library: 'Films',
  path: '/films/a.mkv',
  show: null,
  multi: false,
  in_sync: true,
  ...part,
});

describe('one item of the history', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(HistoryItemPage, { id: '9' });
  });

  it('shows what each backend says, and who says nothing', async () => {
    const metadata = { den_plex: said({}), attic: said({ watched: true, in_sync: false }) };
    await api.answer('GET', 'history/9', anItem({ metadata, not_reported_by: ['porch'] }));
    await says('What each backend says');
    const rows = [...document.querySelectorAll('tbody tr')].map(words);
    expect(rows[0]).toContain('Unwatched In sync');
    expect(rows[1]).toContain('Watched Differs');
    expect(rows[2]).toContain('porch Does not report this item');
  });

  it('marks as watched, and takes it back on request', async () => {
    await api.answer('GET', 'history/9', anItem());
    await says('The Long Tide (2011)');
    await press('Mark as watched');
    await api.answer('POST', 'history/9/watch', anItem({ watched: true }));
    await says('Marked as watched.');
    await press('Undo');
    await api.answer('DELETE', 'history/9/watch', anItem());
    await says('Marked as unwatched.');
    expect(control('Mark as watched')).toBeTruthy();
  });

  it('reads again when the item was marked already', async () => {
    await api.answer('GET', 'history/9', anItem());
    await says('The Long Tide');
    await press('Mark as watched');
    await api.refuse('POST', 'history/9/watch', { status: 409 });
    await says('This item is watched already.');
    await api.answer('GET', 'history/9', anItem({ watched: true }));
    await says('Mark as unwatched');
  });

  it('is read again when an export has carried it to a backend', async () => {
    await api.answer('GET', 'history/9', anItem({ metadata: { attic: said({ in_sync: false }) } }));
    await says('Differs');
    const live = TestBed.inject(LiveFeed);
    live.take(aRun());
    live.take(aRun({ status: 'succeeded' }));
    await api.answer('GET', 'history/9', anItem({ metadata: { attic: said({}) } }));
    await says('In sync');
  });

  it('explains how it came to its state, and takes a change back', async () => {
    await api.answer('GET', 'history/9', anItem({ id: 9 }));
    await says('How it came to this');
    await press('Explain');
    const state = { watched: true, position_ms: 0 };
    const entry = { source: 'attic', before: null, after: state, rule: 'played', run_id: null };
    await api.answer('GET', 'history/9/explain', {
      id: 9,
      truth: state,
      story: [
        {
          ...entry,
          at: '2026-01-01T00:00:00Z',
          kind: 'decided',
          sentence: 'It was watched on attic.',
          change_id: 5,
          can_undo: true,
        },
      ],
      backends: [
        {
          backend: 'porch',
          shows: null,
          seen_at: null,
          in_step: false,
          rule: null,
          sentence: 'porch was never seen to have it.',
          next: 'There is nothing to write to.',
          next_rule: 'not-seen',
        },
      ],
    });
    await says('It was watched on attic.');
    await says('porch was never seen to have it. There is nothing to write to.');
    await press('Undo');
    await says('Undo this change?');
    await press('Undo change');
    await api.answer('POST', 'history/9/changes/5/undo', aRun({ kind: 'undo' }));
    await says('The change is being taken back.');
  });
});
