import { Component, DestroyRef, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import type { Run, StartedRun, SyncOptions } from '../../../core/api/schema.gen.js';
import { LiveFeed } from '../../../core/live/live-feed.js';
import { planOf } from '../../../core/runs/run-plan.js';
import { RunWaiter } from '../../../core/runs/run-waiter.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { ProgressLine } from '../../../shared/progress-line/progress-line.js';
import { itemsText } from '../../../shared/words.js';

export type Answer = 'leave' | 'export' | 'off';

const PREVIEW: SyncOptions = { dry_run: true };

/** Rehearses the first export to a backend and says in numbers what it would write. */
@Component({
  selector: 'app-first-export-dialog',
  imports: [
    FailedNote,
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    ProgressLine,
    RouterLink,
  ],
  templateUrl: './first-export-dialog.html',
  styles: `
    p {
      margin: 0 0 10px;
    }
    .plan {
      margin: 0 0 12px;
      padding-left: 18px;
    }
  `,
})
export class FirstExportDialog {
  private readonly api = inject(Api);
  private readonly live = inject(LiveFeed);
  private readonly waiter = inject(RunWaiter);
  private readonly ref = inject<MatDialogRef<FirstExportDialog, Answer>>(MatDialogRef);
  protected readonly name = inject<string>(MAT_DIALOG_DATA);

  protected readonly runId = signal<string | null>(null);
  protected readonly run = signal<Run | null>(null);
  protected readonly failure = signal('');
  protected readonly progress = computed(() => {
    const run = this.live.active().find(({ id }) => id === this.runId());
    return run?.progress ?? { done: 0, total: null };
  });
  protected readonly plan = computed(() => {
    const run = this.run();
    return run && planOf(run);
  });
  /** How many writes the server would get. */
  protected readonly writes = computed(() => {
    const { played = 0, unplayed = 0, progress = 0 } = this.run()?.counts ?? {};
    return played + unplayed + progress;
  });
  protected readonly itemsText = itemsText;
  private isOpen = true;

  constructor() {
    inject(DestroyRef).onDestroy(() => (this.isOpen = false));
    void this.rehearse();
  }

  protected async rehearse(): Promise<void> {
    this.failure.set('');
    this.run.set(null);
    try {
      const path = `backend/${encodeURIComponent(this.name)}/export`;
      const { run_id: id } = await this.api.post<StartedRun>(path, PREVIEW);
      this.runId.set(id);
      const run = await this.waiter.end(id, () => this.isOpen);
      if (run && run.status !== 'succeeded')
        this.failure.set(run.error?.message ?? $localize`The preview ended before it was done.`);
      else this.run.set(run);
    } catch (error) {
      this.failure.set(failureText(error));
    }
  }

  protected close(answer: Answer): void {
    this.ref.close(answer);
  }
}
