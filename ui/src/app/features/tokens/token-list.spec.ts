import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { choose, press, says, send, type, until, words } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { TokenList } from './token-list.js';

const PATH = 'system/tokens';
const token = {
  id: 3,
  name: 'nightly',
  scopes: ['read'],
  created_by: 'ada',
  created_at: '2026-01-02T03:04:05Z',
  expires_at: null,
  last_used_at: null,
  last_used_from: null,
};

describe('the API tokens', () => {
  let api: FakeApi;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    api = new FakeApi();
    return show(TokenList);
  });

  it('shows a new token once, and never again', async () => {
    await api.answer('GET', PATH, { items: [] });
    type('Name', ' nightly ');
    choose('Lives', '90');
    send(document.querySelector('form'));
    const wish = await api.answer('POST', PATH, { ...token, token: 'shown-this-once' });
    expect(wish.request.body).toEqual({ name: 'nightly', scopes: ['read'], expires_in_days: 90 });
    await says('shown-this-once');
    await press('Done');
    await until(() => !words(document.body).includes('shown-this-once'), 'it is gone');
  });

  it('shows at its field what the API refuses', async () => {
    await api.answer('GET', PATH, { items: [] });
    type('Name', 'a/b');
    send(document.querySelector('form'));
    await api.refuse('POST', PATH, {
      status: 400,
      fields: [{ field: 'name', message: 'The name may hold letters.' }],
    });
    await says('The name may hold letters.');
  });

  it('asks before one is revoked', async () => {
    await api.answer('GET', PATH, { items: [token] });
    await says('Never');
    await press('Revoke nightly');
    await says('Whoever uses this token is refused from now on.');
    expect(api.hasNot('DELETE', `${PATH}/3`)).toBe(true);
    await press('Revoke token');
    await api.answer('DELETE', `${PATH}/3`, null);
    await says('nightly was revoked.');
  });
});
