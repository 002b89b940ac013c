import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { type ChainedJob, JobChain } from '../../core/runs/job-chain.js';
import { statusText, statusTone } from '../../core/runs/run-words.js';
import { StatusPill, type Tone } from '../../shared/status-pill/status-pill.js';

/** What the wizard was asked to do at once, job after job, each with its run. */
@Component({
  selector: 'app-first-jobs',
  imports: [MatButton, RouterLink, StatusPill],
  template: `
    @if (chain.jobs().length > 0) {
      <section class="card" aria-labelledby="first-jobs">
        <div class="card-head">
          <h2 i18n id="first-jobs">Being set up</h2>
          @if (!chain.isUnderWay()) {
            <button i18n matButton class="end" type="button" (click)="chain.putAway()">Put away</button>
          }
        </div>
        <ol role="status">
          @for (job of chain.jobs(); track $index) {
            <li>
              <span class="grow">
                @if (job.runId) {
                  <a class="main-link" [routerLink]="['/runs', job.runId]">{{ job.title }}</a>
                } @else {
                  {{ job.title }}
                }
              </span>
              <app-status-pill [tone]="toneOf(job)" [pulses]="job.state === 'running'">{{
                textOf(job)
              }}</app-status-pill>
            </li>
          }
        </ol>
        @if (chain.isUnderWay()) {
          <p i18n class="soft small">
            Each begins when the one before has succeeded. Leave this browser tab open until the last has
            begun.
          </p>
        }
      </section>
    }
  `,
  styles: `
    :host:has(section) {
      display: block;
      margin-bottom: 16px;
    }
    ol {
      margin: 0;
      padding: 4px 16px 10px;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      padding: 6px 0;
    }
    p {
      margin: 0;
      padding: 0 16px 12px;
    }
  `,
  host: { '(window:beforeunload)': 'warn($event)' },
})
export class FirstJobs {
  protected readonly chain = inject(JobChain);

  protected toneOf({ state }: ChainedJob): Tone {
    return state === 'waiting' || state === 'left-out' ? 'quiet' : statusTone(state);
  }

  protected textOf({ state }: ChainedJob): string {
    if (state === 'waiting') return $localize`Comes next`;
    return state === 'left-out' ? $localize`Left out` : statusText(state);
  }

  /** The browser asks in its own words. */
  protected warn(event: Event): void {
    if (this.chain.isUnderWay()) event.preventDefault();
  }
}
