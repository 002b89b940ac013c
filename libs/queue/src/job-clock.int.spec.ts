import type { TestingModule } from '@nestjs/testing';
import { createCache } from '#libs/testing';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JobClock, TimetableEntry } from './job-clock.js';
import { commandsQueue } from './queues.js';
import { stageQueues } from './testing/queue-stage.js';

type Clock = JobClock<typeof commandsQueue>;

let stage: TestingModule;
let other: TestingModule;
let redis: Redis;
let queue: Queue;

beforeEach(async () => {
  const url = await createCache();
  stage = await stageQueues(url);
  other = await stageQueues(url);
  redis = new Redis(url, { maxRetriesPerRequest: null });
  queue = new Queue(commandsQueue.name, { connection: redis, prefix: 'watchstate' });
});

afterEach(async () => {
  await queue.close();
  redis.disconnect();
  await Promise.all([stage.close(), other.close()]);
});

const clockIn = (module: TestingModule): Clock => module.get('JobClock(commands)');
const entry = (task: string, pattern: string, zone = 'UTC'): TimetableEntry<typeof commandsQueue> => ({
  id: `task-${task}`,
  pattern,
  zone,
  job: 'task-due',
  payload: { task },
});
const timetable = async (): Promise<unknown[]> =>
  (await queue.getJobSchedulers(0, -1))
    .map(({ key, pattern, tz }) => [key, pattern, tz])
    .sort(([a], [b]) => String(a).localeCompare(String(b)));

it('sets what is new, changes what is different and removes what is gone', async () => {
  const clock = clockIn(stage);
  expect(await clock.keep([entry('import', '0 * * * *'), entry('export', '30 * * * *')])).toEqual([
    'task-import',
    'task-export',
  ]);
  expect(await clock.keep([entry('import', '0 */6 * * *', 'Europe/Paris')])).toEqual([
    'task-import',
    'task-export',
  ]);
  expect(await timetable()).toEqual([['task-import', '0 */6 * * *', 'Europe/Paris']]);
});

it('leaves alone what is right already, and does no harm when two processes say the same', async () => {
  const wanted = [entry('import', '0 0 1 1 *'), entry('export', '30 0 1 1 *')];
  await Promise.all([clockIn(stage).keep(wanted), clockIn(other).keep(wanted)]);
  expect(await clockIn(other).keep(wanted)).toEqual([]);
  expect(await timetable()).toHaveLength(2);
  expect(await queue.getDelayedCount()).toBe(2);
});

it('164. Missed slot: what came due while nothing ran is done once, and the next is in its own time', async () => {
  const wanted = [entry('import', '0 * * * *')];
  await clockIn(stage).keep(wanted);
  const [due] = await queue.getDelayed();
  // Nothing was running from before its moment until some minutes after it.
  await redis.zadd(
    `watchstate:${commandsQueue.name}:delayed`,
    (Date.now() - 5 * 60_000) * 0x1000,
    due?.id ?? '',
  );

  expect(await clockIn(other).keep(wanted)).toEqual([]);
  const done: string[] = [];
  const worker = new Worker(commandsQueue.name, (job) => Promise.resolve(void done.push(job.name)), {
    connection: redis.duplicate(),
    prefix: 'watchstate',
  });
  try {
    await vi.waitFor(async () => {
      expect(done).toEqual(['task-due']);
      const [next] = await queue.getDelayed();
      expect((next?.timestamp ?? 0) + (next?.delay ?? 0)).toBeGreaterThan(Date.now());
    }, 10_000);
    expect(await queue.getWaitingCount()).toBe(0);
  } finally {
    await worker.close();
  }
});

it('adds the job when its time has come', async () => {
  await clockIn(stage).keep([entry('import', '* * * * *')]);
  const [waiting] = await queue.getDelayed();
  expect(waiting).toMatchObject({ name: 'task-due', data: { task: 'import' } });
  expect(((waiting?.timestamp ?? 0) + (waiting?.delay ?? 0)) % 60_000).toBe(0);
});
