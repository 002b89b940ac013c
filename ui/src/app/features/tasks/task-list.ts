import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Task, TaskList } from '../../core/api/schema.gen.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { Clock } from '../../shared/relative-time/clock.js';
import { TaskKeeper } from './task-keeper.js';
import { TaskRow } from './task-row.js';
import { taskTitle } from './task-words.js';
import { TimerDialog } from './timer-dialog.js';

/** What happens by itself, and when. */
@Component({
  selector: 'app-task-list',
  imports: [EmptyNote, FailedNote, Icon, LoadingNote, RouterLink, TaskRow],
  templateUrl: './task-list.html',
  styles: `
    .grid {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(360px, 100%), 1fr));
      gap: 16px;
    }
  `,
})
export class TaskListPage {
  private readonly api = inject(Api);
  private readonly keeper = inject(TaskKeeper);
  private readonly dialog = inject(MatDialog);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);

  protected readonly tasks = httpResource<TaskList>(() => this.api.read('tasks'));
  protected readonly busy = signal<string | null>(null);
  protected readonly failureText = failureText;
  private readonly isAnyQueued = computed(
    () => this.tasks.hasValue() && this.tasks.value().tasks.some(({ queued }) => queued),
  );

  constructor() {
    const clock = inject(Clock);
    reloadOnNews(() => this.tasks.reload());
    effect(() => {
      clock.now();
      if (untracked(this.isAnyQueued)) untracked(() => this.tasks.reload());
    });
  }

  protected async switch(task: Task, enabled: boolean): Promise<void> {
    this.take({ ...task, enabled });
    try {
      this.take(await this.keeper.change(task.name, { enabled }));
    } catch (error) {
      this.take(task);
      const [title, reason] = [taskTitle(task), failureText(error)];
      this.notices.warn(
        enabled
          ? $localize`${title}:task: is still off. ${reason}:reason:`
          : $localize`${title}:task: is still on. ${reason}:reason:`,
      );
      return;
    }
    const isRegretted = await this.notices.offer(
      enabled
        ? $localize`${taskTitle(task)}:task: is now on.`
        : $localize`${taskTitle(task)}:task: is now off.`,
      $localize`Undo`,
    );
    if (isRegretted) await this.switch({ ...task, enabled }, !enabled);
  }

  protected async time(task: Task): Promise<void> {
    const shown = this.dialog.open<TimerDialog, Task, Task>(TimerDialog, {
      data: task,
      width: '520px',
      maxWidth: 'calc(100vw - 24px)',
      autoFocus: '#task-timer',
    });
    const saved = await firstValueFrom(shown.afterClosed());
    if (!saved) return;
    this.take(saved);
    this.notices.say($localize`${taskTitle(saved)}:task: now runs: ${saved.timer_text}:timer_text:.`);
  }

  protected async start(task: Task): Promise<void> {
    this.busy.set(task.name);
    try {
      const { token } = await this.keeper.queue(task.name);
      this.tasks.reload();
      if (await this.notices.offer($localize`${taskTitle(task)}:task: is queued.`, $localize`Follow`))
        await this.router.navigate(['/events', token]);
    } catch (error) {
      this.notices.warn($localize`${taskTitle(task)}:task: did not start. ${failureText(error)}:reason:`);
    } finally {
      this.busy.set(null);
    }
  }

  protected async stop(task: Task): Promise<void> {
    try {
      await this.keeper.unqueue(task.name);
      this.notices.say($localize`${taskTitle(task)}:task: was taken out of the queue.`);
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.tasks.reload();
    }
  }

  private take(task: Task): void {
    this.tasks.update(
      (list) => list && { ...list, tasks: list.tasks.map((one) => (one.name === task.name ? task : one)) },
    );
  }
}
