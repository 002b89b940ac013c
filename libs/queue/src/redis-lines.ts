import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HealthChecks, Logger } from '#libs/runtime';
import { Redis, type RedisOptions } from 'ioredis';
import { QueueConfig } from './queue.config.js';
import { redisAddress } from './redis-address.js';

const GREET_MS = 2_000;
const COMMAND_MS = 2_000;

/** Whether a process can do its work without Redis for a while. */
export const REDIS_IS_ESSENTIAL = Symbol('REDIS_IS_ESSENTIAL');

/**
 * The connections of this process. Producers share one that fails at once when Redis is away; each worker has its own,
 * which waits for Redis for ever.
 */
@Injectable()
export class RedisLines implements OnModuleInit, OnApplicationShutdown {
  private readonly lines: Redis[] = [];
  private readonly address: RedisOptions;
  readonly producer: Redis;

  constructor(
    config: QueueConfig,
    private readonly logger: Logger,
    health: HealthChecks,
    @Inject(REDIS_IS_ESSENTIAL) essential: boolean,
  ) {
    this.address = redisAddress(config.WS_CACHE_URL);
    this.producer = this.open({
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: COMMAND_MS,
      connectTimeout: COMMAND_MS,
    });
    health.add('redis', () => this.producer.ping(), { essential });
  }

  /** For a worker: its commands wait until Redis is back. */
  forWorker(): Redis {
    return this.open({ maxRetriesPerRequest: null });
  }

  /** A short greeting, so that the first job after the start is not refused; a Redis that is away stops nothing. */
  async onModuleInit(): Promise<void> {
    if (this.producer.status === 'ready') return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GREET_MS);
      this.producer.once('ready', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  onApplicationShutdown(): void {
    for (const line of this.lines) line.disconnect();
  }

  private open(options: RedisOptions): Redis {
    const line = new Redis({
      ...this.address,
      ...options,
      retryStrategy: (times) => Math.min(times * 100, 1_000),
    });
    this.lines.push(line);
    let isLost = false;
    // Told once per outage: ioredis repeats the error at each new try.
    line.on('error', (error) => {
      if (!isLost) this.logger.warn('redis lost', { error });
      isLost = true;
    });
    line.on('ready', () => {
      if (isLost) this.logger.info('redis found again');
      isLost = false;
    });
    return line;
  }
}
