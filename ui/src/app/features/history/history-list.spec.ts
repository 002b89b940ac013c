import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend, anItem, paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { FakeStream } from '../../../testing/fake-stream.js';
import { choose, control, labelled, press, says, type, until, words } from '../../../testing/look.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { HistoryList } from './history-list.js';

describe('the history', () => {
  let api: FakeApi;
  const address = (): string => TestBed.inject(Router).url;
  const full = { paging: paging({ total: 120, last_page: 3, next_page: 2 }), history: [anItem()] };
  const empty = { paging: paging({ total: 0 }), history: [] };

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        ...apiProviders(),
        provideRouter([{ path: 'history', component: HistoryList }], withComponentInputBinding()),
      ],
    });
    api = new FakeApi();
  });

  it('asks the server for what the address says', async () => {
    await RouterTestingHarness.create('/history?q=tide&watched=0&type=movie&via=attic&sort=title:asc&page=2');
    const { request } = await api.answer('GET', 'history', full);
    expect(Object.fromEntries(request.params.keys().map((key) => [key, request.params.get(key)]))).toEqual({
      q: 'tide',
      watched: '0',
      type: 'movie',
      via: 'attic',
      sort: 'title:asc',
      page: '2',
      perpage: '50',
    });
    await says('The Long Tide');
    expect(labelled('Search').value).toBe('tide');
    expect(labelled('State').value).toBe('0');
    expect(labelled('Order').value).toBe('title:asc');
  });

  it('ignores nonsense in the address', async () => {
    await RouterTestingHarness.create('/history?watched=maybe&type=song&sort=drop%20table&page=-4');
    const { request } = await api.answer('GET', 'history', full);
    expect(request.params.toString()).toBe('sort=updated:desc&page=1&perpage=50');
  });

  it('writes a filter into the address and starts again at the first page', async () => {
    await RouterTestingHarness.create('/history?q=tide&page=3');
    await api.answer('GET', 'history', full);
    choose('State', '1');
    await until(() => address() === '/history?q=tide&watched=1', 'the new address');
  });

  it('searches when the typing pauses', async () => {
    await RouterTestingHarness.create('/history?page=2');
    await api.answer('GET', 'history', full);
    type('Search', 'lant');
    type('Search', 'lanterns');
    await until(() => address() === '/history?q=lanterns', 'the new address');
  });

  it('leaves the defaults out of the address', async () => {
    await RouterTestingHarness.create('/history?sort=title:asc&type=movie');
    await api.answer('GET', 'history', full);
    choose('Order', 'updated:desc');
    await until(() => address() === '/history?type=movie', 'without the order');
    choose('Type', '');
    await until(() => address() === '/history', 'without the type');
  });

  it('turns pages by links that keep the filters', async () => {
    await RouterTestingHarness.create('/history?q=tide');
    await api.answer('GET', 'history', full);
    await says('1–50 of 120 items');
    expect(control('Next page').getAttribute('href')).toBe('/history?q=tide&page=2');
  });

  it('names a backend of the address even when it is gone', async () => {
    await RouterTestingHarness.create('/history?via=gone');
    await api.answer('GET', 'history', full);
    await api.answer('GET', 'backends', [aBackend()]);
    await until(() => labelled('Via').value === 'gone', 'the via of the address');
  });

  it('says that nothing matches, and clears the filters on request', async () => {
    await RouterTestingHarness.create('/history?q=zzz');
    await api.answer('GET', 'history', empty);
    await says('Nothing matches');
    await press('Clear filters');
    await until(() => address() === '/history', 'no filter');
  });

  it('says how the history fills while it is empty', async () => {
    await RouterTestingHarness.create('/history');
    await api.answer('GET', 'history', empty);
    await says('It fills with the first import');
  });

  it('says why it could not be loaded, and tries again', async () => {
    await RouterTestingHarness.create('/history');
    await says('Loading the history…');
    await api.refuse('GET', 'history', { status: 500, message: 'The database is busy.' });
    await says('The database is busy.');
    await press('Try again');
    await api.answer('GET', 'history', full);
    await says('The Long Tide');
  });

  it('offers changes that came in, and shows them on request', async () => {
    const live = TestBed.inject(LiveFeed);
    live.start();
    await RouterTestingHarness.create('/history');
    await api.answer('GET', 'history', full);
    await says('The Long Tide');
    FakeStream.last?.send('history', { changed: 1, last_id: 7 });
    await press('Show new changes');
    await api.answer('GET', 'history', { ...full, history: [anItem({ title: 'Paper Lanterns' })] });
    await says('Paper Lanterns');
    await until(() => !words(document.body).includes('Show new changes'), 'nothing new');
    live.stop();
  });
});
