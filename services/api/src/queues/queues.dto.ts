import { ApiSchema } from '@nestjs/swagger';
import {
  OptionalNumber,
  OptionalOneOf,
  OptionalText,
  Shown,
  ShownNumber,
  ShownText,
  ShownTime,
} from '../http/fields.js';
import { EventPagingDto } from '../events/events.dto.js';

/** `pending` and `processing` are the older names of waiting and active. */
export const JOB_STATES = ['pending', 'processing', 'delayed', 'failed'] as const;
export type JobState = (typeof JOB_STATES)[number];

export class JobsQuery {
  @OptionalNumber({ min: 1, max: 1_000 }, { default: 1 })
  readonly page: number = 1;

  @OptionalNumber({ min: 1, max: 100 }, { default: 25 })
  readonly perpage: number = 25;

  @OptionalOneOf({ values: JOB_STATES, name: 'JobState' })
  readonly state?: JobState;

  @OptionalText(100, { description: 'Part of the queue, of the job, or of what it carries.' })
  readonly filter?: string;
}

@ApiSchema({ name: 'QueueJob' })
export class QueueJobDto {
  @ShownText({ description: 'The queue, a colon, and its id there.' })
  readonly id: string;

  @ShownText()
  readonly queue: string;

  @ShownText({ description: 'The job.' })
  readonly event: string;

  @ShownText()
  readonly state: string;

  @Shown({ type: 'object', additionalProperties: true })
  readonly data: Readonly<Record<string, unknown>>;

  @ShownNumber()
  readonly attempts: number;

  @ShownNumber()
  readonly max_attempts: number;

  @ShownText({ nullable: true, description: 'Why it failed last.' })
  readonly reason: string | null;

  @ShownTime()
  readonly created_at: string;

  @ShownTime({ nullable: true })
  readonly due_at: string | null;

  @ShownTime({ nullable: true })
  readonly started_at: string | null;

  @ShownTime({ nullable: true })
  readonly finished_at: string | null;
}

@ApiSchema({ name: 'QueueDepth' })
export class QueueDepthDto {
  @ShownText()
  readonly queue: string;

  @ShownNumber()
  readonly waiting: number;

  @ShownNumber()
  readonly active: number;

  @ShownNumber()
  readonly delayed: number;

  @ShownNumber()
  readonly failed: number;
}

@ApiSchema({ name: 'QueuePage' })
export class QueuePageDto {
  @Shown({ type: EventPagingDto })
  readonly paging: EventPagingDto;

  @Shown({ type: 'object', additionalProperties: true })
  readonly filter: Readonly<Record<string, unknown>>;

  @Shown({ type: [QueueJobDto] })
  readonly items: readonly QueueJobDto[];

  @Shown({ type: [QueueDepthDto] })
  readonly queues: readonly QueueDepthDto[];

  @Shown({ type: [String] })
  readonly states: readonly string[];
}

@ApiSchema({ name: 'PendingCount' })
export class PendingCountDto {
  @ShownNumber()
  readonly pending: number;
}

@ApiSchema({ name: 'SystemStats' })
export class SystemStatsDto {
  @Shown({ type: PendingCountDto })
  readonly events: PendingCountDto;

  @Shown({ type: PendingCountDto })
  readonly transport: PendingCountDto;
}
