import { type DynamicModule, Global, Inject, Module } from '@nestjs/common';
import { loadConfig } from '#libs/runtime';
import { JobClock } from './job-clock.js';
import { CacheKeys } from './cache-keys.js';
import { Producer } from './producer.js';
import type { AnyQueue } from './queue-definition.js';
import { QueueConfig, queuePrefix } from './queue.config.js';
import { QueueMonitor } from './queue-monitor.js';
import { QueueOpener } from './queue-opener.js';
import { allQueues } from './queues.js';
import { REDIS_IS_ESSENTIAL, RedisLines } from './redis-lines.js';

const producerOf = (queue: AnyQueue): string => `Producer(${queue.name})`;

/** Marks a constructor parameter of type `Producer<typeof queue>`. */
export const InjectProducer = (queue: AnyQueue): ParameterDecorator & PropertyDecorator =>
  Inject(producerOf(queue));

const clockOf = (queue: AnyQueue): string => `JobClock(${queue.name})`;

/** Marks a constructor parameter of type `JobClock<typeof queue>`. */
export const InjectClock = (queue: AnyQueue): ParameterDecorator & PropertyDecorator =>
  Inject(clockOf(queue));

export interface QueueOptions {
  /** False for a process that can do its work while Redis is away; its health is then only degraded. */
  readonly essential?: boolean;
}

/** Imported once, by a service's root module: gives the producers, the monitor, and what `JobWorker` needs. */
@Global()
@Module({})
export class QueueModule {
  static forRoot({ essential = true }: QueueOptions = {}): DynamicModule {
    const producers = allQueues.map((queue) => ({
      provide: producerOf(queue),
      useFactory: (lines: RedisLines, config: QueueConfig) =>
        new Producer(queue, new QueueOpener(queue.name, lines.producer, queuePrefix(config))),
      inject: [RedisLines, QueueConfig],
    }));
    const clocks = allQueues.map((queue) => ({
      provide: clockOf(queue),
      useFactory: (lines: RedisLines, config: QueueConfig) =>
        new JobClock(queue, new QueueOpener(queue.name, lines.producer, queuePrefix(config))),
      inject: [RedisLines, QueueConfig],
    }));
    const parts = [...producers, ...clocks];
    return {
      module: QueueModule,
      providers: [
        { provide: QueueConfig, useFactory: () => loadConfig(QueueConfig) },
        { provide: REDIS_IS_ESSENTIAL, useValue: essential },
        RedisLines,
        QueueMonitor,
        CacheKeys,
        ...parts,
      ],
      exports: [QueueConfig, RedisLines, QueueMonitor, CacheKeys, ...parts.map(({ provide }) => provide)],
    };
  }
}
