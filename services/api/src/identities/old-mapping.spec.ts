import { describe, expect, it } from 'vitest';
import { fromOldMapping } from './old-mapping.js';

describe('the mapping of older versions', () => {
  it('becomes groups, named by what most of their accounts are called', () => {
    const old = {
      version: '1.6',
      map: [
        {
          den_plex: { name: 'Mike Jones', options: { PLEX_USER_PIN: 4711 } },
          den_jellyfin: { name: 'mjones', replace_with: 'mike_jones', options: {} },
          den_emby: { name: 'other' },
        },
      ],
    };
    expect(fromOldMapping(old)).toEqual({
      version: '1.6',
      identities: [
        {
          identity: 'mike_jones',
          members: [
            { backend: 'den_plex', username: 'Mike Jones', pin: '4711' },
            { backend: 'den_jellyfin', username: 'mjones' },
            { backend: 'den_emby', username: 'other' },
          ],
        },
      ],
    });
  });

  it.each([null, [], 'text', { version: 1.6, identities: [] }])('leaves %j as it is', (value) => {
    expect(fromOldMapping(value)).toBe(value);
  });

  it('keeps what is wrong wrong, so that the check of today names it', () => {
    expect(fromOldMapping({ map: 'x' })).toEqual({ identities: 'x' });
    expect(fromOldMapping({ map: [{ plex: { name: 7 } }] })).toEqual({
      identities: [{ identity: undefined, members: [{ backend: 'plex', username: 7 }] }],
    });
  });
});
