import { AppError } from '#libs/core';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/** Redis is away. Whatever was to be queued must be found again later. */
export class QueueUnavailable extends AppError {
  readonly key = 'queue-unavailable';
  readonly remedy = { retry: 'soon' } as const;

  constructor(queue: string, options?: ErrorOptions) {
    super(`the queue ${queue} cannot be reached`, options);
  }
}

/** Opens BullMQ's queue on a living connection only: one that is made while Redis is away stays broken. */
export class QueueOpener {
  private queue: Queue | null = null;

  constructor(
    readonly name: string,
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {}

  /** Does `work` on the open queue, or fails within moments. */
  async with<T>(work: (queue: Queue) => Promise<T>): Promise<T> {
    if (this.redis.status !== 'ready') throw new QueueUnavailable(this.name);
    try {
      return await work(await this.open());
    } catch (cause) {
      throw new QueueUnavailable(this.name, { cause });
    }
  }

  private async open(): Promise<Queue> {
    const queue = (this.queue ??= this.make());
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      this.queue = null;
      throw error;
    }
  }

  private make(): Queue {
    const queue = new Queue(this.name, {
      connection: this.redis,
      prefix: this.prefix,
      skipWaitingForReady: true,
    });
    // The line itself tells about outages.
    return queue.on('error', () => undefined);
  }
}
