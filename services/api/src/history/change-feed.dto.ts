import { ApiSchema } from '@nestjs/swagger';
import { OptionalNumber, Shown, ShownNumber, ShownText } from '../http/fields.js';
import { ChangeDto } from '../runs/runs.dto.js';

export class ChangeFeedQuery {
  @OptionalNumber(
    { min: 0, max: Number.MAX_SAFE_INTEGER },
    { description: '`last_id` of the answer before; 0 for all.', default: 0 },
  )
  readonly since: number = 0;

  @OptionalNumber({ min: 1, max: 1_000 }, { default: 100 })
  readonly limit: number = 100;
}

@ApiSchema({ name: 'LedgerChange' })
export class LedgerChangeDto extends ChangeDto {
  @ShownText({ description: 'What made it: import, webhook, user, undo or restore.' })
  readonly cause: string;

  @ShownText({ nullable: true })
  readonly run_id: string | null;
}

@ApiSchema({ name: 'ChangeFeed' })
export class ChangeFeedDto {
  @ShownNumber({ description: 'To go on from.' })
  readonly last_id: number;

  @Shown({ type: [LedgerChangeDto] })
  readonly items: readonly LedgerChangeDto[];
}
