import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, type Query } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { HistoryPage } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';

const LISTS: readonly { readonly label: string; readonly query: Query }[] = [
  { label: $localize`Items`, query: {} },
  { label: $localize`Watched`, query: { watched: '1' } },
  { label: $localize`Movies`, query: { type: 'movie' } },
  { label: $localize`Episodes`, query: { type: 'episode' } },
];

/** How much is known: the totals of four lists that exist anyway, each a link to its list. */
@Component({
  selector: 'app-history-counts',
  imports: [DecimalPipe, FailedNote, RouterLink],
  template: `
    @if (failed(); as count) {
      <app-failed-note
        what="History in numbers"
        i18n-what
        [reason]="failureText(count.page.failure())"
        [since]="count.page.readAt()"
        (retry)="reload()"
      />
    }
    <section class="card" aria-label="History in numbers" i18n-aria-label>
      @for (count of counts; track count.label) {
        <a routerLink="/history" [queryParams]="count.query">
          <span class="value">
            @if (count.page(); as page) {
              {{ page.paging.total | number }}
            } @else if (count.page.failure()) {
              <span aria-label="not known" i18n-aria-label>–</span>
            } @else {
              <span class="skeleton"><span i18n class="visually-hidden">Loading…</span></span>
            }
          </span>
          <span class="soft">{{ count.label }}</span>
        </a>
      }
    </section>
  `,
  styles: `
    section {
      display: grid;
      grid-template-columns: repeat(4, 1fr);
      overflow: hidden;
    }
    a {
      display: grid;
      gap: 1px;
      padding: 13px 16px;
      text-decoration: none;
      border-left: 1px solid var(--ws-line);
      margin-left: -1px;
    }
    a:hover {
      background: var(--ws-hover);
    }
    a:focus-visible {
      outline-offset: -3px;
    }
    .value {
      color: var(--ws-text);
      font-size: 21px;
      line-height: 27px;
      font-weight: 620;
      font-variant-numeric: tabular-nums;
    }
    @media (max-width: 560px) {
      section {
        grid-template-columns: 1fr 1fr;
      }
      a:nth-child(n + 3) {
        border-top: 1px solid var(--ws-line);
      }
    }
  `,
})
export class HistoryCounts {
  private readonly api = inject(Api);
  protected readonly counts = LISTS.map((list) => {
    const resource = this.ask(list.query);
    return { ...list, resource, page: lastValue(resource) };
  });

  /** One of them stands for all: they fail together. */
  protected readonly failed = computed(() => this.counts.find(({ page }) => page.failure()));
  protected readonly failureText = failureText;

  constructor() {
    const live = inject(LiveFeed);
    effect(() => {
      if (live.ended() > 0) untracked(() => this.reload());
    });
  }

  protected reload(): void {
    this.counts.forEach(({ resource }) => resource.reload());
  }

  private ask(query: Query) {
    return httpResource<HistoryPage>(() => this.api.read('history', { ...query, perpage: 1 }));
  }
}
