import { ApiSchema } from '@nestjs/swagger';
import { Shown, ShownNumber } from '../http/fields.js';

@ApiSchema({ name: 'RunCounts' })
export class RunCountsDto {
  @ShownNumber()
  readonly added: number;

  @ShownNumber()
  readonly updated: number;

  @ShownNumber()
  readonly unchanged: number;

  @ShownNumber()
  readonly failed: number;

  @ShownNumber()
  readonly played: number;

  @ShownNumber()
  readonly unplayed: number;

  @ShownNumber()
  readonly progress: number;

  @ShownNumber()
  readonly skipped: number;
}

@ApiSchema({ name: 'TypeCounts' })
export class TypeCountsDto {
  @ShownNumber()
  readonly added: number;

  @ShownNumber()
  readonly updated: number;

  @ShownNumber({ description: 'Without usable ids or number, or with ids that contradict.' })
  readonly failed: number;
}

@ApiSchema({ name: 'CountsByType' })
export class CountsByTypeDto {
  @Shown({ type: TypeCountsDto })
  readonly movie: TypeCountsDto;

  @Shown({ type: TypeCountsDto })
  readonly episode: TypeCountsDto;
}
