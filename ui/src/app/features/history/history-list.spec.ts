import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend, anItem, paging } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { FakeStream } from '../../../testing/fake-stream.js';
import { choose, control, labelled, press, says, type, until, words } from '../../../testing/look.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { HistoryList } from './history-list.js';

/** A box to tick, by its name. */
function box(name: string): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`);
  if (!found) throw new Error(`no box "${name}"`);
  return found;
}
const dialogs = (): number => document.querySelectorAll('mat-dialog-container').length;

function change(label: string, value: string): void {
  const input = labelled(label);
  input.value = value;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

describe('the history', () => {
  let api: FakeApi;
  const address = (): string => TestBed.inject(Router).url;
  const full = { paging: paging({ total: 120, last_page: 3, next_page: 2 }), history: [anItem()] };
  const empty = { paging: paging({ total: 0 }), history: [] };

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        ...apiProviders(),
        provideRouter([
          { path: 'history', component: HistoryList },
          { path: '**', children: [] },
        ]),
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

  it('offers the rarer filters, keeps them in the address, and sends on only what can be meant', async () => {
    await RouterTestingHarness.create(
      '/history?season=2&rguid=nonsense&remoteId=77&perpage=250&look=compact',
    );
    const { request } = await api.answer('GET', 'history', full);
    expect(request.params.toString()).toBe(
      'season=2&metadata=1&key=id&value=77&sort=updated:desc&page=1&perpage=250',
    );
    await says('(2 in use)');
    change('Id of the item', 'tmdb 603');
    await says('Id of the item: write it like tmdb://603.');
    change('Id of the item', 'tmdb://603');
    await until(() => address().includes('guids=tmdb:%2F%2F603'), 'the new address');
    expect(labelled('Look').value).toBe('compact');
  });

  it('says when a total is only an estimate', async () => {
    await RouterTestingHarness.create('/history');
    const estimated = { ...paging({ total: 98_000, last_page: 1_960 }), is_estimate: true };
    await api.answer('GET', 'history', { ...full, paging: estimated });
    await says('1–50 of about 98,000 items');
  });

  it('marks the ticked items after saying what it comes to, and leads to the run', async () => {
    await RouterTestingHarness.create('/history');
    await api.answer('GET', 'history', {
      ...full,
      history: [anItem(), anItem({ id: 10, title: 'Tin Garden' })],
    });
    await says('Tin Garden');
    box('Choose The Long Tide (2011)').click();
    await says('1 chosen');
    box('Choose all on this page').click();
    await says('2 chosen');
    await press('Watched');
    const preview = {
      dry_run: true,
      changed: 1,
      skipped: 1,
      failed: [],
      needs_confirmation: false,
      run_id: null,
    };
    const asked = await api.answer('POST', 'history/bulk', preview);
    expect(asked.request.body).toEqual({ ids: [9, 10], action: 'watched', dry_run: true });
    await says('1 item is marked as watched. 1 item is so already and left alone.');
    await press('Mark as watched');
    const done = await api.answer('POST', 'history/bulk', { ...preview, dry_run: false, run_id: '77' });
    expect(done.request.body).toEqual({ ids: [9, 10], action: 'watched' });
    await press('Show and undo');
    await until(() => address() === '/runs/77', 'the run');
  });

  it('unwatches all that a filter finds only with a word of confirmation, and asks again when it became more', async () => {
    await RouterTestingHarness.create('/history?type=movie&year=2011');
    await api.answer('GET', 'history', full);
    await says('The Long Tide');
    box('Choose The Long Tide (2011)').click();
    await press('Choose all 120 that match');
    await says('120 chosen');
    await press('Unwatched');
    const preview = {
      dry_run: true,
      changed: 80,
      skipped: 40,
      failed: [],
      needs_confirmation: false,
      run_id: null,
    };
    const { request } = await api.answer('POST', 'history/bulk', preview);
    expect(request.body).toEqual({
      filter: { type: 'movie', year: 2011 },
      action: 'unwatched',
      dry_run: true,
    });
    await press('Mark as unwatched');
    const refusal = { status: 409, key: 'needs-confirmation', message: '130 items would be unwatched.' };
    await api.refuse('POST', 'history/bulk', refusal);
    await says('It has become more');
    await says('130 items would be unwatched.');
    await until(() => dialogs() === 1, 'one dialog');
    await press('Mark as unwatched');
    const last = await api.answer('POST', 'history/bulk', { ...preview, dry_run: false, run_id: '78' });
    expect(last.request.body).toMatchObject({ confirm: true });
    await says('80 items were marked as unwatched.');
  });

  it('deletes only after the number was typed', async () => {
    await RouterTestingHarness.create('/history');
    await api.answer('GET', 'history', full);
    await says('The Long Tide');
    box('Choose The Long Tide (2011)').click();
    await press('Delete');
    const weighed = {
      dry_run: true,
      changed: 2,
      skipped: 0,
      failed: [],
      needs_confirmation: true,
      run_id: null,
    };
    await api.answer('POST', 'history/bulk', weighed);
    await says('This is more than the guard lets through unseen.');
    const isOff = () => control('Delete from the history').hasAttribute('disabled');
    expect(isOff()).toBe(true);
    type('Type 2 to confirm', '2');
    await until(() => !isOff(), 'the number is right');
    await press('Delete from the history');
    const { request } = await api.answer('POST', 'history/bulk', { ...weighed, dry_run: false });
    expect(request.body).toEqual({ ids: [9], action: 'delete', confirm: true });
    await says('2 items were deleted from the history.');
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
