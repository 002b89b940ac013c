import { IsInt, IsUrl, Matches, Max, Min } from 'class-validator';

export class QueueConfig {
  /** Where the queues live. Must run with maxmemory-policy noeviction. */
  @IsUrl(
    { protocols: ['redis', 'rediss'], require_protocol: true, require_tld: false },
    { message: 'WS_CACHE_URL must look like redis://:password@host:6379' },
  )
  readonly WS_CACHE_URL: string = 'redis://127.0.0.1:6379';

  /** Put before every key, for a Redis shared with others. */
  @Matches(/^[\w.-]*$/, { message: 'WS_CACHE_PREFIX may hold letters, digits, dots, dashes and underscores' })
  readonly WS_CACHE_PREFIX: string = '';

  /** Jobs that one worker runs at the same time. */
  @IsInt()
  @Min(1)
  @Max(64)
  readonly WS_QUEUE_CONCURRENCY: number = 4;
}

export const queuePrefix = ({ WS_CACHE_PREFIX }: QueueConfig): string =>
  WS_CACHE_PREFIX === '' ? 'watchstate' : `${WS_CACHE_PREFIX}-watchstate`;
