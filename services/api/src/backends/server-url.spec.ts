import { describe, expect, it } from 'vitest';
import { whyNoServerUrl } from './server-url.js';

describe('the address of a media server', () => {
  it.each([
    'http://localhost:8096',
    'http://192.168.1.10:8096/',
    'https://media.example.org/jellyfin',
    'http://[fd00::1]:32400',
    'http://nas:8096/emby/',
  ])('may be %s', (url) => {
    expect(whyNoServerUrl(url)).toBeNull();
  });

  it.each([
    '',
    'nas',
    'nas:8096',
    'ftp://nas',
    'file:///etc/passwd',
    'http://',
    'http://me:secret@nas',
    'http://nas/?X-Plex-Token=secret',
    'http://nas/web/#!/home',
    `http://nas/${'x'.repeat(3_000)}`,
    7,
    null,
  ])('may not be %s', (url) => {
    expect(whyNoServerUrl(url)).toEqual(expect.stringMatching(/\.$/));
  });
});
