import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { commandsQueue, InjectClock, JobClock, QueueUnavailable, type TimetableEntry } from '#libs/queue';
import { HealthChecks, Logger } from '#libs/runtime';
import { TaskCatalogue, type TaskRecord } from './task-catalogue.js';

const LOOK_EVERY_MS = 2_000;
/** Redis may have forgotten everything, so what is kept there is compared now and then, too. */
const COMPARE_EVERY_MS = 60_000;

/** `off`: DISABLE_CRON. `stopped`: Redis keeps another timetable, and nothing rings as it should. */
export type SchedulerState = 'running' | 'stopped' | 'off' | 'unreachable';

/**
 * Keeps the timetable in Redis what the settings say. Every process of the API does it; they say the same, so any number
 * of them does no harm, and a change counts within seconds however it was made.
 */
@Injectable()
export class TaskScheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leaving = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private said = '';
  private compareAt = 0;
  private isLooking = false;

  constructor(
    private readonly tasks: TaskCatalogue,
    @InjectClock(commandsQueue) private readonly clock: JobClock<typeof commandsQueue>,
    private readonly health: HealthChecks,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    void this.start();
  }

  onModuleDestroy(): void {
    this.leaving.abort();
    if (this.timer) clearInterval(this.timer);
  }

  /** Compares now, whatever was said before; gives the ids that changed. */
  async keep(): Promise<readonly string[]> {
    const timetable = this.tasks.isOff ? [] : timetableOf(this.tasks.list(), this.tasks.zone);
    const text = JSON.stringify(timetable);
    const changed = await this.clock.keep(timetable);
    this.said = text;
    this.compareAt = Date.now() + COMPARE_EVERY_MS;
    if (changed.length > 0) this.logger.info('timetable changed', { changed });
    return changed;
  }

  /** What a person may want to know of it. */
  async state(): Promise<SchedulerState> {
    if (this.tasks.isOff) return 'off';
    try {
      return (await this.clock.keeps(timetableOf(this.tasks.list(), this.tasks.zone)))
        ? 'running'
        : 'stopped';
    } catch (error) {
      if (error instanceof QueueUnavailable) return 'unreachable';
      throw error;
    }
  }

  /** Makes the timetable anew from nothing. Throws `QueueUnavailable`. */
  async restart(): Promise<void> {
    await this.clock.forget();
    await this.keep();
    this.logger.info('timetable made anew');
  }

  private async start(): Promise<void> {
    if (!(await this.health.whenReady(this.leaving.signal))) return;
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    await this.look();
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      const timetable = this.tasks.isOff ? [] : timetableOf(this.tasks.list(), this.tasks.zone);
      if (Date.now() >= this.compareAt || JSON.stringify(timetable) !== this.said) await this.keep();
    } catch (error) {
      // The next look makes up for it; an outage of Redis is told by its health check.
      if (!(error instanceof QueueUnavailable)) this.logger.warn('timetable not kept', { error });
    } finally {
      this.isLooking = false;
    }
  }
}

export const timetableOf = (
  tasks: readonly TaskRecord[],
  zone: string,
): TimetableEntry<typeof commandsQueue>[] =>
  tasks
    .filter(({ isEnabled }) => isEnabled)
    .map(({ name, timer }) => ({
      id: `task-${name}`,
      pattern: timer,
      zone,
      job: 'task-due',
      payload: { task: name },
    }));
