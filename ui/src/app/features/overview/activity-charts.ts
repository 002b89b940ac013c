import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { lastValue } from '../../core/api/last-value.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import type { HistoryPage, Run, RunPage } from '../../core/api/schema.gen.js';
import { IdentityChoice } from '../../core/session/identity-choice.js';
import { BarChart } from '../../shared/bar-chart/bar-chart.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { perDay, reachesBack } from './days.js';

const PLAYS = { days: 30, most: 500 };
const SYNC = { days: 14, most: 200 };

const changesOf = ({ counts, dry_run, kind }: Run): number => {
  if (dry_run || kind === 'backup') return 0;
  return counts.added + counts.updated + counts.played + counts.unplayed + counts.progress;
};

/** What was watched lately, and how much the syncs moved. Both are counted from lists of the newest, so they are bounded. */
@Component({
  selector: 'app-activity-charts',
  imports: [BarChart, FailedNote, LoadingNote],
  template: `
    <section class="card" aria-labelledby="chart-plays">
      <h2 i18n id="chart-plays" class="card-head">Plays, last {{ playDays }} days</h2>
      @if (watched.failure(); as error) {
        <app-failed-note
          class="inset"
          what="The plays"
          i18n-what
          [reason]="failureText(error)"
          [since]="watched.readAt()"
          (retry)="history.reload()"
        />
      }
      @if (plays(); as told) {
        <app-bar-chart label="Plays per day" i18n-label what="Plays" i18n-what [bars]="told.days" />
        @if (!told.isWhole) {
          <p i18n class="soft small">
            Counted from the newest {{ mostPlays }} plays; earlier days may show less.
          </p>
        }
      } @else if (!watched.failure()) {
        <app-loading-note what="the plays" i18n-what [rows]="3" />
      }
    </section>
    <section class="card" aria-labelledby="chart-sync">
      <h2 i18n id="chart-sync" class="card-head">Sync activity, last {{ syncDays }} days</h2>
      @if (newest.failure(); as error) {
        <app-failed-note
          class="inset"
          what="The activity"
          i18n-what
          [reason]="failureText(error)"
          [since]="newest.readAt()"
          (retry)="runs.reload()"
        />
      }
      @if (activity(); as told) {
        <app-bar-chart
          label="Changes that runs made per day"
          i18n-label
          what="Changes"
          i18n-what
          [bars]="told.days"
        />
        @if (!told.isWhole) {
          <p i18n class="soft small">
            Counted from the newest {{ mostRuns }} runs; earlier days may show less.
          </p>
        }
      } @else if (!newest.failure()) {
        <app-loading-note what="the activity" i18n-what [rows]="3" />
      }
    </section>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr));
      gap: 16px;
      align-items: start;
    }
    p {
      margin: 0;
      padding: 0 16px 12px;
    }
  `,
})
export class ActivityCharts {
  private readonly api = inject(Api);
  private readonly identity = inject(IdentityChoice);

  protected readonly history = httpResource<HistoryPage>(() =>
    this.api.read('history', {
      watched: '1',
      sort: 'updated:desc',
      view: 'updated',
      perpage: PLAYS.most,
    }),
  );
  protected readonly runs = httpResource<RunPage>(() =>
    this.api.read('runs', { perpage: SYNC.most, identity: this.identity.current() }),
  );
  protected readonly watched = lastValue(this.history);
  protected readonly newest = lastValue(this.runs);
  protected readonly plays = computed(() => {
    const times = this.watched()?.history.flatMap(({ updated }) =>
      updated === null ? [] : [updated * 1_000],
    );
    return (
      times &&
      this.told(
        times.map((at) => ({ at, weight: 1 })),
        PLAYS,
      )
    );
  });
  protected readonly activity = computed(() => {
    const runs = this.newest()?.items;
    return (
      runs &&
      this.told(
        runs.map((run) => ({ at: Date.parse(run.created_at), weight: changesOf(run) })),
        SYNC,
      )
    );
  });

  protected readonly playDays = PLAYS.days;
  protected readonly syncDays = SYNC.days;
  protected readonly mostPlays = PLAYS.most;
  protected readonly mostRuns = SYNC.most;
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => {
      this.history.reload();
      this.runs.reload();
    });
  }

  private told(
    all: readonly { readonly at: number; readonly weight: number }[],
    { days, most }: typeof PLAYS,
  ) {
    const now = Date.now();
    const isWhole = all.length < most || reachesBack(all.at(-1)?.at, days, now);
    return { days: perDay(all, days, now), isWhole };
  }
}
