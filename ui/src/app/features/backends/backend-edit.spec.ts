import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { aBackend } from '../../../testing/builders.js';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { control, labelled, press, says, send, slider, type, until } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { BackendEdit } from './backend-edit.js';

const FILMS = { id: '1', title: 'Films', type: 'movie', supported: true, ignored: false };
const SERIES = { id: '2', title: 'Series', type: 'show', supported: true, ignored: true };

describe('editing a backend', () => {
  let api: FakeApi;

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    const remove = show(BackendEdit, { name: 'den_plex' });
    await api.answer('GET', 'backend/den_plex', aBackend());
    await api.answer('GET', 'backend/den_plex/library', [FILMS, SERIES]);
    await says('Films');
    return remove;
  });

  it('sends only what was changed', async () => {
    type('Address', 'http://attic:32400');
    await press('Export data to this backend?', slider);
    await until(() => !control('Save changes').hasAttribute('disabled'), 'something to save');
    send(document.querySelector('form'));
    const { request } = await api.answer(
      'PATCH',
      'backend/den_plex',
      aBackend({ url: 'http://attic:32400' }),
    );
    expect(request.body).toEqual([
      { key: 'url', value: 'http://attic:32400' },
      { key: 'export.enabled', value: true },
    ]);
    await says('den_plex was saved.');
  });

  it('shows what the server refused at its field', async () => {
    type('New token', 'stale');
    send(document.querySelector('form'));
    const fields = [{ field: 'token', message: 'The token was refused.', hint: 'Copy it again.' }];
    await api.refuse('PATCH', 'backend/den_plex', { status: 400, fields });
    await says('The token was refused. Copy it again.');
    expect(labelled('New token').value).toBe('stale');
  });

  it('says how much goes with it before it is removed', async () => {
    await press('Remove backend');
    await api.answer('GET', 'backend/den_plex/holdings', { references: 1_200, records: 1 });
    await says('1,200 references.');
    await says('1 item that no other backend knows is deleted');
    expect(api.hasNot('DELETE', 'backend/den_plex')).toBe(true);
    await press('Cancel');
  });

  it('leaves a library out, and keeps unsaved text while doing so', async () => {
    type('Address', 'http://unsaved:1');
    await press('Sync library Films', slider);
    const saved = aBackend({ options: { ignore: '1,2' } });
    const { request } = await api.answer('PATCH', 'backend/den_plex', saved);
    expect(request.body).toEqual([{ key: 'options.ignore', value: '1,2' }]);
    await until(() => slider('Sync library Films').getAttribute('aria-checked') === 'false', 'left out');
    expect(labelled('Address').value).toBe('http://unsaved:1');
  });
});
