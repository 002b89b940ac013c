import { ApiSchema } from '@nestjs/swagger';
import { Flag, Shown, ShownChoice, ShownNumber, ShownText, ShownTime } from '../http/fields.js';
import type { SchedulerState } from './task-scheduler.js';

const STATES: readonly SchedulerState[] = ['running', 'stopped', 'off', 'unreachable'];

@ApiSchema({ name: 'Scheduler' })
export class SchedulerDto {
  @ShownNumber({ description: 'Of the api process that answers; the time itself is kept in Redis.' })
  readonly pid: number;

  @ShownChoice({ values: STATES, name: 'SchedulerState' })
  readonly status: SchedulerState;

  @Flag()
  readonly restartable: boolean;

  @ShownText()
  readonly message: string;
}

@ApiSchema({ name: 'Pruner' })
export class PrunerDto {
  @ShownText()
  readonly name: string;

  @ShownText()
  readonly display_name: string;

  @ShownText({ description: 'What it removes, and the setting that says how old that is.' })
  readonly description: string;

  @ShownText({ description: 'Cron, five fields.' })
  readonly cron: string;

  @Flag()
  readonly enabled: boolean;

  @ShownTime({ nullable: true })
  readonly next_run: string | null;
}

@ApiSchema({ name: 'PrunerList' })
export class PrunerListDto {
  @Shown({ type: [PrunerDto] })
  readonly pruners: readonly PrunerDto[];
}
