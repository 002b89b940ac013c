import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../../testing/fake-api.js';
import { press, says, type, until } from '../../../../testing/look.js';
import { show } from '../../../../testing/show.js';
import { readFilter } from '../history-filter.js';
import { ViewsMenu } from './views-menu.js';

describe('the views of the history', () => {
  let api: FakeApi;
  const views = [
    { name: 'To see', query: 'watched=0&type=movie' },
    { name: 'Longest here', query: 'sort=created_at%3Aasc' },
  ];

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [...apiProviders(), provideRouter([{ path: '**', children: [] }])],
    });
    api = new FakeApi();
    const hide = show(ViewsMenu, { filter: readFilter({ watched: '0', type: 'movie', page: '3' }) });
    await api.answer('GET', 'history/views', views);
    return hide;
  });

  it('names the one that is shown, whatever its page, and opens another', async () => {
    await press('View: To see');
    await press('Longest here');
    await until(() => TestBed.inject(Router).url === '/?sort=created_at:asc', 'the other search');
  });

  it('keeps what is shown under a name, and asks for one', async () => {
    await press('View: To see');
    await press('Keep or remove views…');
    await api.answer('GET', 'history/views', views);
    await press('Keep');
    await says('Give it a name.');
    type('Keep what is shown now as', ' Friday / late ');
    await press('Keep');
    const path = 'history/views/Friday%20%2F%20late';
    const { request } = await api.answer('PUT', path, { name: 'Friday / late', query: '' });
    expect(request.body).toEqual({ query: 'watched=0&type=movie' });
    await api.answer('GET', 'history/views', [...views, { name: 'Friday / late', query: '' }]);
    await says('Friday / late');
  });

  it('says what the server has against a name', async () => {
    await press('View: To see');
    await press('Keep or remove views…');
    await api.answer('GET', 'history/views', views);
    type('Keep what is shown now as', 'One more');
    await press('Keep');
    await api.refuse('PUT', 'history/views/One%20more', {
      status: 409,
      message: 'There are 100 views already.',
    });
    await says('There are 100 views already.');
  });

  it('forgets one', async () => {
    await press('View: To see');
    await press('Keep or remove views…');
    await api.answer('GET', 'history/views', views);
    await press('Remove the view Longest here');
    await api.answer('DELETE', 'history/views/Longest%20here', null);
    await says('The view Longest here was removed.');
  });
});
