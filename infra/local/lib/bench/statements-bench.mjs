// @ts-check
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { partsOf } from './libraries.mjs';
import { runAll } from './runs.mjs';

const STATEMENT = /LOG: {2}(execute|statement)/g;
const PAGE = 1_000;

/**
 * @param {string} databaseUrl
 * @param {readonly string[]} statements
 */
async function tell(databaseUrl, statements) {
  const { Client } = createRequire(import.meta.url)('pg');
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/**
 * Statements that Postgres was sent for each page of one backend, all that belongs to the run included.
 * @param {import('./stage.mjs').Stage} stage
 * @param {number} size
 */
export async function benchStatements(stage, size) {
  const account = stage.accounts[1];
  await tell(stage.databaseUrl, [`INSERT INTO identity (name) VALUES ('counted')`]);
  const api = stage.apiOf('counted');
  await stage.addBackend(api, account);
  const log = join(stage.folder.logs, 'postgres.log');
  await tell(stage.databaseUrl, [
    `ALTER SYSTEM SET log_parameter_max_length = 0`,
    `ALTER SYSTEM SET log_statement = 'all'`,
    'SELECT pg_reload_conf()',
  ]);
  const start = statSync(log).size;
  await runAll(api, 'import', [account.name]);
  const written = readFileSync(log).subarray(start).toString('utf8');
  await tell(stage.databaseUrl, [`ALTER SYSTEM SET log_statement = 'none'`, 'SELECT pg_reload_conf()']);
  const { movies, episodes } = partsOf(size);
  return [...written.matchAll(STATEMENT)].length / (Math.ceil(movies / PAGE) + Math.ceil(episodes / PAGE));
}
