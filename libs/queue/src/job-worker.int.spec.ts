import { setTimeout as later } from 'node:timers/promises';
import type { TestingModule } from '@nestjs/testing';
import { AppError, type Remedy } from '#libs/core';
import { Metrics } from '#libs/runtime';
import { createCache } from '#libs/testing';
import { Redis } from 'ioredis';
import { Queue, Worker } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Producer } from './producer.js';
import { QueueMonitor } from './queue-monitor.js';
import { exportsQueue } from './queues.js';
import { stageQueues } from './testing/queue-stage.js';
import { RecordingWorker } from './testing/recording-worker.js';

class Trouble extends AppError {
  readonly key = 'trouble';

  constructor(readonly remedy: Remedy) {
    super('the server is in trouble');
  }
}

const producerIn = (stage: TestingModule): Producer<typeof exportsQueue> => stage.get('Producer(exports)');
const until = (check: () => unknown, timeout = 15_000): Promise<unknown> =>
  vi.waitFor(check, { timeout, interval: 20 });

let url: string;
let stage: TestingModule;
let worker: RecordingWorker;
let producer: Producer<typeof exportsQueue>;
let monitor: QueueMonitor;

beforeEach(async () => {
  url = await createCache();
  stage = await stageQueues(url, [RecordingWorker]);
  worker = stage.get(RecordingWorker);
  producer = producerIn(stage);
  monitor = stage.get(QueueMonitor);
});

afterEach(() => stage.close());

const ended = async (): Promise<void> => {
  await until(async () => {
    const { waiting, active, delayed } = await monitor.depth('exports');
    expect({ waiting, active, delayed }).toEqual({ waiting: 0, active: 0, delayed: 0 });
  });
};

describe('a job', () => {
  it('reaches the handler of its name with its payload', async () => {
    await producer.add('export-run', { runId: 'a1' });
    await producer.add('restore-run', { runId: 'b7' });
    await until(() => expect(worker.seen).toHaveLength(2));
    expect(worker.seen.map(({ job, payload }) => [job, payload])).toEqual([
      ['export-run', { runId: 'a1' }],
      ['restore-run', { runId: 'b7' }],
    ]);
  });

  it('runs once when it is added many times before it starts', async () => {
    await Promise.all(Array.from({ length: 20 }, () => producer.add('restore-run', { runId: 'b7' })));
    await until(() => expect(worker.seen).toHaveLength(1));
    await ended();
    expect(worker.seen).toHaveLength(1);
  });

  it('runs once more when it is added while it runs', async () => {
    const gate = Promise.withResolvers<undefined>();
    worker.act = () => gate.promise;
    await producer.add('export-run', { runId: 'a1' });
    await until(() => expect(worker.seen).toHaveLength(1));
    await Promise.all(Array.from({ length: 5 }, () => producer.add('export-run', { runId: 'a1' })));
    gate.resolve(undefined);
    await until(() => expect(worker.seen).toHaveLength(2));
    await ended();
    expect(worker.seen).toHaveLength(2);
  });

  it('keeps apart jobs that only look alike', async () => {
    await producer.add('export-run', { runId: '7-1' });
    await producer.add('restore-run', { runId: 'b7' });
    await producer.add('restore-run', { runId: 'b8' });
    await until(() => expect(worker.seen).toHaveLength(3));
  });

  it('can be added again after it failed for good', async () => {
    worker.act = () => Promise.reject(new Trouble({ retry: 'never' }));
    await producer.add('export-run', { runId: 'a1' });
    await until(async () => expect(await monitor.depth('exports')).toMatchObject({ failed: 1 }));
    worker.act = () => Promise.resolve();
    await producer.add('export-run', { runId: 'a1' });
    await until(() => expect(worker.seen).toHaveLength(2));
  });
});

