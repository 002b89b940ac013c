import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { lastValue } from '../../core/api/last-value.js';
import type { Backend, ConflictPage } from '../../core/api/schema.gen.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { BackendMark, typeName } from '../../shared/backend-mark/backend-mark.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { CheckLinks } from './check-links.js';

/** The ways to the scans of each backend, and to what waits for a decision. */
@Component({
  selector: 'app-backend-checks',
  imports: [
    BackendMark,
    CheckLinks,
    DecimalPipe,
    EmptyNote,
    FailedNote,
    Icon,
    LoadingNote,
    MatButton,
    RouterLink,
  ],
  template: `
    <div class="stack">
      @if (conflicts.hasValue() && conflicts.value().paging.total > 0) {
        <div class="note warn">
          <app-icon name="split" />
          <div i18n class="grow">
            {{ conflicts.value().paging.total | number }} conflicts wait for a decision.
          </div>
          <a i18n matButton="outlined" routerLink="/conflicts">Show conflicts</a>
        </div>
      }
      <section class="card" aria-labelledby="checks">
        <h2 i18n id="checks" class="card-head">What each server has</h2>
        @if (shown.failure(); as error) {
          <app-failed-note
            class="inset"
            what="The backends"
            i18n-what
            [reason]="failureText(error)"
            [since]="shown.readAt()"
            (retry)="backends.reload()"
          />
        }
        @if (shown(); as list) {
          @for (backend of list; track backend.name) {
            <div class="one">
              <app-backend-mark [type]="backend.type" />
              <div class="grow">
                <strong>{{ backend.name }}</strong>
                <div class="soft small">{{ typeName(backend.type) }}</div>
              </div>
              <app-check-links [backend]="backend.name" />
            </div>
          } @empty {
            <app-empty-note icon="server" heading="No backends yet" i18n-heading>
              <ng-container i18n
                >Titles without ids, wrong matches and things that are gone are looked for on a
                server.</ng-container
              >
              <a i18n action matButton="filled" routerLink="/backends/add">Add Backend</a>
            </app-empty-note>
          }
        } @else if (!backends.error()) {
          <app-loading-note what="backends" i18n-what [rows]="3" />
        }
      </section>
    </div>
  `,
  styles: `
    .one {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 10px 12px;
      padding: 12px 16px;
    }
    .one + .one {
      border-top: 1px solid var(--ws-line);
    }
    .one .grow {
      min-width: 120px;
    }
  `,
})
export class BackendChecks {
  private readonly api = inject(Api);
  protected readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly shown = lastValue(this.backends);
  protected readonly conflicts = httpResource<ConflictPage>(() =>
    this.api.read('history/conflicts', { perpage: 1 }),
  );
  protected readonly typeName = typeName;
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => this.conflicts.reload());
  }
}
