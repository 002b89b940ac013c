import { Injectable } from '@nestjs/common';
import { commandsQueue, type JobHandlers, JobWorker } from '#libs/queue';
import { TaskStarter } from '../tasks/task-starter.js';
import { CommandRunner } from './command-runner.js';

const MOST_AT_ONCE = 16;

/** Carries out console commands, and starts tasks whose time has come. */
@Injectable()
export class CommandsWorker extends JobWorker<typeof commandsQueue> {
  protected readonly handlers: JobHandlers<typeof commandsQueue> = {
    'command-run': ({ runId }, { signal }) => this.runner.carryOut(runId, signal),
    'task-due': ({ task }) => this.tasks.due(task),
  };

  constructor(
    private readonly runner: CommandRunner,
    private readonly tasks: TaskStarter,
  ) {
    super(commandsQueue);
  }

  /** Commands wait for others most of the time, some even for another command. */
  protected override concurrency(): number {
    return MOST_AT_ONCE;
  }
}
