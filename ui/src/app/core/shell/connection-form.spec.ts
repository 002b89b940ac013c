import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, apiProviders } from '../../../testing/fake-api.js';
import { labelled, press, says, send, type } from '../../../testing/look.js';
import { show } from '../../../testing/show.js';
import { Api } from '../api/api.js';
import { Session } from '../session/session.js';
import { ConnectionForm } from './connection-form.js';

const answering = (status: number, body: unknown) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(JSON.stringify(body), { status })),
  );

describe('the connection settings', () => {
  let hide: () => void;

  beforeEach(() => {
    localStorage.clear();
    TestBed.configureTestingModule({ providers: [...apiProviders(), provideRouter([])] });
    hide = show(ConnectionForm);
    TestBed.tick();
  });

  afterEach(() => {
    hide();
    vi.unstubAllGlobals();
    localStorage.clear();
  });

  it('fills the address of this page in by its link', async () => {
    await press('current page URL');
    TestBed.tick();
    expect(labelled('API URL').value).toBe(location.origin);
  });

  it.each([
    { what: 'a wrong token', status: 401, body: {}, text: 'The API does not accept this token.' },
    {
      what: 'another program',
      status: 200,
      body: { hello: 1 },
      text: 'Something answers there, but it is not WatchState.',
    },
  ])('keeps nothing for $what', async ({ status, body, text }) => {
    answering(status, body);
    type('API Token', 'abc');
    type('API URL', 'http://nas:8080');
    send(document.querySelector('form'));
    await says(text);
    expect(localStorage.length).toBe(0);
    expect(TestBed.inject(Session).isIn()).toBe(false);
  });

  it('asks for an address that is one', async () => {
    type('API Token', 'abc');
    type('API URL', 'nas');
    send(document.querySelector('form'));
    await says('Enter an address such as http://nas:8080.');
  });

  it('lets in with the right token, and every request carries it to where the API is', async () => {
    answering(200, { version: '1' });
    type('API Token', ' abc ');
    type('API URL', 'http://nas:8080/v1/api');
    send(document.querySelector('form'));
    await vi.waitFor(() => expect(TestBed.inject(Session).isIn()).toBe(true));
    const api = new FakeApi();
    void TestBed.inject(Api).get('backends');
    const { request } = await api.next('GET', 'backends', 'http://nas:8080');
    expect(request.headers.get('X-APIKEY')).toBe('abc');
  });
});
