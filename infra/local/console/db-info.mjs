// @ts-check
import { PORTS } from '../lib/settings.mjs';
import { table } from '../lib/table.mjs';
import { installation } from './connection.mjs';

/** A password is in the file; on the screen it would be read over somebody's shoulder. @param {string} url */
function withoutPassword(url) {
  const address = new URL(url);
  if (address.password) address.password = '***';
  return address.href;
}

/** How to connect to the database and to Redis, as a table. */
export function dbInfo() {
  const { folder, settings } = installation();
  const own = (/** @type {string} */ name, /** @type {string} */ user, /** @type {number} */ port) =>
    `${name}://${user}:***@127.0.0.1:${port}`;
  const postgres = own('postgres', 'watchstate', Number(settings.WS_POSTGRES_PORT) || PORTS.WS_POSTGRES_PORT);
  const redis = own('redis', '', Number(settings.WS_REDIS_PORT) || PORTS.WS_REDIS_PORT);
  const { WS_DATABASE_URL: database, WS_CACHE_URL: cache } = settings;
  return table(
    ['Store', 'Address', 'Password'],
    [
      [
        'Postgres',
        database ? withoutPassword(database) : `${postgres}/watchstate`,
        whose(database, 'WS_POSTGRES_PASSWORD', folder.envFile),
      ],
      ['Redis', cache ? withoutPassword(cache) : redis, whose(cache, 'WS_REDIS_PASSWORD', folder.envFile)],
    ],
  );
}

/**
 * @param {string | undefined} url
 * @param {string} name
 * @param {string} file
 */
const whose = (url, name, file) => (url ? 'yours' : `${name} in ${file}`);
