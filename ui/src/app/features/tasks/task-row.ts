import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { RouterLink } from '@angular/router';
import type { Task } from '../../core/api/schema.gen.js';
import { statusText, statusTone } from '../../core/runs/run-words.js';
import { Icon } from '../../shared/icon/icon.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { durationText } from '../../shared/time-text.js';
import { taskAbout, taskCommand, taskTitle } from './task-words.js';

/** One scheduled task: its slider, when it runs, and how it went last. */
@Component({
  selector: 'app-task-row',
  imports: [Icon, MatButton, MatSlideToggle, RelativeTime, RouterLink, StatusPill],
  templateUrl: './task-row.html',
  styleUrl: './task-row.scss',
})
export class TaskRow {
  readonly task = input.required<Task>();
  readonly isBusy = input(false);
  readonly switched = output<boolean>();
  readonly timed = output();
  readonly started = output();
  readonly stopped = output();

  protected readonly title = computed(() => taskTitle(this.task()));
  protected readonly about = computed(() => taskAbout(this.task()));
  protected readonly command = computed(() => taskCommand(this.task()));
  protected readonly took = computed(() => {
    const seconds = this.task().prev_duration;
    return seconds === null ? '' : durationText(seconds * 1_000);
  });
  protected readonly statusText = statusText;
  protected readonly statusTone = statusTone;
}
