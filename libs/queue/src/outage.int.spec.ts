import type { TestingModule } from '@nestjs/testing';
import { HealthChecks } from '#libs/runtime';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Producer } from './producer.js';
import { QueueUnavailable } from './queue-opener.js';
import { exportsQueue } from './queues.js';
import { OwnRedis } from './testing/own-redis.js';
import { stageQueues } from './testing/queue-stage.js';
import { RecordingWorker } from './testing/recording-worker.js';

let redis: OwnRedis;
let stage: TestingModule;

beforeEach(async () => {
  redis = await OwnRedis.reserve();
});

afterEach(async () => {
  await stage.close();
  await redis.discard();
});

const producer = (): Producer<typeof exportsQueue> => stage.get('Producer(exports)');
const seen = (): readonly object[] => stage.get(RecordingWorker).seen.map(({ payload }) => payload);

it('keeps jobs over a restart of Redis, and the worker goes on by itself', async () => {
  await redis.start();
  stage = await stageQueues(redis.url, [RecordingWorker]);
  await producer().add('export-run', { runId: 'before' });
  await vi.waitFor(() => expect(seen()).toEqual([{ runId: 'before' }]), { timeout: 5_000 });
  await producer().add('restore-run', { runId: 'b1' });

  await redis.stop();
  await redis.start();

  await vi.waitFor(() => expect(seen()).toContainEqual({ runId: 'b1' }), { timeout: 15_000 });
  await vi.waitFor(() => producer().add('export-run', { runId: 'after' }), { timeout: 10_000 });
  await vi.waitFor(() => expect(seen()).toContainEqual({ runId: 'after' }), { timeout: 15_000 });
});

it('refuses a job within moments while Redis is away, and takes it once Redis is there', async () => {
  stage = await stageQueues(redis.url, [RecordingWorker]);
  const started = performance.now();
  await expect(producer().add('restore-run', { runId: 'b1' })).rejects.toThrow(QueueUnavailable);
  expect(performance.now() - started).toBeLessThan(5_000);

  await redis.start();
  await vi.waitFor(() => producer().add('restore-run', { runId: 'b1' }), {
    timeout: 10_000,
  });
  await vi.waitFor(() => expect(seen()).toEqual([{ runId: 'b1' }]), { timeout: 10_000 });
});

it('says in its health that Redis went away and came back', async () => {
  await redis.start();
  stage = await stageQueues(redis.url);
  const health = stage.get(HealthChecks);
  health.started();
  expect(await health.look()).toEqual({ status: 'ready', checks: { redis: 'up' } });
  await redis.stop();
  await vi.waitFor(async () => expect(await health.look()).toMatchObject({ status: 'not-ready' }), {
    timeout: 5_000,
  });
  await redis.start();
  await vi.waitFor(async () => expect(await health.look()).toMatchObject({ status: 'ready' }), {
    timeout: 10_000,
  });
});

it('leaves within moments while Redis is away', async () => {
  stage = await stageQueues(redis.url, [RecordingWorker]);
  const started = performance.now();
  await stage.close();
  expect(performance.now() - started).toBeLessThan(10_000);
  stage = await stageQueues(redis.url);
});
