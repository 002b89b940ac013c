import { describe, expect, it } from 'vitest';
import type { Connection } from '../media-server.js';
import { embyHeaders, mediaBrowserHeader, userAgent } from './credentials.js';

const to: Connection = {
  type: 'jellyfin',
  url: 'http://attic:8096',
  token: '0f9a8b7c',
  user: null,
  uuid: null,
  deviceId: '7c1e0f4a',
  version: '1.2.3',
};
const DEVICE = 'Client="WatchState", Device="WatchState", DeviceId="7c1e0f4a", Version="1.2.3"';

describe('the headers', () => {
  it('name the token and the device in the one form that Jellyfin 12 reads', () => {
    expect(mediaBrowserHeader(to)).toEqual({ Authorization: `MediaBrowser Token="0f9a8b7c", ${DEVICE}` });
  });

  it('keep the token of Emby apart from the device', () => {
    expect(embyHeaders(to)).toEqual({
      'X-Emby-Token': '0f9a8b7c',
      'X-Emby-Authorization': `Emby ${DEVICE}`,
    });
  });

  it('hold no credential when they only say who calls', () => {
    expect(userAgent(to)).toEqual({ 'User-Agent': 'WatchState/1.2.3' });
  });

  it.each(['a"b', 'é\n', 'ключ, Token="x"'])('stay one line of ASCII for the token %j', (token) => {
    for (const headers of [mediaBrowserHeader({ ...to, token }), embyHeaders({ ...to, token })]) {
      for (const value of Object.values(headers)) expect(value).toMatch(/^[ -~]+$/);
    }
    const { Authorization: header = '' } = mediaBrowserHeader({ ...to, token });
    expect(header.match(/="/g)).toHaveLength(5);
    expect(decodeURIComponent(/Token="([^"]*)"/.exec(header)?.[1] ?? '')).toBe(token.trim());
  });
});
