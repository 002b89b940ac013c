import { DecimalPipe, NgTemplateOutlet } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { ChangePage, ChangeStatus, Run, RunStatus } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { isActive } from '../../core/runs/run-words.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { itemName } from '../../shared/item-name.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { Clock } from '../../shared/relative-time/clock.js';
import { StatusPill, type Tone } from '../../shared/status-pill/status-pill.js';
import type { PlanChoice } from './decision/plan-choice.js';
import { reasonText, ruleText } from './run-reasons.js';

const STATUSES: Readonly<Record<ChangeStatus, { readonly text: string; readonly tone: Tone }>> = {
  planned: { text: $localize`Planned`, tone: 'info' },
  applied: { text: $localize`Applied`, tone: 'good' },
  skipped: { text: $localize`Skipped`, tone: 'quiet' },
  failed: { text: $localize`Failed`, tone: 'bad' },
  rejected: { text: $localize`Rejected`, tone: 'quiet' },
};
const STOPPED = $localize`The run ended before anything was changed.`;
const SO_FAR = $localize`Nothing has changed so far.`;
const NONE: Readonly<Record<RunStatus, string>> = {
  queued: SO_FAR,
  running: SO_FAR,
  awaiting_approval: SO_FAR,
  succeeded: $localize`Everything was already as it should be.`,
  failed: STOPPED,
  cancelled: STOPPED,
};
const NAMES: readonly ChangeStatus[] = ['planned', 'applied', 'skipped', 'failed', 'rejected'];

/** Each item that a run changed or would change. */
@Component({
  selector: 'app-run-changes',
  imports: [
    DecimalPipe,
    EmptyNote,
    FailedNote,
    LoadingNote,
    NgTemplateOutlet,
    Pager,
    PlayStateNote,
    RouterLink,
    StatusPill,
  ],
  templateUrl: './run-changes.html',
  styleUrl: './run-changes.scss',
})
export class RunChanges {
  readonly run = input.required<Run>();
  readonly page = input<string>();
  readonly status = input<string>();
  /** Given while a person decides: then planned rows can be ticked. */
  readonly choice = input<PlanChoice>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  private readonly runId = computed(() => this.run().id);
  private readonly stage = computed(() => this.run().status);
  protected readonly wanted = computed(() => NAMES.find((name) => name === this.status()) ?? '');
  protected readonly changes = httpResource<ChangePage>(() => {
    this.stage();
    const status = this.wanted();
    const page = Math.max(1, Math.trunc(Number(this.page()) || 1));
    const params = { page, perpage: 50, ...(status ? { status } : {}) };
    return this.api.read(`runs/${encodeURIComponent(this.runId())}/changes`, params);
  });
  protected readonly shown = lastValue(this.changes, this.runId);
  protected readonly heading = computed(() =>
    this.run().dry_run || this.stage() === 'awaiting_approval'
      ? $localize`Planned changes`
      : $localize`Changes`,
  );
  protected readonly isActive = computed(() => isActive(this.run()));
  protected readonly noneText = computed(() =>
    this.wanted() ? $localize`None with this status` : $localize`No changes`,
  );
  protected readonly whyNone = computed(() => {
    if (this.wanted()) return $localize`The run may have changes with another status.`;
    return NONE[this.stage()];
  });

  protected readonly names = NAMES;
  protected readonly statuses = STATUSES;
  protected readonly lookOf = (status: ChangeStatus) => STATUSES[status];
  protected readonly itemName = itemName;
  protected readonly reasonText = reasonText;
  protected readonly ruleText = ruleText;
  protected readonly failureText = failureText;

  constructor() {
    effect(() => {
      this.clock.now();
      if (untracked(this.isActive) && !untracked(this.changes.isLoading)) this.changes.reload();
    });
  }

  protected readonly tickable = computed(() => {
    const planned = this.shown()?.items.filter(({ status }) => status === 'planned') ?? [];
    return planned.map(({ id }) => id);
  });
  protected readonly areAllTicked = computed(() => {
    const ticked = this.choice()?.rows();
    return ticked !== undefined && this.tickable().every((id) => ticked.has(id));
  });

  /** Whether the list is on screen as it is now; only then can a person decide on it. */
  readonly isSeen = computed(() => this.shown() !== undefined && this.shown.failure() === undefined);

  reload(): void {
    this.changes.reload();
  }

  protected ask(changed: string): void {
    void this.router.navigate([], {
      queryParams: { changed: changed || null, page: null },
      queryParamsHandling: 'merge',
    });
  }
}
