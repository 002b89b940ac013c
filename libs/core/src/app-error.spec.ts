import { describe, expect, it } from 'vitest';
import { AppError } from './app-error.js';
import { isBackendType } from './backend-type.js';

class LanternBroken extends AppError {
  readonly key = 'lantern-broken';
  readonly remedy = { retry: 'never' } as const;
}

describe('AppError', () => {
  it('carries the name of its class and its cause', () => {
    const cause = new Error('no oil');
    const error = new LanternBroken('The lantern is broken.', { cause });
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ name: 'LanternBroken', message: 'The lantern is broken.', cause });
  });
});

describe('isBackendType', () => {
  it('knows the three kinds of server and nothing else', () => {
    expect(['plex', 'jellyfin', 'emby', 'Plex', 'kodi', ''].filter(isBackendType)).toEqual([
      'plex',
      'jellyfin',
      'emby',
    ]);
  });
});
