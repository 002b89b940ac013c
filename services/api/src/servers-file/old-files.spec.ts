import { expect, it } from 'vitest';
import { newestDatabase, placeOfOldFile } from './old-files.js';

it.each([
  ['config/servers.yaml', 'config/servers.yaml'],
  ['backup/data/config/.env', 'config/.env'],
  ['data/users/kim/servers.yaml', 'users/kim/servers.yaml'],
  ['config/users/kim/ignore.yaml', 'config/users/kim/ignore.yaml'],
  ['data/db/watchstate_v02.db-wal', 'db/watchstate_v02.db-wal'],
  ['users/kim/user_v01.db', 'users/kim/user_v01.db'],
  ['data/logs/app.20240101.log', null],
  ['data/backup/main.den.json.zip', null],
  ['../config/.env', null],
])('%s of a zip has its place', (name, place) => {
  expect(placeOfOldFile(name)).toBe(place);
});

it('the newest version of a database counts', () => {
  expect(
    newestDatabase(['watchstate_v01.db', 'watchstate_v02.db', 'watchstate_v02.db-wal', 'cache.db']),
  ).toBe('watchstate_v02.db');
  expect(newestDatabase(['user.db'])).toBe('user.db');
  expect(newestDatabase(['cache.db'])).toBeNull();
});
