import { IsBoolean } from 'class-validator';

/** Of the container, not of WatchState: hence the name (env.md 2.8). */
export class TasksConfig {
  /** No schedule is kept; tasks run when they are asked to. */
  @IsBoolean()
  readonly DISABLE_CRON: boolean = false;
}
