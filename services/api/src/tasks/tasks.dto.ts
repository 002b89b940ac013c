import { ApiSchema } from '@nestjs/swagger';
import { RUN_STATUSES, type RunStatus } from '#libs/database';
import { CommandRunDto } from '../console/command.dto.js';
import {
  Flag,
  OptionalFlag,
  OptionalText,
  Shown,
  ShownNumber,
  ShownText,
  ShownTime,
} from '../http/fields.js';
import { PagingDto } from '../http/paging.js';

@ApiSchema({ name: 'Task' })
export class TaskDto {
  @ShownText()
  readonly name: string;

  @ShownText()
  readonly description: string;

  @Flag()
  readonly enabled: boolean;

  @ShownText({ description: 'Cron, five fields.' })
  readonly timer: string;

  @ShownText({ description: 'The timer in words.' })
  readonly timer_text: string;

  @ShownText({ description: 'The time zone of the timer.' })
  readonly timezone: string;

  @ShownTime({ nullable: true, description: 'Null while it is off.' })
  readonly next_run: string | null;

  @ShownTime({ nullable: true })
  readonly prev_run: string | null;

  @ShownText({ nullable: true, description: 'Its event, which is its run, too.' })
  readonly prev_run_event_id: string | null;

  @Shown({ enum: [...RUN_STATUSES], enumName: 'RunStatus', nullable: true })
  readonly prev_status: RunStatus | null;

  @ShownNumber({ nullable: true, description: 'Seconds.' })
  readonly prev_duration: number | null;

  @ShownText({ description: 'The console command that it calls.' })
  readonly command: string;

  @ShownText()
  readonly args: string;

  @Flag()
  readonly hide: boolean;

  @Flag()
  readonly allow_disable: boolean;

  @Flag({ description: 'Whether it waits or runs now.' })
  readonly queued: boolean;
}

@ApiSchema({ name: 'TaskList' })
export class TaskListDto {
  @Shown({ type: [TaskDto] })
  readonly tasks: readonly TaskDto[];

  @Shown({ type: [String], description: 'Names of those that wait or run.' })
  readonly queued: readonly string[];

  @ShownText({ description: 'The time zone of all timers.' })
  readonly timezone: string;

  @Flag({ description: 'False when DISABLE_CRON keeps every timer from ringing.' })
  readonly scheduler: boolean;
}

@ApiSchema({ name: 'TaskChanges' })
export class TaskChangesDto {
  @OptionalFlag()
  readonly enabled?: boolean;

  @OptionalText(100, { description: 'Cron, five fields; empty for the default.' })
  readonly timer?: string;

  @OptionalText(1_000, { description: 'Arguments of its command; empty for the default.' })
  readonly args?: string;
}

@ApiSchema({ name: 'TaskOrder' })
export class TaskOrderDto {
  @OptionalText(1_000, { description: 'Other arguments than those of the settings, for this once.' })
  readonly args?: string;
}

@ApiSchema({ name: 'TaskQueue' })
export class TaskQueueDto {
  @ShownText()
  readonly task: string;

  @Flag()
  readonly is_queued: boolean;
}

@ApiSchema({ name: 'TaskRuns' })
export class TaskRunsDto {
  @Shown({ type: PagingDto })
  readonly paging: PagingDto;

  @Shown({ type: [CommandRunDto] })
  readonly items: readonly CommandRunDto[];
}
