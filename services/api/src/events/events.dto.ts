import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, Matches, Max, Min } from 'class-validator';
import { EVENT_SORTS, EVENT_STATUSES, type EventSort } from '#libs/database';
import {
  OneOf,
  OptionalFlag,
  OptionalNumber,
  OptionalOneOf,
  OptionalText,
  Shown,
  ShownNumber,
  ShownText,
  ShownTime,
} from '../http/fields.js';
import { PagingDto } from '../http/paging.js';

/** Those that a person may make. */
export const ORDERED_EVENTS = ['run_console', 'run_task'] as const;
export const EVENT_NAMES = [
  ...ORDERED_EVENTS,
  ...[
    'on_webhook',
    'on_push',
    'run_import',
    'run_export',
    'run_backup',
    'run_restore',
    'run_undo',
    'run_report',
  ],
] as const;

const STATUS = `(${[...EVENT_STATUSES, ...EVENT_STATUSES.map((_, index) => index)].join('|')})`;

export class EventFilterQuery {
  @OptionalText(100, { description: 'Part of the name or of the reference.' })
  readonly filter?: string;

  @ApiProperty({
    type: String,
    required: false,
    description: `${EVENT_STATUSES.join(', ')}, or 0 to 4; several by commas.`,
  })
  @IsOptional()
  @Matches(new RegExp(`^${STATUS}(,${STATUS})*$`), { message: `Statuses are ${EVENT_STATUSES.join(', ')}` })
  readonly status?: string;

  @OptionalText(60)
  readonly event?: string;

  @OptionalText(200)
  readonly reference?: string;

  @OptionalText(60, { description: 'A date, or a phrase such as `2 hours ago`.' })
  readonly before?: string;

  @OptionalText(60)
  readonly after?: string;

  @OptionalNumber({ min: 0, max: 1 }, { description: '1: of every status.' })
  readonly all?: number;
}

export class EventsQuery extends EventFilterQuery {
  @OptionalNumber({ min: 1, max: 1_000_000 }, { default: 1 })
  readonly page: number = 1;

  @OptionalNumber({ min: 1, max: 1_000 }, { default: 10 })
  readonly perpage: number = 10;

  @OptionalOneOf({ values: EVENT_SORTS, name: 'EventSort' })
  readonly sort?: EventSort;

  @OptionalOneOf({ values: ['asc', 'desc'], name: 'SortDirection' })
  readonly direction?: 'asc' | 'desc';
}

export class EventsRemovalQuery extends EventFilterQuery {
  @OptionalNumber({ min: 0, max: 1 }, { description: '1: also commands that wait.' })
  readonly include_pending?: number;

  @OptionalNumber({ min: 1, max: 100_000 }, { default: 10_000 })
  readonly limit: number = 10_000;

  @OptionalNumber({ min: 0, max: 1 }, { description: '1: only count.' })
  readonly dry_run?: number;
}

export class EventStatsQuery {
  @OptionalText(100, { description: 'Only these, by commas.' })
  readonly only?: string;
}

@ApiSchema({ name: 'NewEvent' })
export class NewEventDto {
  @OneOf({ values: ORDERED_EVENTS })
  readonly event: (typeof ORDERED_EVENTS)[number];

  @ApiProperty({ type: 'object', additionalProperties: true, description: '`{command}` or `{task}`.' })
  @IsObject()
  readonly event_data: Readonly<Record<string, unknown>>;

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    maximum: 2_592_000,
    description: 'Seconds before which it is not carried out.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_592_000)
  readonly DELAY_BY?: number;

  @OptionalText(200, { description: 'Only one of the same reference waits or runs.' })
  readonly reference?: string;
}

@ApiSchema({ name: 'EventChange' })
export class EventChangeDto {
  @ApiProperty({ type: 'integer', enum: [0, 4], description: '0: carry it out again; 4: cancel it.' })
  @Type(() => Number)
  @IsIn([0, 4], { message: 'Status is 0 (carry out again) or 4 (cancel)' })
  readonly status: number;

  @OptionalFlag({ description: 'With 0: forget what it had printed; true when absent.' })
  readonly reset_logs?: boolean;
}

@ApiSchema({ name: 'Event' })
export class EventDto {
  @ShownText()
  readonly id: string;

  @ShownText({ description: 'The last 12 digits of the id; routes and commands take it as well.' })
  readonly display_id: string;

  @ShownNumber({ description: '0 pending, 1 running, 2 success, 3 failed, 4 cancelled.' })
  readonly status: number;

  @ShownText()
  readonly status_name: string;

  @ShownText({ nullable: true })
  readonly reference: string | null;

  @ShownText()
  readonly event: string;

  @Shown({ type: 'object', additionalProperties: true })
  readonly event_data: Readonly<Record<string, unknown>>;

  @Shown({ type: 'object', additionalProperties: true })
  readonly options: Readonly<Record<string, unknown>>;

  @ShownNumber()
  readonly attempts: number;

  @Shown({ type: [String], description: 'The last 200 lines; in lists none.' })
  readonly logs: readonly string[];

  @ShownText({ nullable: true })
  readonly error: string | null;

  @ShownTime()
  readonly created_at: string;

  @ShownTime()
  readonly updated_at: string;

  @ShownNumber({ nullable: true, description: 'Seconds.' })
  readonly delay_by: number | null;
}

@ApiSchema({ name: 'EventStatusName' })
export class EventStatusNameDto {
  @ShownNumber()
  readonly id: number;

  @ShownText()
  readonly name: string;
}

@ApiSchema({ name: 'EventPaging' })
export class EventPagingDto extends PagingDto {
  @ShownNumber()
  readonly page: number;

  @ShownNumber({ nullable: true })
  readonly next: number | null;

  @ShownNumber({ nullable: true })
  readonly previous: number | null;
}

@ApiSchema({ name: 'EventPage' })
export class EventPageDto {
  @Shown({ type: EventPagingDto })
  readonly paging: EventPagingDto;

  @Shown({ type: 'object', additionalProperties: true })
  readonly filter: Readonly<Record<string, unknown>>;

  @Shown({ type: [EventDto] })
  readonly items: readonly EventDto[];

  @Shown({ type: [EventStatusNameDto] })
  readonly statuses: readonly EventStatusNameDto[];
}

@ApiSchema({ name: 'EventStats' })
export class EventStatsDto {
  @Shown({ type: Number, required: false })
  readonly pending?: number;

  @Shown({ type: Number, required: false })
  readonly running?: number;

  @Shown({ type: Number, required: false })
  readonly success?: number;

  @Shown({ type: Number, required: false })
  readonly failed?: number;

  @Shown({ type: Number, required: false })
  readonly cancelled?: number;
}

@ApiSchema({ name: 'RemovedEvents' })
export class RemovedEventsDto {
  @ShownNumber()
  readonly deleted: number;

  @ShownNumber()
  readonly matched: number;

  @Shown({ type: Boolean })
  readonly include_pending: boolean;

  @ShownNumber()
  readonly limit: number;
}
