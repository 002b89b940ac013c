import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { query } from './postgres.js';
import { CACHE_DATABASES } from './redis.js';

/** A database that belongs to one test file. */
export interface OwnDatabase {
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

function fromRun(name: 'WS_DATABASE_URL' | 'WS_CACHE_URL'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run this file with --project int`);
  return value;
}

/**
 * Makes an empty database, or a copy of `template`, so that test files can run at the same time.
 * Nobody may be connected to the template while it is copied.
 */
export async function createDatabase(template = 'template0'): Promise<OwnDatabase> {
  const server = fromRun('WS_DATABASE_URL');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(server, `create database ${name} template ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, name, drop: () => query(server, `drop database if exists ${name} with (force)`) };
}

/** The address of a Redis database that no other test file uses; it starts empty. */
export async function createCache(): Promise<string> {
  const url = new URL(fromRun('WS_CACHE_URL'));
  const counter = new Redis(url.href);
  try {
    const taken = await counter.incr('test:databases-taken');
    if (taken >= CACHE_DATABASES) throw new Error('this run has used up its Redis databases');
    url.pathname = `/${taken}`;
    return url.href;
  } finally {
    counter.disconnect();
  }
}
