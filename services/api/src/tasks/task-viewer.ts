import { Injectable } from '@nestjs/common';
import { type ConsoleRunRecord, ConsoleRuns } from '#libs/database';
import { toCommandRun } from '../console/command-run.presenter.js';
import { type PageQuery, pagingOf, slice } from '../http/paging.js';
import { TaskCatalogue, type TaskRecord } from './task-catalogue.js';
import type { TaskDto, TaskListDto, TaskRunsDto } from './tasks.dto.js';

/** Shows the tasks, when each ran last and when it runs next. */
@Injectable()
export class TaskViewer {
  constructor(
    private readonly tasks: TaskCatalogue,
    private readonly runs: ConsoleRuns,
  ) {}

  async list(): Promise<TaskListDto> {
    const newest = await this.runs.newestByTask();
    const tasks = this.tasks
      .list()
      .filter(({ isHidden }) => !isHidden)
      .map((task) => this.present(task, newest.get(task.name)));
    return {
      tasks,
      queued: tasks.filter(({ queued }) => queued).map(({ name }) => name),
      timezone: this.tasks.zone,
      scheduler: !this.tasks.isOff,
    };
  }

  async show(name: string): Promise<TaskDto> {
    const task = this.tasks.find(name);
    return this.present(task, (await this.runs.newestByTask()).get(task.name));
  }

  async history(name: string, query: PageQuery): Promise<TaskRunsDto> {
    const task = this.tasks.find(name);
    const { total, runs } = await this.runs.list({ task: task.name, ...slice(query) });
    return { paging: pagingOf(total, query), items: runs.map((run) => toCommandRun(run)) };
  }

  private present(task: TaskRecord, last: ConsoleRunRecord | undefined): TaskDto {
    return {
      name: task.name,
      description: task.about,
      enabled: task.isEnabled,
      timer: task.timer,
      timer_text: task.timerText,
      timezone: this.tasks.zone,
      next_run: task.nextRun?.toISOString() ?? null,
      ...previous(last),
      command: task.command,
      args: task.args,
      hide: task.isHidden,
      allow_disable: !task.isHidden,
      queued: last !== undefined && isActive(last),
    };
  }
}

const isActive = ({ status }: ConsoleRunRecord): boolean => status === 'queued' || status === 'running';

type Previous = Pick<TaskDto, 'prev_run' | 'prev_run_event_id' | 'prev_status' | 'prev_duration'>;

const previous = (last: ConsoleRunRecord | undefined): Previous =>
  last
    ? {
        prev_run: (last.startedAt ?? last.createdAt).toISOString(),
        prev_run_event_id: last.id,
        prev_status: last.status,
        prev_duration: secondsOf(last),
      }
    : { prev_run: null, prev_run_event_id: null, prev_status: null, prev_duration: null };

const secondsOf = ({ startedAt, finishedAt }: ConsoleRunRecord): number | null =>
  startedAt && finishedAt ? Math.round((finishedAt.getTime() - startedAt.getTime()) / 1_000) : null;
