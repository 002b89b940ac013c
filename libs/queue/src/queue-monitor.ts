import { Injectable } from '@nestjs/common';
import { redactText } from '#libs/runtime';
import type { Job } from 'bullmq';
import { QueueConfig, queuePrefix } from './queue.config.js';
import { QueueOpener } from './queue-opener.js';
import { allQueues } from './queues.js';
import { RedisLines } from './redis-lines.js';

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/** How many jobs of one queue are in each state. */
export type QueueDepth = Readonly<Record<(typeof STATES)[number], number>>;

export interface FailedJob {
  readonly id: string;
  readonly job: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly reason: string;
  readonly addedAt: Date;
  readonly failedAt: Date | null;
}

/** What the queue pages show and do: depths, what failed, try again, throw away. */
@Injectable()
export class QueueMonitor {
  private readonly openers: ReadonlyMap<string, QueueOpener>;

  constructor(lines: RedisLines, config: QueueConfig) {
    this.openers = new Map(
      allQueues.map(({ name }) => [name, new QueueOpener(name, lines.producer, queuePrefix(config))]),
    );
  }

  get queues(): readonly string[] {
    return [...this.openers.keys()];
  }

  depth(queue: string): Promise<QueueDepth> {
    return this.opener(queue).with(async (opened) => {
      const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await opened.getJobCounts(...STATES);
      return { waiting, active, delayed, failed };
    });
  }

  /** Newest first. */
  failed(
    queue: string,
    { skip, take }: { readonly skip: number; readonly take: number },
  ): Promise<FailedJob[]> {
    return this.opener(queue).with(async (opened) => {
      const jobs = await opened.getFailed(skip, skip + take - 1);
      return jobs.map(summary);
    });
  }

  /** False when there is no such failed job. */
  retry(queue: string, id: string): Promise<boolean> {
    return this.withFailed(queue, id, (job) => job.retry());
  }

  /** False when there is no such failed job. */
  remove(queue: string, id: string): Promise<boolean> {
    return this.withFailed(queue, id, (job) => job.remove());
  }

  private withFailed(queue: string, id: string, work: (job: Job) => Promise<void>): Promise<boolean> {
    return this.opener(queue).with(async (opened) => {
      const job: Job | undefined = await opened.getJob(id);
      if (!job || !(await job.isFailed())) return false;
      await work(job);
      return true;
    });
  }

  private opener(queue: string): QueueOpener {
    const opener = this.openers.get(queue);
    if (!opener) throw new RangeError(`there is no queue ${queue}`);
    return opener;
  }
}

const summary = (job: Job): FailedJob => ({
  id: job.id ?? '',
  job: job.name,
  payload: job.data,
  attempts: job.attemptsMade,
  reason: redactText(job.failedReason),
  addedAt: new Date(job.timestamp),
  failedAt: job.finishedOn === undefined ? null : new Date(job.finishedOn),
});
