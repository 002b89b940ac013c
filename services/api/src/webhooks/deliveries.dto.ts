import { ApiSchema } from '@nestjs/swagger';
import { BACKEND_TYPES } from '#libs/core';
import { DELIVERY_VERDICTS } from '#libs/database';
import {
  OptionalNumber,
  OptionalOneOf,
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTime,
} from '../http/fields.js';
import { PageQuery, PagingDto } from '../http/paging.js';
import { ChangedItemDto, PlayStateDto } from '../runs/runs.dto.js';

const VERDICTS = { values: DELIVERY_VERDICTS, name: 'DeliveryVerdict' };
const SOURCES = { values: ['webhook', 'tautulli', 'listener', 'poll'], name: 'DeliverySource' };
const TYPES = { values: BACKEND_TYPES };
/** What a replay can mend: a server that was away, or a backend that was added or corrected since. */
export const REPLAYABLE = ['failed', 'unmatched-server', 'unmatched-user'] as const;

export class DeliveriesQuery extends PageQuery {
  @OptionalText(64, { description: 'Only those meant for this backend.' })
  readonly backend?: string;

  @OptionalOneOf(VERDICTS)
  readonly verdict?: string;

  @OptionalOneOf(SOURCES)
  readonly source?: string;

  @OptionalOneOf(TYPES)
  readonly type?: string;

  @OptionalNumber({ min: 1, max: Number.MAX_SAFE_INTEGER }, { description: 'Only those about this item.' })
  readonly item?: number;
}

@ApiSchema({ name: 'DeliveryReplay' })
export class ReplayDto {
  @OptionalOneOf(
    { values: REPLAYABLE },
    { description: 'Only those with this verdict; `failed` when absent.' },
  )
  readonly verdict?: string;
}

@ApiSchema({ name: 'DeliveriesReplayed' })
export class ReplayedDto {
  @ShownNumber({ description: 'How many deliveries are read again.' })
  readonly count: number;
}

@ApiSchema({ name: 'DeliveryTarget' })
export class DeliveryTargetDto {
  @ShownText()
  readonly identity: string;

  @ShownText()
  readonly backend: string;

  @ShownText({ description: '`open` while its item has not been read yet.' })
  readonly status: string;

  @ShownChoice(VERDICTS, { nullable: true })
  readonly verdict: string | null;

  @ShownText({ nullable: true, description: 'For `matched` the rule that decided, or `unchanged`.' })
  readonly reason: string | null;

  @Shown({ type: ChangedItemDto, nullable: true })
  readonly item: ChangedItemDto | null;
}

@ApiSchema({ name: 'Delivery' })
export class DeliveryDto {
  @ShownNumber()
  readonly id: number;

  @ShownTime()
  readonly received_at: string;

  @ShownTime({ description: 'When the same event came last.' })
  readonly last_at: string;

  @ShownTime({ nullable: true })
  readonly handled_at: string | null;

  @ShownNumber({ description: 'How often the same event came again.' })
  readonly repeats: number;

  @ShownChoice(SOURCES)
  readonly source: string;

  @ShownChoice(TYPES, { nullable: true })
  readonly type: string | null;

  @ShownText({ nullable: true })
  readonly event: string | null;

  @ShownText({ description: '`received`, `read` (known for whom, not yet looked at) or `handled`.' })
  readonly status: string;

  @ShownChoice(VERDICTS, { nullable: true })
  readonly verdict: string | null;

  @ShownText({ nullable: true })
  readonly reason: string | null;

  @Shown({ type: [DeliveryTargetDto] })
  readonly targets: readonly DeliveryTargetDto[];
}

@ApiSchema({ name: 'DeliveryPage' })
export class DeliveryPageDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [DeliveryDto] })
  readonly items: readonly DeliveryDto[];
}

@ApiSchema({ name: 'DeliveryChange' })
export class DeliveryChangeDto {
  @ShownNumber()
  readonly item_id: number;

  @ShownText({ nullable: true })
  readonly backend: string | null;

  @Shown({ type: PlayStateDto })
  readonly before: PlayStateDto;

  @Shown({ type: PlayStateDto })
  readonly after: PlayStateDto;

  @ShownText()
  readonly rule: string;

  @ShownTime()
  readonly at: string;
}

@ApiSchema({ name: 'DeliveryDetail' })
export class DeliveryDetailDto extends DeliveryDto {
  @Shown({ type: 'object', additionalProperties: true, description: 'As it came, without secrets.' })
  readonly payload: unknown;

  @Shown({ type: [DeliveryChangeDto] })
  readonly changes: readonly DeliveryChangeDto[];

  @Shown({ type: [String], description: 'Runs that carried the changes on to other backends.' })
  readonly runs: readonly string[];
}

export class CoverageQuery {
  @OptionalNumber({ min: 1, max: 365 }, { default: 7 })
  readonly days: number = 7;
}

@ApiSchema({ name: 'WebhookCoverage' })
export class CoverageDto {
  @ShownText()
  readonly identity: string;

  @ShownText()
  readonly backend: string;

  @ShownChoice(TYPES)
  readonly type: string;

  @ShownNumber()
  readonly deliveries: number;

  @ShownTime({ nullable: true })
  readonly last_at: string | null;

  @ShownNumber({ description: 'Changes that a delivery told of.' })
  readonly told: number;

  @ShownNumber({ description: 'Changes that an import found although a delivery should have told of them.' })
  readonly missed: number;

  @Shown({
    type: Number,
    nullable: true,
    description: 'missed / (told + missed); null when there was neither.',
  })
  readonly miss_rate: number | null;
}

@ApiSchema({ name: 'WebhookCoverageList' })
export class CoverageListDto {
  @Shown({ type: [CoverageDto] })
  readonly items: readonly CoverageDto[];
}
