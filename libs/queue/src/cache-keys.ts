import { Injectable } from '@nestjs/common';
import { QueueConfig, queuePrefix } from './queue.config.js';
import { QueueUnavailable } from './queue-opener.js';
import { RedisLines } from './redis-lines.js';

const PAGE = 500;

/** What is kept in Redis only to be quick: keys below `<prefix>-cache:`. Queues have keys of their own and stay. */
@Injectable()
export class CacheKeys {
  constructor(
    private readonly lines: RedisLines,
    private readonly config: QueueConfig,
  ) {}

  /** Gives how many there were. */
  async clear(): Promise<number> {
    if (this.lines.producer.status !== 'ready') throw new QueueUnavailable('cache');
    let [cursor, removed] = ['0', 0];
    do {
      const [next, keys] = await this.lines.producer.scan(
        cursor,
        'MATCH',
        `${queuePrefix(this.config)}-cache:*`,
        'COUNT',
        PAGE,
      );
      if (keys.length > 0) removed += await this.lines.producer.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
    return removed;
  }
}
