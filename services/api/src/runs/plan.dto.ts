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
import type { ItemType } from '#libs/core';
import { PLAN_DIRECTIONS, type PlanDirection } from '#libs/database';
import {
  OptionalNumber,
  OptionalOneOf,
  OptionalText,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
} from '../http/fields.js';

const DIRECTIONS = { values: PLAN_DIRECTIONS, name: 'PlanDirection' };
const TYPES = { values: ['movie', 'episode'], name: 'ItemType' };
const MOST_ROWS = 10_000;
const MOST_GROUPS = 200;

/** What a group does not name may be anything. */
@ApiSchema({ name: 'PlanGroup' })
export class PlanGroupDto {
  @OptionalText(64)
  readonly backend?: string;

  @OptionalOneOf(DIRECTIONS, { description: 'What would become of the items.' })
  readonly direction?: PlanDirection;

  @OptionalOneOf(TYPES)
  readonly type?: ItemType;

  @OptionalText(200, { description: 'Id of the library on the server.' })
  readonly library?: string;
}

@ApiSchema({ name: 'PlanSelection' })
export class PlanSelectionDto {
  @ApiProperty({
    type: [Number],
    required: false,
    maxItems: MOST_ROWS,
    description: 'Ids of planned changes, as `runs/{id}/changes` lists them.',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @ArrayMaxSize(MOST_ROWS)
  @IsInt({ each: true })
  @Min(1, { each: true })
  readonly changes?: readonly number[];

  @ApiProperty({
    type: [PlanGroupDto],
    required: false,
    maxItems: MOST_GROUPS,
    description: 'All planned changes that fit one of these, in addition.',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MOST_GROUPS)
  @ValidateNested({ each: true })
  @Type(() => PlanGroupDto)
  readonly groups?: readonly PlanGroupDto[];

  @OptionalNumber(
    { min: 1, max: 10_000_000 },
    {
      description:
        'How many changes were chosen when they were looked at (of the whole plan, when none are named); another number is refused.',
    },
  )
  readonly expected?: number;
}

@ApiSchema({ name: 'CountedPlanGroup' })
export class CountedPlanGroupDto {
  @ShownText({ nullable: true })
  readonly backend: string | null;

  @ShownChoice(DIRECTIONS)
  readonly direction: PlanDirection;

  @ShownChoice(TYPES)
  readonly type: ItemType;

  @ShownText({ nullable: true, description: 'Id of the library on the server, where it is known.' })
  readonly library: string | null;

  @ShownNumber()
  readonly count: number;
}

@ApiSchema({ name: 'PlanOverview' })
export class PlanOverviewDto {
  @ShownNumber({ description: 'Changes that wait for a decision.' })
  readonly planned: number;

  @Shown({ type: [CountedPlanGroupDto] })
  readonly groups: readonly CountedPlanGroupDto[];
}
