import { describe, expect, expectTypeOf, it } from 'vitest';
import type { JobHandlers } from './job-handlers.js';
import type { Producer } from './producer.js';
import { onceFor } from './queue-definition.js';
import { redisAddress } from './redis-address.js';
import type { exportsQueue, pushesQueue } from './queues.js';

describe('a queue definition', () => {
  it('asks for a handler for every job, with the right payload', () => {
    expectTypeOf<keyof JobHandlers<typeof exportsQueue>>().toEqualTypeOf<'export-run' | 'restore-run'>();
    // @ts-expect-error one handler is missing
    const incomplete: JobHandlers<typeof exportsQueue> = { 'export-run': () => Promise.resolve() };
    expect(Object.keys(incomplete)).toEqual(['export-run']);
  });

  it('takes no job with a wrong payload', () => {
    const add = (producer: Producer<typeof pushesQueue>): Promise<void> =>
      // @ts-expect-error a push is for a backend
      producer.add('push', { runId: 'a1' });
    expect(add).toBeTypeOf('function');
  });

  it('makes keys that the queue accepts', () => {
    expect(onceFor(7, '41-b')).toBe('7-41-b');
  });
});

describe('the address of Redis', () => {
  it('reads user, password and database', () => {
    expect(redisAddress('redis://ws:p%40ss@cache:6380/2')).toEqual({
      host: 'cache',
      port: 6380,
      db: 2,
      username: 'ws',
      password: 'p@ss',
    });
  });

  it('reads the older spelling', () => {
    expect(redisAddress('redis://127.0.0.1?password=pw&db=3')).toMatchObject({
      port: 6379,
      db: 3,
      password: 'pw',
    });
  });

  it('speaks TLS when asked to', () => {
    expect(redisAddress('rediss://[::1]:6379')).toMatchObject({ host: '::1', tls: {} });
  });
});
