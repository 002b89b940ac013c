import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { HistoryItemDto } from '../history/history.dto.js';
import { OptionalNumber, Shown, ShownNumber } from '../http/fields.js';
import { PageQuery, PagingDto } from '../http/paging.js';

export class ParityQuery extends PageQuery {
  @OptionalNumber(
    { min: 0, max: 1_000 },
    { description: 'Records that fewer backends than this report; 0 for all backends.', default: 0 },
  )
  readonly min: number = 0;
}

@ApiSchema({ name: 'ParityPrune' })
export class ParityPruneDto {
  @ApiProperty({ type: Number, minimum: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  readonly min: number;
}

@ApiSchema({ name: 'ParityParams' })
export class ParityParamsDto {
  @ShownNumber()
  readonly min: number;
}

@ApiSchema({ name: 'ParityPaging' })
export class ParityPagingDto extends PagingDto {
  @Shown({ type: ParityParamsDto })
  readonly params: ParityParamsDto;
}

@ApiSchema({ name: 'ParityPage' })
export class ParityPageDto {
  @Shown({ type: ParityPagingDto })
  readonly paging: ParityPagingDto;

  @Shown({ type: [HistoryItemDto] })
  readonly items: readonly HistoryItemDto[];
}

@ApiSchema({ name: 'ParityPruned' })
export class ParityPrunedDto {
  @ShownNumber()
  readonly deleted_records: number;
}
