import { Injectable } from '@nestjs/common';
import { checkSetting, InvalidSetting, SettingsWriter } from '#libs/runtime';
import { ApiProblem, invalid } from '../http/api-problem.js';
import { TaskCatalogue, type TaskRecord } from './task-catalogue.js';
import { TaskScheduler } from './task-scheduler.js';
import type { TaskChangesDto } from './tasks.dto.js';

type Side = 'enabled' | 'timer' | 'args';

/** Changes when a task runs. The settings `WS_CRON_…` are what it writes, so every other way to change them agrees. */
@Injectable()
export class TaskEditor {
  private readonly writer = new SettingsWriter();

  constructor(
    private readonly tasks: TaskCatalogue,
    private readonly scheduler: TaskScheduler,
  ) {}

  /** All or nothing: everything is checked before anything is written. */
  async change(name: string, { enabled, timer, args }: TaskChangesDto): Promise<TaskRecord> {
    const task = this.tasks.find(name);
    const wishes: (readonly [Side, string])[] = [];
    if (enabled !== undefined) wishes.push(['enabled', String(enabled)]);
    if (timer !== undefined) wishes.push(['timer', timer]);
    if (args !== undefined) wishes.push(['args', args]);
    this.check(task, wishes);
    for (const [side, value] of wishes) this.write(task, side, value);
    await this.scheduler.keep().catch(() => undefined);
    return this.tasks.find(name);
  }

  private check(task: TaskRecord, wishes: readonly (readonly [Side, string])[]): void {
    for (const [side, value] of wishes) {
      const setting = this.tasks.settingOf(task, side);
      if (!setting)
        throw new ApiProblem(400, 'task-fixed', `The task ${task.name} always runs; this cannot be changed.`);
      const checked = value === '' ? { value } : checkSetting(setting, value);
      if ('problem' in checked) throw invalid([{ field: side, message: sentence(side, checked.problem) }]);
    }
  }

  /** An empty text goes back to the default. */
  private write(task: TaskRecord, side: Side, value: string): void {
    const setting = this.tasks.settingOf(task, side);
    if (!setting) return;
    try {
      if (value === '') this.writer.unset(setting);
      else this.writer.set(setting, value);
    } catch (error) {
      if (error instanceof InvalidSetting)
        throw invalid([{ field: side, message: sentence(side, error.problem) }]);
      throw error;
    }
  }
}

const sentence = (side: Side, problem: string): string =>
  `${side.charAt(0).toUpperCase()}${side.slice(1)} ${problem}.`;
