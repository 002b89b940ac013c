import { describe, expect, it } from 'vitest';
import { backends } from './registry.js';

const UUID = 'e3b0aa11bb22cc33dd44ee55ff667788';

describe('links into a web client', () => {
  it.each([
    [
      backends.plex,
      'https://attic.example/plex/',
      `https://attic.example/plex/web/index.html#!/server/${UUID}/details?key=%2Flibrary%2Fmetadata%2F7`,
      `https://attic.example/plex/web/index.html#!/media/${UUID}/com.plexapp.plugins.library?source=3`,
    ],
    [
      backends.jellyfin,
      'https://attic.example/jelly/web/index.html',
      `https://attic.example/jelly/web/index.html#!/details?id=7&serverId=${UUID}`,
      `https://attic.example/jelly/web/index.html#/tv.html?topParentId=3&serverId=${UUID}`,
    ],
    [
      backends.emby,
      'https://attic.example/emby',
      `https://attic.example/emby/web/index.html#!/item?id=7&serverId=${UUID}`,
      `https://attic.example/emby/web/index.html#!/tv?serverId=${UUID}&parentId=3`,
    ],
  ])('of $label keep the sub path of the server', (backend, url, ...[item, library]) => {
    const links = backend.webLinks({ url, uuid: UUID });
    expect(links.item({ id: '7', type: 'movie' })).toBe(item);
    expect(links.library({ id: '3', type: 'show' })).toBe(library);
  });

  it.each(Object.values(backends))('of $label let no id break out of its place', (backend) => {
    const links = backend.webLinks({ url: 'https://attic.example', uuid: UUID });
    expect(links.item({ id: '1&x=#/../', type: 'movie' })).not.toMatch(/&x=|#\/\.\.\//);
  });
});
