import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { StoreProcess, type Store } from './store-process.js';

/** Each test file takes a database of its own (see `createCache`), so there must be plenty. */
export const CACHE_DATABASES = 1_024;

/** A throw-away Redis on a free loopback port. */
export async function startRedis(folder: string): Promise<Store> {
  const port = await freePort();
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    databases: CACHE_DATABASES,
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = new StoreProcess({ program: findProgram(), args });
  const url = `redis://127.0.0.1:${port}`;
  await server.answers(() => ping(url));
  return { url, stop: () => server.stop('SIGTERM') };
}

function findProgram(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = ['redis-server', 'valkey-server']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
  if (found === undefined) throw new Error('integration tests need redis-server or valkey-server on PATH');
  return found;
}

async function ping(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}
