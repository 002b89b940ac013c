import { SecretBox } from '#libs/runtime';
import { describe, expect, it } from 'vitest';
import { MASK, maskOptions, openOptions, plexExtrasIn, plexExtrasOf, sealOptions } from './plex-extras.js';

const box = new SecretBox('42'.repeat(32));
const OPTIONS = {
  ADMIN_TOKEN: 'secret-owner-token',
  PLEX_USER_PIN: '4711',
  plex_user_uuid: 'b2c3d4e5f6071829',
  plex_guest_user: true,
  ignore: '3',
};
const EXTRAS = {
  adminToken: 'secret-owner-token',
  userPin: '4711',
  userUuid: 'b2c3d4e5f6071829',
  isGuest: true,
};

describe('what a Plex backend knows besides its token', () => {
  it('is stored sealed, and can be opened again', () => {
    const stored = sealOptions(OPTIONS, box);
    expect(JSON.stringify(stored)).not.toMatch(/secret-owner-token|4711/);
    expect(stored).toMatchObject({ ignore: '3', plex_user_uuid: OPTIONS.plex_user_uuid });
    expect(plexExtrasOf(stored, box)).toEqual(EXTRAS);
  });

  it('is read in clear before it is stored', () => {
    expect(plexExtrasIn(OPTIONS)).toEqual(EXTRAS);
  });

  it('is shown as set, and opened for calls only', () => {
    const stored = sealOptions(OPTIONS, box);
    expect(maskOptions(stored)).toEqual({ ...OPTIONS, ADMIN_TOKEN: MASK, PLEX_USER_PIN: MASK });
    expect(maskOptions({ ignore: '3' })).toEqual({ ignore: '3' });
    expect(openOptions(stored, box)).toEqual(OPTIONS);
  });

  it('is nothing where nothing was given', () => {
    const none = { adminToken: undefined, userPin: undefined, userUuid: undefined, isGuest: false };
    expect(plexExtrasOf({}, box)).toEqual(none);
    expect(plexExtrasIn({ ADMIN_TOKEN: '', PLEX_USER_PIN: 5 })).toEqual(none);
  });

  it('is taken away by an empty text', () => {
    const options: object = sealOptions({ ADMIN_TOKEN: '' }, box);
    expect(JSON.parse(JSON.stringify(options))).toEqual({});
  });
});
