import { ApiSchema } from '@nestjs/swagger';
import { HEALTH_STATUSES, type HealthStatus, type ItemType } from '#libs/core';
import {
  Flag,
  OptionalFlag,
  OptionalOneOf,
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTime,
} from '../http/fields.js';
import { PageQuery, PagingDto } from '../http/paging.js';

const STATUSES = { values: HEALTH_STATUSES, name: 'MediaHealthStatus' };
const TYPES = { values: ['movie', 'episode'], name: 'ItemType' };

export class HealthItemsQuery extends PageQuery {
  @OptionalOneOf(STATUSES)
  readonly status?: HealthStatus;

  @OptionalOneOf(TYPES)
  readonly type?: ItemType;

  @OptionalText(200, { description: 'A part of the title, whatever the case.' })
  readonly search?: string;
}

@ApiSchema({ name: 'HealthSummary' })
export class HealthSummaryDto {
  @ShownNumber()
  readonly total: number;

  @ShownNumber({ description: 'Records that are not healthy.' })
  readonly actionable_count: number;

  @Shown({ type: 'object', additionalProperties: { type: 'integer' }, description: 'Records by status.' })
  readonly statuses: Readonly<Record<string, number>>;
}

@ApiSchema({ name: 'HealthReport' })
export class HealthReportDto {
  @ShownNumber()
  readonly id: number;

  @ShownChoice({ values: ['running', 'completed', 'failed'], name: 'HealthReportStatus' })
  readonly status: string;

  @ShownTime()
  readonly generated_at: string;

  @ShownTime({ nullable: true })
  readonly completed_at: string | null;

  @ShownNumber()
  readonly backend_count: number;

  @Shown({ type: HealthSummaryDto })
  readonly summary: HealthSummaryDto;
}

@ApiSchema({ name: 'MediaHealth' })
export class MediaHealthDto {
  @Shown({ type: HealthReportDto, nullable: true })
  readonly report: HealthReportDto | null;

  @Flag({ description: 'Whether a report is being made.' })
  readonly running: boolean;

  @Flag({ description: 'Whether records have changed since the report.' })
  readonly stale: boolean;
}

@ApiSchema({ name: 'HealthItem' })
export class HealthItemDto {
  @ShownNumber({ description: 'Id of the item in the history.' })
  readonly state_id: number;

  @ShownChoice(TYPES)
  readonly type: ItemType;

  @ShownText()
  readonly title: string;

  @ShownNumber({ nullable: true })
  readonly year: number | null;

  @ShownNumber({ nullable: true })
  readonly season: number | null;

  @ShownNumber({ nullable: true })
  readonly episode: number | null;

  @ShownChoice(STATUSES)
  readonly status: HealthStatus;

  @ShownNumber({ description: 'From 0 to 100.' })
  readonly severity: number;

  @ShownNumber({ description: 'From 0 to 100.' })
  readonly confidence: number;

  @Shown({ type: [String] })
  readonly reasons: readonly string[];

  @Shown({ type: [String], description: 'Backends that have it.' })
  readonly backends: readonly string[];

  @ShownNumber()
  readonly expected_backend_count: number;
}

@ApiSchema({ name: 'HealthPage' })
export class HealthPageDto {
  @Shown({ type: HealthReportDto })
  readonly report: HealthReportDto;

  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [HealthItemDto] })
  readonly items: readonly HealthItemDto[];
}

@ApiSchema({ name: 'MediaHealthOrder' })
export class HealthOrderDto {
  @OptionalFlag({ description: 'Look for the files, too; as WS_MEDIA_HEALTH_CHECK_FILES says without.' })
  readonly check_files?: boolean;
}
