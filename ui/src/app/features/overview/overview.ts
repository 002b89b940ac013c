import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend, RunPage } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { IdentityChoice } from '../../core/session/identity-choice.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { concernsOf, firstSteps } from './attention.js';
import { ActivityCharts } from './activity-charts.js';
import { BackendStates } from './backend-states.js';
import { Drift } from './drift.js';
import { HistoryCounts } from './history-counts.js';
import { RecentChanges } from './recent-changes.js';
import { RecentRuns } from './recent-runs.js';
import { SyncFlow } from './sync-flow.js';

/** What needs attention, what flows where, what ran last, how much is known. */
@Component({
  selector: 'app-overview',
  imports: [
    ActivityCharts,
    BackendStates,
    Drift,
    EmptyNote,
    FailedNote,
    HistoryCounts,
    Icon,
    LoadingNote,
    MatButton,
    RecentChanges,
    RecentRuns,
    RouterLink,
    StatusPill,
    SyncFlow,
  ],
  templateUrl: './overview.html',
  styleUrl: './overview.scss',
})
export class Overview {
  private readonly api = inject(Api);
  private readonly live = inject(LiveFeed);
  private readonly identity = inject(IdentityChoice);

  protected readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly shown = lastValue(this.backends);
  private readonly waiting = httpResource<RunPage>(() =>
    this.api.read('runs', { status: 'awaiting_approval', perpage: 5 }),
  );
  protected readonly concerns = computed(() =>
    concernsOf(
      this.shown() ?? [],
      this.waiting.hasValue() ? this.waiting.value().items : [],
      this.identity.current(),
    ),
  );
  protected readonly steps = computed(() => firstSteps(this.shown() ?? []));
  protected readonly isSettledIn = computed(() => this.steps().every(({ isDone }) => isDone));
  protected readonly failureText = failureText;

  constructor() {
    // A run may be over, or wait for a person, before it was ever heard of as active.
    const news = computed(() => `${this.live.ended()} ${this.live.active().length}`);
    let before = news();
    effect(() => {
      const now = news();
      if (now !== before) untracked(() => this.reload());
      before = now;
    });
  }

  private reload(): void {
    this.backends.reload();
    this.waiting.reload();
  }
}
