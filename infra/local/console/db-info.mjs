// @ts-check
import { PORTS } from '../lib/settings.mjs';
import { installation } from './connection.mjs';

/** A password is in the file; on the screen it would be read over somebody's shoulder. @param {string} url */
function withoutPassword(url) {
  const address = new URL(url);
  if (address.password) address.password = '***';
  return address.href;
}

/** @type {import('./usage.mjs').Command} */
export const dbInfo = {
  name: 'db:info',
  summary: 'Show how to connect to the database and to Redis',
  options: {},
  run: async () => {
    const { folder, settings } = installation();
    const postgres = `postgres://watchstate:***@127.0.0.1:${settings.WS_POSTGRES_PORT || PORTS.WS_POSTGRES_PORT}/watchstate`;
    const redis = `redis://:***@127.0.0.1:${settings.WS_REDIS_PORT || PORTS.WS_REDIS_PORT}`;
    const { WS_DATABASE_URL: database, WS_CACHE_URL: cache } = settings;
    return {
      head: ['Store', 'Address', 'Password'],
      rows: [
        [
          'Postgres',
          database ? withoutPassword(database) : postgres,
          database ? 'yours' : `WS_POSTGRES_PASSWORD in ${folder.envFile}`,
        ],
        [
          'Redis',
          cache ? withoutPassword(cache) : redis,
          cache ? 'yours' : `WS_REDIS_PASSWORD in ${folder.envFile}`,
        ],
      ],
    };
  },
};
