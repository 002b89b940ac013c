import { describe, expect, it } from 'vitest';
import { canonicalId, sameId } from './ids.js';
import { readLibrary, readPlaying, readServerInfo, readUser, rowsOf, typeOf } from './server-mapper.js';

const JELLYFIN = {
  ServerName: 'Attic Jellyfin',
  Version: '10.11.11',
  ProductName: 'Jellyfin Server',
  Id: '6b0f3c1d9a284e57b1c2d3e4f5061728',
};
const EMBY = { ServerName: 'Attic Emby', Version: '4.9.1.80', Id: 'e3b0aa11bb22cc33dd44ee55ff667788' };

describe('a server', () => {
  it('tells its id, name and version', () => {
    expect(readServerInfo(EMBY)).toEqual({ uuid: EMBY.Id, name: 'Attic Emby', version: '4.9.1.80' });
  });

  it.each([[{}], [null], ['Jellyfin'], [{ ...EMBY, Id: '' }], [{ ...EMBY, Version: undefined }]])(
    'is none that says %j',
    (answer) => {
      expect(readServerInfo(answer)).toBeNull();
    },
  );

  it.each([
    [JELLYFIN, 'jellyfin'],
    [{ ...JELLYFIN, ProductName: undefined }, 'jellyfin'],
    [EMBY, 'emby'],
  ])('%j is a %s', (answer, type) => {
    expect(typeOf(answer)).toBe(type);
  });
});

describe('an id', () => {
  it('is the same with dashes and in capitals', () => {
    expect(sameId('6B0F3C1D-9A28-4E57-B1C2-D3E4F5061728', JELLYFIN.Id)).toBe(true);
    expect(sameId(EMBY.Id, JELLYFIN.Id)).toBe(false);
  });

  it('stays as it is when it is no GUID', () => {
    expect(canonicalId('Some-Server')).toBe('Some-Server');
  });
});

describe('a user', () => {
  it.each([
    [
      { Id: 'u1', Name: 'alice', Policy: { IsAdministrator: true } },
      { id: 'u1', name: 'alice', admin: true },
    ],
    [
      { Id: 'u2', Name: '' },
      { id: 'u2', name: '??', admin: false },
    ],
    [{ Name: 'nobody' }, null],
    [null, null],
  ])('%j is read as %j', (row, user) => {
    expect(readUser(row)).toEqual(user);
  });
});

describe('a library', () => {
  it.each([
    [{ CollectionType: 'movies', Type: 'CollectionFolder' }, 'movie', true],
    [{ CollectionType: 'tvshows', Type: 'CollectionFolder' }, 'show', true],
    [{ Type: 'CollectionFolder' }, 'mixed', true],
    [{ CollectionType: null, Type: 'CollectionFolder' }, 'mixed', true],
    [{ CollectionType: 'music', Type: 'CollectionFolder' }, 'other', false],
    [{ CollectionType: 'boxsets', Type: 'CollectionFolder' }, 'other', false],
    [{ CollectionType: 'playlists', Type: 'ManualPlaylistsFolder' }, 'other', false],
    [{ Type: 'UserView' }, 'other', false],
  ])('%j is of type %s, supported: %s', (row, type, supported) => {
    expect(readLibrary({ ...row, Id: '3', Name: 'Attic' })).toMatchObject({
      id: '3',
      title: 'Attic',
      type,
      supported,
    });
  });

  it('without an id is none', () => {
    expect(readLibrary({ Name: 'Attic', CollectionType: 'movies' })).toBeNull();
  });
});

it.each([
  [[1], [1]],
  [{ Items: [1] }, [1]],
  [{ Items: 1 }, null],
  ['text', null],
])('the rows of %j are %j', (body, rows) => {
  expect(rowsOf(body)).toEqual(rows);
});

describe('the sessions', () => {
  it('tell what this user plays, and of others and of idle ones nothing', () => {
    const user = '6b0f3c1d9a284e57b1c2d3e4f5061728';
    const sessions = [
      { UserId: '6b0f3c1d-9a28-4e57-b1c2-d3e4f5061728', NowPlayingItem: { Id: 'a1' } },
      { UserId: user },
      { UserId: 'e3b0aa11bb22cc33dd44ee55ff667788', NowPlayingItem: { Id: 'a2' } },
      { NowPlayingItem: { Id: 'a3' } },
    ];
    expect(readPlaying(sessions, user)).toEqual(['a1']);
    expect(readPlaying('nothing', user)).toEqual([]);
  });
});
