import type { JobsOptions } from 'bullmq';
import type { AnyQueue, JobName, PayloadOf } from './queue-definition.js';
import type { QueueOpener } from './queue-opener.js';

/** How often a job is tried, and how long its end is remembered. */
export const KEPT = {
  attempts: 8,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  removeOnComplete: { age: 24 * 3_600, count: 5_000 },
  removeOnFail: { age: 14 * 24 * 3_600, count: 5_000 },
} satisfies JobsOptions;

/** Adds jobs to one queue, or throws `QueueUnavailable` within moments when Redis is away. */
export class Producer<Q extends AnyQueue> {
  constructor(
    private readonly definition: Q,
    private readonly opener: QueueOpener,
  ) {}

  add<Name extends JobName<Q>>(name: Name, payload: PayloadOf<Q, Name>): Promise<void> {
    return this.addMany(name, [payload]);
  }

  async addMany<Name extends JobName<Q>>(name: Name, payloads: readonly PayloadOf<Q, Name>[]): Promise<void> {
    if (payloads.length === 0) return;
    const jobs = payloads.map((data) => ({ name, data, opts: this.options(name, data) }));
    await this.opener.with((queue) => queue.addBulk(jobs));
  }

  /**
   * `deduplication` and not a fixed job id: a stored job with a fixed id, even a failed one, would block its
   * successor for two weeks, while this key is freed when the job ends, however it ends.
   */
  private options(name: string, payload: object): JobsOptions {
    const policy = this.definition.jobs[name] ?? {};
    const { again = false, delayMs = 0 } = policy;
    const key = policy.once?.(payload);
    return {
      ...KEPT,
      ...(delayMs > 0 ? { delay: delayMs } : {}),
      // The keys of one queue share a space, so the job's name comes first.
      ...(key === undefined ? {} : { deduplication: { id: `${name}-${key}`, keepLastIfActive: again } }),
    };
  }
}
