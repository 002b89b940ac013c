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

export type QueueState = (typeof STATES)[number];

/** A job as it lies in its queue. */
export interface QueuedJob {
  readonly id: string;
  readonly queue: string;
  readonly job: string;
  readonly state: QueueState | 'completed';
  readonly payload: unknown;
  readonly attempts: number;
  readonly mostAttempts: number;
  readonly reason: string | null;
  readonly addedAt: Date;
  /** When it is due; null when that is at once. */
  readonly dueAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

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

  /** The newest jobs in these states, at most so many of each; completed ones are nobody's concern. */
  jobs(queue: string, states: readonly QueueState[], most: number): Promise<QueuedJob[]> {
    return this.opener(queue).with(async (opened) => {
      const found = await Promise.all(
        states.map(async (state) => {
          const jobs = (await opened.getJobs(state, 0, most - 1)) as (Job | undefined)[];
          // A job may end between the listing and the reading.
          return jobs.filter((job) => job !== undefined).map((job) => look(job, state));
        }),
      );
      return found.flat();
    });
  }

  /** Null when it is not in the queue any more. */
  find(queue: string, id: string): Promise<QueuedJob | null> {
    return this.opener(queue).with(async (opened) => {
      const job: Job | undefined = await opened.getJob(id);
      if (!job) return null;
      const state = await job.getState();
      return look(job, stateNamed(state));
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

const stateNamed = (state: string): QueuedJob['state'] =>
  STATES.find((known) => known === state) ?? (state === 'completed' ? 'completed' : 'waiting');

const look = (job: Job, state: QueuedJob['state']): QueuedJob => ({
  id: job.id ?? '',
  queue: job.queueName,
  job: job.name,
  state,
  payload: job.data,
  attempts: job.attemptsMade,
  mostAttempts: job.opts.attempts ?? 1,
  reason: job.failedReason ? redactText(job.failedReason) : null,
  addedAt: new Date(job.timestamp),
  dueAt: state === 'delayed' ? new Date(job.timestamp + job.delay) : null,
  startedAt: job.processedOn === undefined ? null : new Date(job.processedOn),
  finishedAt: job.finishedOn === undefined ? null : new Date(job.finishedOn),
});

const summary = (job: Job): FailedJob => ({
  id: job.id ?? '',
  job: job.name,
  payload: job.data,
  attempts: job.attemptsMade,
  reason: redactText(job.failedReason),
  addedAt: new Date(job.timestamp),
  failedAt: job.finishedOn === undefined ? null : new Date(job.finishedOn),
});
