import { setTimeout as pause } from 'node:timers/promises';
import { Inject, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HealthChecks, Logger, Metrics, withLogFields } from '#libs/runtime';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { endingFor, isLastAttempt, type JobEnding, release, RunLater } from './job-ending.js';
import type { JobHandlers } from './job-handlers.js';
import { QueueConfig, queuePrefix } from './queue.config.js';
import type { AnyQueue, JobName, PayloadOf } from './queue-definition.js';
import { QueueMonitor } from './queue-monitor.js';
import { RedisLines } from './redis-lines.js';

type JobOf<Q> = Job<PayloadOf<Q, JobName<Q>>>;

/** The same on every worker: the stalled check is throttled by one shared key, so workers must agree. */
const STALLED = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 3 } as const;

/** How long a handler may take to notice the signal before its job is given back. */
const LONGEST_GOODBYE_MS = 10_000;
const GOODBYE_WITHOUT_REDIS_MS = 1_000;

/**
 * Consumes one queue: a subclass says which and gives a handler per job. Log fields, metrics, remedies, start when the
 * process is ready and an orderly end come from here.
 */
export abstract class JobWorker<Q extends AnyQueue> implements OnApplicationBootstrap, OnModuleDestroy {
  protected abstract readonly handlers: JobHandlers<Q>;

  @Inject(RedisLines) private readonly lines: RedisLines;
  @Inject(QueueConfig) private readonly config: QueueConfig;
  @Inject(HealthChecks) private readonly health: HealthChecks;
  @Inject(QueueMonitor) private readonly monitor: QueueMonitor;
  @Inject(Metrics) private readonly metrics: Metrics;
  @Inject(Logger) private readonly logger: Logger;

  private readonly leaving = new AbortController();
  private worker: Worker<PayloadOf<Q, JobName<Q>>> | null = null;
  private line: ReturnType<RedisLines['forWorker']> | null = null;

  constructor(private readonly queue: Q) {}

  /** Jobs at the same time; a queue whose jobs are heavy says its own number. */
  protected concurrency(config: QueueConfig): number {
    return config.WS_QUEUE_CONCURRENCY;
  }

  onApplicationBootstrap(): void {
    void this.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.leaving.abort();
    const closing = this.worker?.close();
    // Without Redis there is nobody to say goodbye to; whatever was in hand is found again.
    if (this.line?.status === 'ready') await closing;
    else await Promise.race([closing, pause(GOODBYE_WITHOUT_REDIS_MS, undefined, { ref: false })]);
  }

  private async start(): Promise<void> {
    if (!(await this.health.whenReady(this.leaving.signal))) return;
    this.metrics.beforeScrape(() => this.reportDepth());
    this.line = this.lines.forWorker();
    this.worker = new Worker<PayloadOf<Q, JobName<Q>>>(
      this.queue.name,
      (job, token) => this.run(job, token),
      {
        ...STALLED,
        prefix: queuePrefix(this.config),
        connection: this.line,
        concurrency: this.concurrency(this.config),
      },
    );
    this.worker.on('error', (error) =>
      this.logger.debug('worker disturbed', { queue: this.queue.name, error }),
    );
    this.worker.on('failed', (job, error) => this.noteLoss(error, job));
    this.worker.on('stalled', (jobId) => this.logger.warn('job stalled', { queue: this.queue.name, jobId }));
  }

  /** Reported by the consumer, so that each queue is told once. */
  private async reportDepth(): Promise<void> {
    const depth = await this.monitor.depth(this.queue.name);
    for (const [state, jobs] of Object.entries(depth)) {
      this.metrics.queueDepth.set({ queue: this.queue.name, state }, jobs);
    }
  }

  /** A job that killed its worker too often is failed by the queue itself, and no handler hears of it. */
  private noteLoss(error: Error, job?: JobOf<Q>): void {
    if (!job || !error.message.includes('stalled more than')) return;
    this.metrics.jobs.inc({ queue: job.queueName, job: job.name, outcome: 'failed' });
    this.logger.error('job lost', { queue: job.queueName, job: job.name, jobId: job.id, ...job.data });
  }

  private run(job: JobOf<Q>, token?: string): Promise<void> {
    const fields = { queue: job.queueName, job: job.name, jobId: job.id, attempt: job.attemptsMade + 1 };
    return withLogFields({ ...fields, ...job.data }, () => this.measure(job, token));
  }

  private async measure(job: JobOf<Q>, token?: string): Promise<void> {
    const started = performance.now();
    const labels = { queue: job.queueName, job: job.name };
    if (job.attemptsMade === 0) this.metrics.jobWait.observe(labels, secondsOverdue(job));
    const outcome = await this.attempt(job, token);
    this.metrics.jobDuration.observe(labels, (performance.now() - started) / 1_000);
    this.metrics.jobs.inc({ ...labels, outcome: outcome.outcome });
    if (outcome.outcome !== 'completed') throw outcome.error;
  }

  private async attempt(
    job: JobOf<Q>,
    token?: string,
  ): Promise<JobEnding | { readonly outcome: 'completed' }> {
    try {
      await unlessLeft(this.handle(job), this.leaving.signal);
      return { outcome: 'completed' };
    } catch (error) {
      const isLeaving = this.leaving.signal.aborted;
      const ending = isLeaving ? await release(job, token) : await endingFor(error, job, token);
      this.tell(ending.outcome, error);
      return ending;
    }
  }

  private async handle(job: JobOf<Q>): Promise<void> {
    const handler = this.isOurs(job.name) ? this.handlers[job.name] : undefined;
    if (!handler) throw new UnrecoverableError(`there is no handler for the job ${job.name}`);
    await handler(job.data, {
      id: job.id ?? '',
      attempt: job.attemptsMade + 1,
      isLastAttempt: isLastAttempt(job),
      signal: this.leaving.signal,
    });
  }

  private isOurs(name: string): name is JobName<Q> {
    return Object.hasOwn(this.handlers, name);
  }

  private tell(outcome: JobEnding['outcome'], error: unknown): void {
    switch (outcome) {
      case 'failed':
        this.logger.error('job failed', { error });
        break;
      case 'retried':
      case 'delayed':
        if (error instanceof RunLater) break;
        this.logger.warn('job put off', { outcome, error });
        break;
      case 'released':
        this.logger.info('job released');
        break;
    }
  }
}

const secondsOverdue = (job: Job): number => Math.max(0, Date.now() - job.timestamp - job.delay) / 1_000;

/** The end of `work`, or a failure when the process is leaving and `work` does not notice in time. */
function unlessLeft(work: Promise<void>, leaving: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const leave = (): void => {
      timer = setTimeout(
        () => reject(new Error('the process left before the job ended')),
        LONGEST_GOODBYE_MS,
      );
    };
    leaving.addEventListener('abort', leave, { once: true });
    void work.then(resolve, reject).finally(() => {
      leaving.removeEventListener('abort', leave);
      clearTimeout(timer);
    });
  });
}
