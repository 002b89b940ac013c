import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import {
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import type {
  CountedPlanGroup,
  Library,
  PlanOverview,
  PlanSelection,
  Run,
} from '../../../core/api/schema.gen.js';
import { Confirmation } from '../../../shared/confirm/confirmation.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { Icon } from '../../../shared/icon/icon.js';
import { LoadingNote } from '../../../shared/loading-note/loading-note.js';
import { Notices } from '../../../shared/notices/notices.js';
import { groupKey, type PlanChoice } from './plan-choice.js';
import { directionText, questionOf, typeText, type Verdict } from './plan-words.js';

export interface Decided {
  readonly verdict: Verdict;
  /** Empty for the whole plan. */
  readonly selection: PlanSelection;
}

/** The guard stopped a run before it wrote anything; a person decides about all of it, or parts (contract 5.8). */
@Component({
  selector: 'app-run-decision',
  imports: [DecimalPipe, FailedNote, Icon, LoadingNote, MatButton],
  templateUrl: './run-decision.html',
  styles: `
    .note {
      margin: 0;
      border-radius: var(--ws-radius, 12px) var(--ws-radius, 12px) 0 0;
    }
    h2 {
      margin: 0;
      font-size: 15px;
      line-height: 22px;
    }
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
      padding: 12px 16px;
    }
    .inset {
      display: block;
      padding: 16px 16px 0;
    }
  `,
})
export class RunDecision {
  readonly run = input.required<Run>();
  readonly choice = input.required<PlanChoice>();
  readonly isBusy = input(false);
  /** Whether the planned changes are on screen: nobody approves what they cannot see. */
  readonly isSeen = input(true);
  readonly decided = output<Decided>();

  private readonly api = inject(Api);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);
  private readonly injector = inject(Injector);
  private readonly whole = viewChild<unknown, ElementRef<HTMLElement>>('whole', { read: ElementRef });
  private readonly path = computed(() => `runs/${encodeURIComponent(this.run().id)}/plan`);
  private readonly backend = computed(() => this.run().backend);

  protected readonly plan = httpResource<PlanOverview>(() => this.api.read(this.path()));
  /** What is ticked, counted by the server: a row may stand in a ticked group as well. */
  protected readonly weight = httpResource<PlanOverview>(() =>
    this.choice().isEmpty()
      ? undefined
      : { ...this.api.read(this.path()), method: 'POST', body: this.choice().selection() },
  );
  private readonly libraries = httpResource<readonly Library[]>(() => {
    const backend = this.backend();
    const isNamed = this.plan.hasValue() && this.plan.value().groups.some(({ library }) => library !== null);
    return backend && isNamed ? this.api.read(`backend/${encodeURIComponent(backend)}/library`) : undefined;
  });
  private readonly titles = computed(
    () =>
      new Map(
        (this.libraries.hasValue() ? this.libraries.value() : []).map(
          ({ id, title }) => [id, title] as const,
        ),
      ),
  );
  /** An order of many has no rows of its own to choose from; then the run says how many it means. */
  protected readonly unwatched = computed(() => {
    const groups = this.plan.hasValue() ? this.plan.value().groups : [];
    if (groups.length === 0) return this.run().progress.total ?? this.run().counts.unplayed;
    return groups.reduce((sum, { direction, count }) => (direction === 'unwatched' ? sum + count : sum), 0);
  });

  protected readonly groupKey = groupKey;
  protected readonly directionText = directionText;
  protected readonly typeText = typeText;
  protected readonly failureText = failureText;

  /** Rows were taken out of the plan; what is left is counted anew. */
  reload(): void {
    this.plan.reload();
  }

  /** The button that was pressed goes; the keyboard goes on at the one that takes its place. */
  protected clear(): void {
    this.choice().clear();
    afterNextRender({ write: () => this.whole()?.nativeElement.focus() }, { injector: this.injector });
  }

  protected libraryOf({ library }: CountedPlanGroup): string {
    return library === null ? '' : (this.titles().get(library) ?? library);
  }

  /** The whole plan is what this card shows, so that it is decided on without another question. */
  protected decideAll(verdict: Verdict): void {
    const planned = this.plan.hasValue() ? this.plan.value().planned : 0;
    this.decided.emit({ verdict, selection: planned > 0 ? { expected: planned } : {} });
  }

  /** Says in numbers what will happen, as the server counts it now, and hands the decision on. */
  protected async ask(verdict: Verdict): Promise<void> {
    const selection = this.choice().selection();
    try {
      const whole = await this.api.get<PlanOverview>(this.path());
      const chosen = await this.api.post<PlanOverview>(this.path(), selection);
      const weight = { groups: chosen.groups, count: chosen.planned, planned: whole.planned };
      if (await this.confirmation.ask(questionOf(this.run(), verdict, weight)))
        this.decided.emit({ verdict, selection: { ...selection, expected: chosen.planned } });
    } catch (error) {
      this.notices.warn(failureText(error));
    }
  }
}
