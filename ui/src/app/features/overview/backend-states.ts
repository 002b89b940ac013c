import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Backend, HealthStatus } from '../../core/api/schema.gen.js';
import { BackendMark } from '../../shared/backend-mark/backend-mark.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill, type Tone } from '../../shared/status-pill/status-pill.js';

const STATES: Readonly<Record<HealthStatus, { readonly text: string; readonly tone: Tone }>> = {
  ok: { text: $localize`Healthy`, tone: 'good' },
  failing: { text: $localize`Failing`, tone: 'bad' },
  unknown: { text: $localize`Not checked`, tone: 'quiet' },
};

/** How each server is, and when it was last read and written to. */
@Component({
  selector: 'app-backend-states',
  imports: [BackendMark, RelativeTime, RouterLink, StatusPill],
  template: `
    <section class="card" aria-labelledby="health">
      <div class="card-head">
        <h2 i18n id="health">Health</h2>
        <a i18n class="end" routerLink="/backends">Backends</a>
      </div>
      <ul>
        @for (backend of backends(); track backend.name) {
          <li>
            <app-backend-mark [type]="backend.type" />
            <div class="grow">
              <a class="title" [routerLink]="['/backends', backend.name]">{{ backend.name }}</a>
              <div i18n class="soft small">
                Read: <app-relative-time [at]="backend.import.last_sync" missing="never" i18n-missing /> ·
                written:
                <app-relative-time [at]="backend.export.last_sync" missing="never" i18n-missing />
              </div>
            </div>
            <app-status-pill [tone]="states[backend.health.status].tone">{{
              states[backend.health.status].text
            }}</app-status-pill>
          </li>
        }
      </ul>
    </section>
  `,
  styles: `
    ul {
      list-style: none;
      margin: 0;
      padding: 6px 16px;
    }
    li {
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 6px 0;
    }
    .title {
      color: var(--ws-text);
      font-weight: 550;
      text-decoration: none;
    }
    .title:hover {
      text-decoration: underline;
    }
  `,
})
export class BackendStates {
  readonly backends = input.required<readonly Backend[]>();
  protected readonly states = STATES;
}
