import { httpResource } from '@angular/common/http';
import {
  Component,
  afterRenderEffect,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { PlanSelection, Run } from '../../core/api/schema.gen.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import {
  hasEnded,
  isActive,
  isBulkMark,
  runTitle,
  statusText,
  statusTone,
} from '../../core/runs/run-words.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import type { Question } from '../../shared/confirm/confirm-dialog.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { RunApplier, canApply } from './run-applier.js';
import { PlanChoice } from './decision/plan-choice.js';
import { RunDecision } from './decision/run-decision.js';
import { RunChanges } from './run-changes.js';
import { RunFindings } from './run-findings.js';
import { RunPlanNote } from './run-plan-note.js';
import { RunPlaylistChanges } from './playlists/run-playlist-changes.js';
import { RunProgress } from './run-progress.js';
import { type Decision, RunSteward } from './run-steward.js';

const DONE: Readonly<Record<Decision, string>> = {
  approve: $localize`The run was approved and continues.`,
  reject: $localize`The run was rejected; nothing was written.`,
  cancel: $localize`The run is being cancelled.`,
};

const STILL_WAITS = $localize`What you chose was rejected; the rest goes on waiting for you.`;

const UNDOABLE: ReadonlySet<Run['kind']> = new Set<Run['kind']>(['import', 'restore', 'undo']);
const UNDO: Question = {
  title: $localize`Undo this run?`,
  points: [
    $localize`Each item goes back to what it was before this run.`,
    $localize`What was changed again since is left alone, and listed.`,
    $localize`Your backends are told of the difference.`,
  ],
  action: $localize`Undo run`,
  isDangerous: false,
};

const APPLY: Readonly<Partial<Record<Run['kind'], string>>> = {
  import: $localize`Apply this import`,
  export: $localize`Apply this export`,
  restore: $localize`Apply this restore`,
};
const applyText = (kind: Run['kind'] | undefined): string =>
  (kind ? APPLY[kind] : undefined) ?? $localize`Apply this run`;

/** One run: how far it is, what it did or would do, and what a person can decide about it. */
@Component({
  selector: 'app-run-details',
  imports: [
    FailedNote,
    Icon,
    LoadingNote,
    MatButton,
    RunChanges,
    RunDecision,
    RunFindings,
    RunPlanNote,
    RunPlaylistChanges,
    RunProgress,
    StatusPill,
  ],
  templateUrl: './run-details.html',
  styles: `
    .note {
      margin: 0;
    }
  `,
})
export class RunDetails {
  readonly id = input.required<string>();
  readonly page = input<string>();
  readonly changed = input<string>();

  private readonly api = inject(Api);
  private readonly live = inject(LiveFeed);
  private readonly steward = inject(RunSteward);
  private readonly applier = inject(RunApplier);
  private readonly notices = inject(Notices);
  private readonly confirmation = inject(Confirmation);
  private readonly router = inject(Router);

  protected readonly answer = httpResource<Run>(() => this.api.read(`runs/${encodeURIComponent(this.id())}`));
  protected readonly run = computed(() =>
    this.answer.hasValue() ? this.live.latest(this.answer.value()) : null,
  );
  protected readonly heading = computed(() => {
    const run = this.run();
    return run ? runTitle(run) : $localize`Run`;
  });
  protected readonly isPolling = computed(() => {
    const run = this.run();
    return run !== null && isActive(run) && this.live.connection() === 'polling';
  });
  /** Told by the list below, and asked only once that is on the page: before, it does not know its run. */
  protected readonly isPlanSeen = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly choice = new PlanChoice();
  private readonly decision = viewChild(RunDecision);
  private readonly changes = viewChild(RunChanges);
  private readonly playlistChanges = viewChild(RunPlaylistChanges);
  /** Whether this was a preview that can be carried out. */
  protected readonly canApply = computed(() => {
    const run = this.run();
    return run !== null && canApply(run);
  });
  protected readonly applyText = computed(() => {
    const run = this.run();
    return run?.kind === 'undo' ? $localize`Undo for real` : applyText(run?.kind);
  });
  protected readonly canUndo = computed(() => {
    const run = this.run();
    if (run === null || run.dry_run || !hasEnded(run)) return false;
    return UNDOABLE.has(run.kind) || isBulkMark(run);
  });

  protected readonly isActive = isActive;
  protected readonly statusText = statusText;
  protected readonly statusTone = statusTone;
  protected readonly failureText = failureText;

  constructor() {
    afterRenderEffect({
      read: () => {
        const list = this.changes() ?? this.playlistChanges();
        this.isPlanSeen.set(list?.isSeen() ?? false);
      },
    });
    effect(() => {
      const read = this.answer.hasValue() ? this.answer.value() : null;
      if (read) untracked(() => this.live.take(read));
    });
  }

  /** About the whole run, or about what was chosen of its plan. */
  protected async decide(decision: Decision, selection: PlanSelection = {}): Promise<void> {
    this.isBusy.set(true);
    try {
      const run = await this.steward.decide(this.id(), decision, selection);
      this.answer.set(run);
      this.notices.say(run.status === 'awaiting_approval' ? STILL_WAITS : DONE[decision]);
    } catch (error) {
      this.notices.warn(failureText(error));
      this.answer.reload();
    } finally {
      this.isBusy.set(false);
      this.choice.clear();
      this.decision()?.reload();
      this.changes()?.reload();
      this.playlistChanges()?.reload();
    }
  }

  protected async undo(): Promise<void> {
    if (await this.confirmation.ask(UNDO)) await this.startUndo(false);
  }

  /** Lists what an undo would take back and what it would leave alone; changes nothing. */
  protected previewUndo(): Promise<void> {
    return this.startUndo(true);
  }

  protected async apply(run: Run): Promise<void> {
    this.isBusy.set(true);
    await this.applier.apply(run);
    this.isBusy.set(false);
  }

  private async startUndo(isPreview: boolean): Promise<void> {
    this.isBusy.set(true);
    try {
      const { id } = await this.steward.undo(this.id(), isPreview ? { dry_run: true } : {});
      await this.router.navigate(['/runs', id]);
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
