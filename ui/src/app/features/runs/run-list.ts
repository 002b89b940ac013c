import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend, Run, RunPage } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import {
  RUN_KINDS,
  RUN_STATUSES,
  kindText,
  modeText,
  runDuration,
  runTitle,
  statusText,
  statusTone,
} from '../../core/runs/run-words.js';
import { IdentityChoice } from '../../core/session/identity-choice.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { NoMatch } from '../../shared/empty-note/no-match.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { durationText } from '../../shared/time-text.js';
import { ProgressLine } from '../../shared/progress-line/progress-line.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { resultText } from './run-results.js';
import { readRunFilter, toRunQuery } from './run-filter.js';

/** Everything that was imported, exported or otherwise run, newest first. */
@Component({
  selector: 'app-run-list',
  imports: [
    DecimalPipe,
    EmptyNote,
    FailedNote,
    LoadingNote,
    MatButton,
    NoMatch,
    Pager,
    ProgressLine,
    RelativeTime,
    RouterLink,
    StatusPill,
  ],
  templateUrl: './run-list.html',
  styles: `
    .inset {
      padding: 16px 16px 0;
    }
    app-progress-line {
      display: block;
      min-width: 120px;
      margin-top: 4px;
    }
    app-pager {
      display: block;
      border-top: 1px solid var(--ws-line);
    }
  `,
})
export class RunList {
  readonly kind = input<string>();
  readonly status = input<string>();
  readonly backend = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly live = inject(LiveFeed);
  private readonly identity = inject(IdentityChoice);

  protected readonly filter = computed(() =>
    readRunFilter({ kind: this.kind(), status: this.status(), backend: this.backend(), page: this.page() }),
  );
  protected readonly isFiltered = computed(() => {
    const { kind, status, backend } = this.filter();
    return [kind, status, backend].some((value) => value !== '');
  });
  protected readonly runs = httpResource<RunPage>(() =>
    this.api.read('runs', { ...toRunQuery(this.filter()), identity: this.identity.current() }),
  );
  protected readonly answer = lastValue(this.runs);
  protected readonly rows = computed(() => this.answer()?.items.map((run) => this.live.latest(run)) ?? []);
  private readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly names = computed(() =>
    this.backends.hasValue() ? this.backends.value().map(({ name }) => name) : [],
  );
  /** A run that the list does not show yet has begun, or one has ended. */
  private readonly news = computed(() => `${this.live.ended()} ${this.live.active().length}`);

  protected readonly kinds = RUN_KINDS;
  protected readonly statuses = RUN_STATUSES;
  protected readonly kindText = kindText;
  protected readonly statusText = statusText;
  protected readonly statusTone = statusTone;
  protected readonly modeText = modeText;
  protected readonly runTitle = runTitle;
  protected readonly resultText = resultText;
  protected readonly failureText = failureText;

  constructor() {
    let before = this.news();
    effect(() => {
      if (this.news() !== before) untracked(() => this.runs.reload());
      before = this.news();
    });
  }

  protected duration(run: Run): string {
    const ms = run.finished_at ? runDuration(run, 0) : null;
    return ms === null ? '' : durationText(ms);
  }

  protected ask(change: Readonly<Record<string, string>>): void {
    const asked = Object.entries(change).map(([name, value]): [string, string | null] => [
      name,
      value || null,
    ]);
    void this.router.navigate([], {
      queryParams: { page: null, ...Object.fromEntries(asked) },
      queryParamsHandling: 'merge',
    });
  }
}
