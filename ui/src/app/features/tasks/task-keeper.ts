import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { CommandRun, Task } from '../../core/api/schema.gen.js';

export interface TaskChange {
  readonly enabled?: boolean;
  readonly timer?: string;
  readonly args?: string;
}

const pathOf = (name: string): string => `tasks/${encodeURIComponent(name)}`;

/** Switches tasks, changes their timers, and runs them out of turn. */
@Service()
export class TaskKeeper {
  private readonly api = inject(Api);

  change(name: string, change: TaskChange): Promise<Task> {
    return this.api.patch<Task>(pathOf(name), change);
  }

  queue(name: string): Promise<CommandRun> {
    return this.api.post<CommandRun>(`${pathOf(name)}/queue`);
  }

  unqueue(name: string): Promise<unknown> {
    return this.api.delete(`${pathOf(name)}/queue`);
  }
}
