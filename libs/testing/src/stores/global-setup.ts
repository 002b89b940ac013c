import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres.js';
import { startRedis } from './redis.js';

/** vitest globalSetup: one throw-away Postgres and Redis for the run, told to the tests by environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'watchstate-test-'));
  const [database, cache] = await Promise.all([startPostgres(folder), startRedis(folder)]);
  process.env['WS_DATABASE_URL'] = database.url;
  process.env['WS_CACHE_URL'] = cache.url;
  process.env['WS_DATA_PATH'] = folder;
  process.env['WS_API_KEY'] = randomBytes(16).toString('hex');
  process.env['WS_SECRET_KEY'] = randomBytes(32).toString('hex');
  process.env['WS_LOG_LEVEL'] ??= 'fatal';
  return async () => {
    await Promise.all([database.stop(), cache.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
}
