import type { RedisOptions } from 'ioredis';

/** Reads `redis://user:password@host:port/db`; `?password=` and `?db=` are the older spelling (env.md 2.2). */
export function redisAddress(text: string): RedisOptions {
  const url = new URL(text);
  const password = decodeURIComponent(url.password) || url.searchParams.get('password');
  const db = Number(url.pathname.slice(1) || url.searchParams.get('db') || 0);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: Number.isInteger(db) ? db : 0,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(password ? { password } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
