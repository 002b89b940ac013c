import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  Min,
  ValidateNested,
} from 'class-validator';
import { RUN_STATUSES, type RunStatus } from '#libs/database';
import { Flag, OneOf, OptionalFlag, Shown, ShownChoice, ShownNumber, ShownText } from '../http/fields.js';
import { HistoryListQuery } from './history-query.dto.js';

/** Of ids; a filter may find any number. */
const MOST_IDS = 10_000;

const ACTIONS = ['watched', 'unwatched', 'delete'] as const;

@ApiSchema({ name: 'BulkAction' })
export class BulkActionDto {
  @ApiProperty({ type: [Number], required: false, maxItems: MOST_IDS, description: 'Ids of items.' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @ArrayMaxSize(MOST_IDS)
  @IsInt({ each: true })
  @Min(1, { each: true })
  readonly ids?: readonly number[];

  @ApiProperty({
    type: HistoryListQuery,
    required: false,
    description: 'Instead of ids: the parameters of the list; page, order and view mean nothing here.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => HistoryListQuery)
  readonly filter?: HistoryListQuery;

  @OneOf({ values: ACTIONS, name: 'BulkActionName' })
  readonly action: (typeof ACTIONS)[number];

  @OptionalFlag({ description: 'Only say what it would come to.' })
  readonly dry_run?: boolean;

  @OptionalFlag({ description: 'A person has seen how many become unwatched, or go, and agrees.' })
  readonly confirm?: boolean;
}

@ApiSchema({ name: 'FailedItem' })
export class FailedItemDto {
  @ShownNumber()
  readonly id: number;

  @ShownText()
  readonly reason: string;
}

@ApiSchema({ name: 'BulkResult' })
export class BulkResultDto {
  @Flag()
  readonly dry_run: boolean;

  @ShownNumber({ description: 'Items that were changed, or would be.' })
  readonly changed: number;

  @ShownNumber({ description: 'Items that are so already.' })
  readonly skipped: number;

  @Shown({ type: [FailedItemDto] })
  readonly failed: readonly FailedItemDto[];

  @Flag({ description: 'Whether it needs `confirm` to be carried out.' })
  readonly needs_confirmation: boolean;

  @ShownText({
    nullable: true,
    description: 'The run that holds the changes; all but a deletion can be undone by it.',
  })
  readonly run_id: string | null;

  @ShownChoice(
    { values: RUN_STATUSES, name: 'RunStatus' },
    { nullable: true, description: '`queued` when it is much: the run tells how far it is.' },
  )
  readonly status: RunStatus | null;
}
