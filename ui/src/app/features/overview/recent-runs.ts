import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { RunPage } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { runTitle, statusText, statusTone } from '../../core/runs/run-words.js';
import { IdentityChoice } from '../../core/session/identity-choice.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { ProgressLine } from '../../shared/progress-line/progress-line.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';

@Component({
  selector: 'app-recent-runs',
  imports: [FailedNote, LoadingNote, ProgressLine, RelativeTime, RouterLink, StatusPill],
  template: `
    <section class="card" aria-labelledby="recent-runs">
      <div class="card-head">
        <h2 i18n id="recent-runs">Recent runs</h2>
        <a i18n class="end" routerLink="/runs">All runs</a>
      </div>
      @if (shown.failure(); as error) {
        <div class="inset">
          <app-failed-note
            what="Recent runs"
            i18n-what
            [reason]="failureText(error)"
            [since]="shown.readAt()"
            (retry)="runs.reload()"
          />
        </div>
      }
      @if (shown()) {
        <ul>
          @for (run of rows(); track run.id) {
            <li>
              <div class="grow">
                <a class="title" [routerLink]="['/runs', run.id]">{{ runTitle(run) }}</a>
                @if (run.status === 'running') {
                  <app-progress-line
                    [label]="runTitle(run)"
                    [done]="run.progress.done"
                    [total]="run.progress.total"
                  />
                } @else {
                  <div class="soft small"><app-relative-time [at]="run.started_at ?? run.created_at" /></div>
                }
              </div>
              <app-status-pill [tone]="statusTone(run.status)" [pulses]="run.status === 'running'">{{
                statusText(run.status)
              }}</app-status-pill>
            </li>
          } @empty {
            <li i18n class="soft">Nothing has run yet.</li>
          }
        </ul>
      } @else if (!runs.error()) {
        <app-loading-note what="recent runs" i18n-what [rows]="5" />
      }
    </section>
  `,
  styles: `
    .end {
      margin-left: auto;
    }
    .inset {
      padding: 16px 16px 0;
    }
    ul {
      list-style: none;
      margin: 0;
      padding: 0;
    }
    li {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 38px;
      padding: 8px 16px;
      border-bottom: 1px solid var(--ws-line);
    }
    li:last-child {
      border-bottom: 0;
    }
    .title {
      color: var(--ws-text);
      font-weight: 550;
      text-decoration: none;
    }
    .title:hover {
      text-decoration: underline;
    }
    app-progress-line {
      display: block;
      margin-top: 6px;
    }
  `,
})
export class RecentRuns {
  private readonly api = inject(Api);
  private readonly live = inject(LiveFeed);
  private readonly identity = inject(IdentityChoice);

  protected readonly runs = httpResource<RunPage>(() =>
    this.api.read('runs', { perpage: 7, identity: this.identity.current() }),
  );
  protected readonly shown = lastValue(this.runs);
  protected readonly rows = computed(() => this.shown()?.items.map((run) => this.live.latest(run)) ?? []);
  private readonly news = computed(() => `${this.live.ended()} ${this.live.active().length}`);

  protected readonly runTitle = runTitle;
  protected readonly statusText = statusText;
  protected readonly statusTone = statusTone;
  protected readonly failureText = failureText;

  constructor() {
    let before = this.news();
    effect(() => {
      if (this.news() !== before) untracked(() => this.runs.reload());
      before = this.news();
    });
  }
}
