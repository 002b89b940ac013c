import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import type { Task } from '../../core/api/schema.gen.js';
import { CronField } from '../../shared/cron/cron-field.js';
import { Field } from '../../shared/field/field.js';
import { TaskKeeper } from './task-keeper.js';
import { taskTitle } from './task-words.js';

/** When a task runs, and with which arguments. */
@Component({
  selector: 'app-timer-dialog',
  imports: [CronField, Field, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 i18n mat-dialog-title>When {{ title }} runs</h2>
    <form novalidate (submit)="save($event)">
      <mat-dialog-content>
        <app-cron-field inputId="task-timer" [timezone]="task.timezone" [(value)]="timer" />
        <p i18n class="soft small">
          Times are those of {{ task.timezone }}. A full read is work for a media server: every six hours is a
          good beginning.
        </p>
        <app-field
          label="Arguments"
          i18n-label
          for="task-args"
          help="Added to {{ task.command }}; for example -v."
          i18n-help
          [problem]="problem()"
        >
          <input
            #text
            id="task-args"
            class="control mono"
            autocomplete="off"
            spellcheck="false"
            aria-describedby="task-args-note"
            [value]="args()"
            (input)="args.set(text.value)"
          />
        </app-field>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button i18n matButton type="button" mat-dialog-close>Cancel</button>
        <button i18n matButton="filled" type="submit" [disabled]="isBusy()">Save</button>
      </mat-dialog-actions>
    </form>
  `,
})
export class TimerDialog {
  private readonly ref = inject<MatDialogRef<TimerDialog, Task>>(MatDialogRef);
  private readonly keeper = inject(TaskKeeper);
  protected readonly task = inject<Task>(MAT_DIALOG_DATA);
  protected readonly title = taskTitle(this.task);
  protected readonly timer = signal(this.task.timer);
  protected readonly args = signal(this.task.args);
  protected readonly problem = signal('');
  protected readonly isBusy = signal(false);

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.isBusy.set(true);
    this.problem.set('');
    const change = { timer: this.timer().trim(), args: this.args().trim() };
    try {
      this.ref.close(await this.keeper.change(this.task.name, change));
    } catch (error) {
      const [first] = error instanceof ApiFailure ? error.fields : [];
      this.problem.set(first ? [first.message, first.hint].filter(Boolean).join(' ') : failureText(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
