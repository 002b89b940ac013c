import { ApiSchema } from '@nestjs/swagger';
import { OptionalText, Shown, ShownNumber, ShownText, ShownTime } from '../http/fields.js';
import { PageQuery, PagingDto } from '../http/paging.js';
import { ChangedItemDto, PlayStateDto } from '../runs/runs.dto.js';

export class FailedWritesQuery extends PageQuery {
  @OptionalText(64, { description: 'Only writes to this backend.' })
  readonly backend?: string;
}

@ApiSchema({ name: 'FailedWritesChoice' })
export class FailedWritesChoiceDto {
  @OptionalText(64, { description: 'All failed writes of this backend; those of all backends when absent.' })
  readonly backend?: string;
}

@ApiSchema({ name: 'FailedWrite' })
export class FailedWriteDto {
  @ShownNumber()
  readonly id: number;

  @Shown({ type: ChangedItemDto })
  readonly item: ChangedItemDto;

  @ShownText()
  readonly backend: string;

  @Shown({ type: PlayStateDto })
  readonly before: PlayStateDto;

  @Shown({ type: PlayStateDto })
  readonly after: PlayStateDto;

  @ShownText({ description: 'The rule that wanted it.' })
  readonly rule: string;

  @ShownText({ description: 'Why it failed; `unconfirmed`: the server says yes and does nothing.' })
  readonly reason: string;

  @ShownText({ nullable: true, description: 'The run that tried it last.' })
  readonly run_id: string | null;

  @ShownTime()
  readonly at: string;
}

@ApiSchema({ name: 'FailedWritePage' })
export class FailedWritePageDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [FailedWriteDto] })
  readonly items: readonly FailedWriteDto[];
}

@ApiSchema({ name: 'HandledWrites' })
export class HandledWritesDto {
  @ShownNumber({ description: 'How many writes it concerned.' })
  readonly count: number;
}