describe('the remedy of an error', () => {
  it('soon: tries again and counts the attempt', async () => {
    worker.act = ({ run }) =>
      run.attempt === 1 ? Promise.reject(new Trouble({ retry: 'soon' })) : Promise.resolve();
    await producer.add('export-run', { runId: 'a1' });
    await until(() => expect(worker.seen.map(({ run }) => run.attempt)).toEqual([1, 2]));
  });

  it('at: waits until then and counts no attempt', async () => {
    const time = new Date(Date.now() + 400);
    let ranAt = 0;
    worker.act = () => {
      if (worker.seen.length === 1) return Promise.reject(new Trouble({ retry: 'at', time }));
      ranAt = Date.now();
      return Promise.resolve();
    };
    await producer.add('export-run', { runId: 'a1' });
    await until(() => expect(worker.seen.map(({ run }) => run.attempt)).toEqual([1, 1]));
    expect(ranAt).toBeGreaterThanOrEqual(time.getTime());
  });

  it('never: fails at once, and the monitor shows why and can try again', async () => {
    worker.act = () => Promise.reject(new Trouble({ retry: 'never' }));
    await producer.add('export-run', { runId: 'a1' });
    await until(async () => expect(await monitor.depth('exports')).toMatchObject({ failed: 1 }));
    expect(worker.seen).toHaveLength(1);
    const [failed] = await monitor.failed('exports', { skip: 0, take: 10 });
    expect(failed).toMatchObject({
      job: 'export-run',
      payload: { runId: 'a1' },
      reason: 'the server is in trouble',
    });
    worker.act = () => Promise.resolve();
    expect(await monitor.retry('exports', failed?.id ?? '')).toBe(true);
    await until(() => expect(worker.seen).toHaveLength(2));
    expect(await monitor.retry('exports', 'no such job')).toBe(false);
  });
});

describe('a worker', () => {
  it('counts and times what it does', async () => {
    worker.act = ({ job }) =>
      job === 'restore-run' ? Promise.reject(new Trouble({ retry: 'never' })) : Promise.resolve();
    await producer.add('export-run', { runId: 'a1' });
    await producer.add('restore-run', { runId: 'b7' });
    await until(async () => expect(await monitor.depth('exports')).toMatchObject({ failed: 1 }));
    const { text } = await stage.get(Metrics).scrape();
    expect(text).toContain('sync_jobs_total{queue="exports",job="export-run",outcome="completed"} 1');
    expect(text).toContain('sync_jobs_total{queue="exports",job="restore-run",outcome="failed"} 1');
    expect(text).toContain('sync_job_duration_seconds_count{queue="exports",job="restore-run"} 1');
    expect(text).toContain('sync_job_wait_seconds_count{queue="exports",job="restore-run"} 1');
    expect(text).toContain('sync_queue_depth{queue="exports",state="failed"} 1');
  });

  it('gives back what it has not finished when its process leaves, and that costs no attempt', async () => {
    worker.act = ({ run }) => later(60_000, undefined, { signal: run.signal });
    await producer.add('export-run', { runId: 'a1' });
    await until(() => expect(worker.seen).toHaveLength(1));
    const other = await stageQueues(url, [RecordingWorker]);
    await stage.close();
    const heir = other.get(RecordingWorker);
    await until(() => expect(heir.seen.map(({ run }) => run.attempt)).toEqual([1]));
    await other.close();
    stage = await stageQueues(url);
  });

  it('takes over what a killed worker held', async () => {
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    const paused = await stageQueues(url);
    await stage.close();
    await producerIn(paused).add('export-run', { runId: 'a1' });
    const killed = new Worker(exportsQueue.name, null, {
      connection,
      prefix: 'watchstate',
      lockDuration: 50,
    });
    const held = await killed.getNextJob('token of the killed', { block: false });
    expect(held.data).toEqual({ runId: 'a1' });
    await killed.close(true);
    connection.disconnect();
    await paused.close();

    stage = await stageQueues(url, [RecordingWorker]);
    const heir = stage.get(RecordingWorker);
    await until(() => expect(heir.seen.map(({ payload }) => payload)).toEqual([{ runId: 'a1' }]), 25_000);
  });

  it('counts a job that the queue gave up, and the job can be added again', async () => {
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    const paused = await stageQueues(url);
    await stage.close();
    await producerIn(paused).add('restore-run', { runId: 'b7' });
    await connection.hset('watchstate:exports:1', 'defa', 'job stalled more than allowable limit');
    await paused.close();

    stage = await stageQueues(url, [RecordingWorker]);
    const heir = stage.get(RecordingWorker);
    await until(async () =>
      expect(await stage.get(QueueMonitor).depth('exports')).toMatchObject({ failed: 1 }),
    );
    expect(heir.seen).toEqual([]);
    const { text } = await stage.get(Metrics).scrape();
    expect(text).toContain('sync_jobs_total{queue="exports",job="restore-run",outcome="failed"} 1');
    await producerIn(stage).add('restore-run', { runId: 'b7' });
    await until(() => expect(heir.seen).toHaveLength(1));
    connection.disconnect();
  });

  it('fails a job that nobody handles instead of calling it done', async () => {
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    const queue = new Queue(exportsQueue.name, { connection, prefix: 'watchstate' });
    await queue.add('unheard-of', {}, { attempts: 8 });
    await until(async () => expect(await monitor.depth('exports')).toMatchObject({ failed: 1 }));
    await queue.close();
    connection.disconnect();
  });
});
