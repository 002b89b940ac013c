import { Injectable } from '@nestjs/common';
import { type ConsoleRunRecord, ConsoleRuns } from '#libs/database';
import { Logger } from '#libs/runtime';
import { CommandDesk } from '../console/command-desk.js';
import { ApiProblem, conflict } from '../http/api-problem.js';
import { TaskCatalogue, type TaskRecord } from './task-catalogue.js';

/** What runs every few minutes leaves a trace of its last rounds only. */
const HIDDEN_KEPT = 3;

export const referenceOf = ({ name }: Pick<TaskRecord, 'name'>): string => `task://${name}`;

/** Starts tasks, because their time has come or because somebody asks; never one that is under way. */
@Injectable()
export class TaskStarter {
  constructor(
    private readonly tasks: TaskCatalogue,
    private readonly desk: CommandDesk,
    private readonly runs: ConsoleRuns,
    private readonly logger: Logger,
  ) {}

  /** The scheduler's word: a task that was switched off meanwhile, or is still at it, is left out. */
  async due(name: string): Promise<void> {
    const task = this.tasks.list().find((one) => one.name === name);
    if (!task?.isEnabled || this.tasks.isOff) return;
    if (task.isHidden) await this.runs.pruneTask(task.name, HIDDEN_KEPT);
    const run = await this.start(task, 'schedule');
    if (!run) this.logger.warn('task left out, because it is still under way', { task: name });
  }

  /** A person's word: 409 while it is under way. */
  async queue(name: string, askedBy: string, args?: string): Promise<ConsoleRunRecord> {
    const task = this.tasks.find(name);
    const run = await this.start(args === undefined ? task : { ...task, args }, askedBy);
    if (run) return run;
    const active = await this.runs.activeOf(referenceOf(task));
    throw conflict('task-queued', `The task ${task.name} is ${active?.status ?? 'queued'} already.`, {
      ...(active ? { run_id: active.id } : {}),
    });
  }

  /** Takes a waiting task out of the queue. A running one goes on: its run can be cancelled. */
  async unqueue(name: string): Promise<void> {
    const task = this.tasks.find(name);
    const active = await this.runs.activeOf(referenceOf(task));
    if (!active) throw new ApiProblem(404, 'task-not-queued', `The task ${task.name} is not queued.`);
    if (active.status === 'running')
      throw new ApiProblem(400, 'task-running', `The task ${task.name} is running; cancel its run instead.`);
    await this.desk.cancel(active.id);
  }

  private start(task: TaskRecord, askedBy: string): Promise<ConsoleRunRecord | null> {
    const line = `${task.command} ${task.args}`.trim();
    return this.desk.take({ line, task: task.name, reference: referenceOf(task), askedBy });
  }
}
