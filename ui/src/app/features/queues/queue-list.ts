import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { askAddress, oneOf } from '../../core/api/ask-address.js';
import { errand } from '../../core/api/errand.js';
import { lastValue } from '../../core/api/last-value.js';
import { readPage } from '../../core/api/read-page.js';
import type { QueueJob, QueuePage } from '../../core/api/schema.gen.js';
import { reloadEveryBeat } from '../../core/live/every-beat.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { NoMatch } from '../../shared/empty-note/no-match.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { JobKeeper } from './job-keeper.js';
import { STATES, carries, jobName, queueAbout, queueName, runOf, stateOf } from './queue-words.js';

/** How much work waits, and the jobs that failed. For experts: nothing in here is needed daily. */
@Component({
  selector: 'app-queue-list',
  imports: [
    DecimalPipe,
    EmptyNote,
    FailedNote,
    LoadingNote,
    MatButton,
    NoMatch,
    Pager,
    RelativeTime,
    RouterLink,
    StatusPill,
  ],
  templateUrl: './queue-list.html',
  styles: `
    .jobs td {
      overflow-wrap: anywhere;
    }
    .has-failed {
      color: var(--ws-bad);
      font-weight: 600;
    }
  `,
})
export class QueueList {
  readonly state = input<string>();
  readonly filter = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly keeper = inject(JobKeeper);
  private readonly confirmation = inject(Confirmation);
  protected readonly wanted = computed(() => oneOf(STATES, this.state()));
  protected readonly jobs = httpResource<QueuePage>(() =>
    this.api.read('system/transport/queue', {
      page: readPage(this.page()),
      perpage: 25,
      ...(this.wanted() ? { state: this.wanted() } : {}),
      ...(this.filter() ? { filter: this.filter() ?? '' } : {}),
    }),
  );
  protected readonly shown = lastValue(this.jobs);
  protected readonly isFiltered = computed(() => this.wanted() !== '' || !!this.filter());
  protected readonly errand = errand(() => this.jobs.reload());
  protected readonly ask = askAddress();

  protected readonly states = STATES;
  protected readonly queueName = queueName;
  protected readonly queueAbout = queueAbout;
  protected readonly jobName = jobName;
  protected readonly stateOf = stateOf;
  protected readonly runOf = runOf;
  protected readonly carries = carries;
  protected readonly failureText = failureText;

  constructor() {
    reloadEveryBeat(this.jobs);
  }

  protected retry({ id, event }: QueueJob): Promise<boolean> {
    return this.errand.run(async () => {
      await this.keeper.retry(id);
      return $localize`${jobName(event)}:job: is tried again.`;
    });
  }

  protected async drop({ id, event }: QueueJob): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Throw this job away?`,
      points: [
        $localize`${jobName(event)}:job: is not tried again.`,
        $localize`Play states stay as they are; the next import or export finds what is still to be done.`,
      ],
      action: $localize`Throw away`,
      isDangerous: true,
    });
    if (!isSure) return;
    await this.errand.run(async () => {
      await this.keeper.drop(id);
      return $localize`${jobName(event)}:job: was thrown away.`;
    });
  }
}
