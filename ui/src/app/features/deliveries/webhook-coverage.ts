import { DecimalPipe, PercentPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { lastValue } from '../../core/api/last-value.js';
import type { WebhookCoverage as Coverage, WebhookCoverageList } from '../../core/api/schema.gen.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill, type Tone } from '../../shared/status-pill/status-pill.js';

const DAYS = 7;
/** Above this share a webhook that was set up is set up wrongly. */
const TOO_MANY = 0.5;

/** How well each backend rings: what it told, and what only an import found. */
@Component({
  selector: 'app-webhook-coverage',
  imports: [DecimalPipe, FailedNote, LoadingNote, PercentPipe, RelativeTime, RouterLink, StatusPill],
  template: `
    <section class="card" aria-labelledby="coverage">
      <h2 i18n id="coverage" class="card-head">Reliability in the last {{ days }} days</h2>
      @if (shown.failure(); as error) {
        <app-failed-note
          class="inset"
          what="The reliability"
          i18n-what
          [reason]="failureText(error)"
          [since]="shown.readAt()"
          (retry)="coverage.reload()"
        />
      }
      @if (shown(); as list) {
        @if (list.items.length > 0) {
          <div class="table-wrap">
            <table class="data">
              <caption i18n class="visually-hidden">
                What each backend told, and what it did not
              </caption>
              <thead>
                <tr>
                  <th i18n scope="col">Backend</th>
                  <th i18n scope="col">State</th>
                  <th i18n scope="col" class="num only-wide">Deliveries</th>
                  <th i18n scope="col" class="num only-wide">Changes told</th>
                  <th i18n scope="col" class="num only-wide">Found by import only</th>
                  <th i18n scope="col" class="num">Missed</th>
                  <th i18n scope="col" class="only-wide">Last one</th>
                </tr>
              </thead>
              <tbody>
                @for (one of list.items; track one.backend) {
                  @let state = stateOf(one);
                  <tr>
                    <td>
                      <a class="main-link" [routerLink]="['/backends', one.backend]">{{ one.backend }}</a>
                      <div class="soft small under-wide"><app-relative-time [at]="one.last_at" /></div>
                    </td>
                    <td>
                      <app-status-pill [tone]="state.tone">{{ state.text }}</app-status-pill>
                    </td>
                    <td class="num only-wide">{{ one.deliveries | number }}</td>
                    <td class="num only-wide">{{ one.told | number }}</td>
                    <td class="num only-wide">{{ one.missed | number }}</td>
                    <td i18n class="num">{{ one.miss_rate === null ? '–' : (one.miss_rate | percent) }}</td>
                    <td class="only-wide soft"><app-relative-time [at]="one.last_at" /></td>
                  </tr>
                }
              </tbody>
            </table>
          </div>
        } @else {
          <p i18n class="inset soft">
            There is no backend yet. <a routerLink="/backends/add">Add Backend</a>
          </p>
        }
      } @else if (!coverage.error()) {
        <app-loading-note what="the reliability" i18n-what [rows]="2" />
      }
    </section>
  `,
})
export class WebhookCoverage {
  private readonly api = inject(Api);
  protected readonly coverage = httpResource<WebhookCoverageList>(() =>
    this.api.read('webhook/coverage', { days: DAYS }),
  );
  protected readonly shown = lastValue(this.coverage);
  protected readonly days = DAYS;
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => this.coverage.reload());
  }

  protected stateOf({ deliveries, miss_rate: missed }: Coverage): { text: string; tone: Tone } {
    if (deliveries === 0) return { text: $localize`Silent`, tone: 'quiet' };
    if (missed !== null && missed > TOO_MANY) return { text: $localize`Misses much`, tone: 'warn' };
    return { text: $localize`Rings`, tone: 'good' };
  }
}
