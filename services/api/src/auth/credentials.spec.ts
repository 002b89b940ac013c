import { describe, expect, it } from 'vitest';
import { readCredentials } from './credentials.js';

const read = (headers: Readonly<Record<string, string>>, query: Readonly<Record<string, unknown>> = {}) =>
  readCredentials({ headers, query });

describe('the credentials of a request', () => {
  it('are found in every place they may be in', () => {
    expect(read({ 'x-apikey': 'one', authorization: 'Bearer two' }, { apikey: 'three' }).apiKeys).toEqual([
      'one',
      'two',
      'three',
    ]);
    expect(read({ authorization: 'Token four', cookie: 'a=b; ws_session=five; c=d' }).tokens).toEqual([
      'four',
      'five',
    ]);
  });

  it('keep keys and tokens apart', () => {
    expect(read({ authorization: 'Token four' }).apiKeys).toEqual([]);
    expect(read({ authorization: 'Bearer two' }).tokens).toEqual([]);
    expect(read({ authorization: 'Basic bWU6bWU=' })).toEqual({ apiKeys: [], tokens: [] });
  });

  it('are none when they are empty or not a single text', () => {
    expect(read({ 'x-apikey': '', cookie: 'ws_session=' }, { apikey: ['one', 'two'] })).toEqual({
      apiKeys: [],
      tokens: [],
    });
    expect(read({ cookie: 'xws_session=five' }).tokens).toEqual([]);
  });

  it('leave out a cookie that another page made the browser send', () => {
    const cookie = 'ws_session=five';
    expect(read({ cookie, 'sec-fetch-site': 'cross-site' }).tokens).toEqual([]);
    expect(read({ cookie, 'sec-fetch-site': 'same-site' }).tokens).toEqual([]);
    expect(read({ cookie, 'sec-fetch-site': 'same-origin' }).tokens).toEqual(['five']);
    expect(read({ cookie, 'sec-fetch-site': 'none' }).tokens).toEqual(['five']);
  });
});
