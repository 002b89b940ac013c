import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Observation } from '../../core/api/schema.gen.js';
import { aRun, anItem } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, press, says, slider, until, words } from '../../../testing/look.js';
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
  extra: { title: null, genres: [], favorite: null, rating: null },
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
    TestBed.configureTestingModule({
      providers: [...apiProviders(), provideRouter([{ path: '**', children: [] }])],
    });
    api = new FakeApi();
    return show(HistoryItemPage, { id: '9' });
  });

  it('shows what each backend says, and who says nothing', async () => {
    const metadata = { den_plex: said({}), attic: said({ watched: true, in_sync: false }) };
    await api.answer('GET', 'history/9', anItem({ metadata, not_reported_by: ['porch'] }));
    await says('What each backend says');
    const rows = [...document.querySelectorAll('tbody tr')].map(words);
    expect(rows[0]).toContain('Unwatched In step');
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

  it('says in what a backend describes it otherwise', async () => {
    const guids = { guid_imdb: 'tt0000002', guid_tmdb: '5' };
    const metadata = { attic: said({ title: 'THE LONG-TIDE', year: 2012, guids }) };
    await api.answer('GET', 'history/9', anItem({ metadata }));
    await says('year 2012');
    const [row] = [...document.querySelectorAll('tbody tr')].map(words);
    expect(row).toContain('In step year 2012 imdb id tt0000002');
    expect(row).not.toContain('title');
    expect(row).not.toContain('tmdb');
  });

  it('asks the servers whether they still have it', async () => {
    await api.answer('GET', 'history/9', anItem({ metadata: { attic: said({}) } }));
    await says('In step');
    await press('Ask the servers');
    const attic = { id: '1', status: false, message: 'The server says that it has no such item.' };
    await api.answer('GET', 'history/9/validate', { attic });
    await says('The server says that it has no such item.');
  });

  it('forgets what the last backend says, with the record, and only after asking', async () => {
    await api.answer('GET', 'history/9', anItem({ metadata: { attic: said({}) } }));
    await says('In step');
    await press('Forget what attic says');
    await says('the whole record goes with it');
    expect(api.hasNot('DELETE', 'history/9/metadata/attic')).toBe(true);
    await press('Forget it');
    await api.answer('DELETE', 'history/9/metadata/attic', { record_deleted: true, item: null });
    await until(() => TestBed.inject(Router).url === '/history', 'the list');
  });

  it('names the records with the same file, and deletes this one on request', async () => {
    await api.answer('GET', 'history/9', anItem());
    await api.answer('GET', 'history/9/duplicates', { duplicate_reference_ids: [12] });
    await says('The same file is also in record 12');
    await press('Delete this record');
    await says('This cannot be undone.');
    await press('Delete record');
    await api.answer('DELETE', 'history/9', null);
    await until(() => TestBed.inject(Router).url === '/history', 'the list');
  });

  it('shows no poster and asks for none once a person does not want any', async () => {
    await api.answer('GET', 'history/9', anItem());
    await api.next('GET', 'history/9/images/poster');
    await press('Show posters in this browser', slider);
    await api.answer('GET', 'history/9/duplicates', { duplicate_reference_ids: [] });
    expect(localStorage.getItem('ws-posters')).toBe('off');
    await press('Show posters in this browser', slider);
    await api.next('GET', 'history/9/images/poster');
    localStorage.removeItem('ws-posters');
  });

  it('is read again when an export has carried it to a backend', async () => {
    await api.answer('GET', 'history/9', anItem({ metadata: { attic: said({ in_sync: false }) } }));
    await says('Differs');
    const live = TestBed.inject(LiveFeed);
    live.take(aRun());
    live.take(aRun({ status: 'succeeded' }));
    await api.answer('GET', 'history/9', anItem({ metadata: { attic: said({}) } }));
    await says('In step');
  });

  it('explains how it came to its state, and takes a change back', async () => {
    await api.answer('GET', 'history/9', anItem({ id: 9 }));
    await says('How it came to this');
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
    await says('Decided');
    await says('Watched It was watched on attic. played');
    await says('porch was never seen to have it. There is nothing to write to.');
    await press('Take back');
    await says('Undo this change?');
    await press('Undo change');
    await api.answer('POST', 'history/9/changes/5/undo', aRun({ kind: 'undo' }));
    await says('The change is being taken back.');
  });
});
