import { httpResource } from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { HistoryPage } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { itemName } from '../../shared/item-name.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { viaText } from '../../shared/via-text.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';

/** The items whose play state changed last, and who said so. */
@Component({
  selector: 'app-recent-changes',
  imports: [FailedNote, LoadingNote, PlayStateNote, RelativeTime, RouterLink],
  template: `
    <section class="card" aria-labelledby="recent-changes">
      <div class="card-head">
        <h2 i18n id="recent-changes">Recent changes</h2>
        <a i18n class="end" routerLink="/history">History</a>
      </div>
      @if (shown.failure(); as error) {
        <app-failed-note
          class="inset"
          what="Recent changes"
          i18n-what
          [reason]="failureText(error)"
          [since]="shown.readAt()"
          (retry)="history.reload()"
        />
      }
      @if (shown(); as page) {
        <ul>
          @for (item of page.history; track item.id) {
            <li>
              <div class="grow">
                <a class="title" [routerLink]="['/history', item.id]">{{ itemName(item) }}</a>
                <div i18n class="soft small">
                  {{ viaText(item.via) }} ·
                  <app-relative-time [at]="item.updated" missing="Unknown" i18n-missing />
                </div>
              </div>
              <app-play-state [watched]="item.watched" [positionMs]="item.progress" />
            </li>
          } @empty {
            <li i18n class="soft">Nothing is known yet. The first import fills the history.</li>
          }
        </ul>
      } @else if (!history.error()) {
        <app-loading-note what="recent changes" i18n-what [rows]="5" />
      }
    </section>
  `,
  styles: `
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
  `,
})
export class RecentChanges {
  private readonly api = inject(Api);
  protected readonly history = httpResource<HistoryPage>(() =>
    this.api.read('history', { sort: 'updated:desc', perpage: 7 }),
  );
  protected readonly shown = lastValue(this.history);
  protected readonly itemName = itemName;
  protected readonly viaText = viaText;
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => this.history.reload());
  }
}
