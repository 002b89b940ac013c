import { describe, expect, it } from 'vitest';
import { readCredentials } from './credentials.js';

const read = (headers: Readonly<Record<string, string>>, query: Readonly<Record<string, unknown>> = {}) =>
  readCredentials({ method: 'GET', headers, query });

describe('the credentials of a request', () => {
  it('are found in every place they may be in', () => {
    expect(read({ 'x-apikey': 'one', authorization: 'Bearer two' }, { apikey: 'three' }).apiKeys).toEqual([
      'one',
      'two',
      'three',
    ]);
    expect(read({ authorization: 'Token four' }, { ws_token: 'six' }).tokens).toEqual(['four', 'six']);
    expect(read({ cookie: 'a=b; ws_session=five; c=d' }).cookie).toBe('five');
  });

  it('keep keys and tokens apart', () => {
    expect(read({ authorization: 'Token four' }).apiKeys).toEqual([]);
    expect(read({ authorization: 'Bearer two' }).tokens).toEqual([]);
    expect(read({ authorization: 'Basic bWU6bWU=' })).toEqual({ apiKeys: [], tokens: [], cookie: null });
  });

  it('are none when they are empty or not a single text', () => {
    expect(read({ 'x-apikey': '', cookie: 'ws_session=' }, { apikey: ['one', 'two'] })).toEqual({
      apiKeys: [],
      tokens: [],
      cookie: null,
    });
    expect(read({ cookie: 'xws_session=five' }).cookie).toBeNull();
  });

  it('leave out a cookie that another page made the browser send', () => {
    const cookie = 'ws_session=five';
    expect(read({ cookie, 'sec-fetch-site': 'cross-site' }).cookie).toBeNull();
    expect(read({ cookie, 'sec-fetch-site': 'same-site' }).cookie).toBeNull();
    expect(read({ cookie, 'sec-fetch-site': 'same-origin' }).cookie).toBe('five');
    expect(read({ cookie, 'sec-fetch-site': 'none' }).cookie).toBe('five');
  });

  it('take the cookie for a change only with a header that other pages cannot set', () => {
    const change = (headers: Readonly<Record<string, string>>) =>
      readCredentials({ method: 'POST', headers: { cookie: 'ws_session=five', ...headers }, query: {} })
        .cookie;
    expect(change({})).toBeNull();
    expect(change({ 'x-requested-with': '' })).toBeNull();
    expect(change({ 'x-requested-with': 'WatchState' })).toBe('five');
    expect(change({ 'x-requested-with': 'WatchState', 'sec-fetch-site': 'cross-site' })).toBeNull();
  });

  it('are taken from the address for reading only', () => {
    const tokens = (method: string) =>
      readCredentials({ method, headers: {}, query: { ws_token: 'six' } }).tokens;
    expect(tokens('GET')).toEqual(['six']);
    expect(tokens('HEAD')).toEqual(['six']);
    expect(tokens('POST')).toEqual([]);
  });
});
