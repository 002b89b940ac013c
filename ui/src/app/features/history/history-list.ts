import { httpResource } from '@angular/common/http';
import { Component, DestroyRef, computed, inject, linkedSignal, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend, BulkActionName, HistoryPage } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { NoMatch } from '../../shared/empty-note/no-match.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { BulkBar } from './bulk-bar.js';
import { BulkClerk } from './bulk-clerk.js';
import {
  type Address,
  NOTHING_ASKED,
  PAGE_SIZES,
  SORTS,
  isFiltered,
  narrowing,
  readFilter,
  toAddress,
  toQuery,
} from './history-filter.js';
import { HistoryMoreFilters } from './history-more-filters.js';
import { HistoryTable } from './history-table.js';
import { numberText } from '../../shared/words.js';
import { ViewsMenu } from './views/views-menu.js';

const TYPING_MS = 300;

/** The stored play states: searched, filtered and sorted by the server, page by page. */
@Component({
  selector: 'app-history-list',
  imports: [
    BulkBar,
    EmptyNote,
    FailedNote,
    HistoryMoreFilters,
    HistoryTable,
    Icon,
    LoadingNote,
    MatButton,
    NoMatch,
    Pager,
    RouterLink,
    ViewsMenu,
  ],
  templateUrl: './history-list.html',
  styleUrl: './history-list.scss',
})
export class HistoryList {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly live = inject(LiveFeed);
  private readonly clerk = inject(BulkClerk);
  private readonly address = toSignal(inject(ActivatedRoute).queryParams, { requireSync: true });
  private typing: ReturnType<typeof setTimeout> | undefined;

  protected readonly filter = computed(() => readFilter(this.address() as Address));
  protected readonly isFiltered = computed(() => isFiltered(this.filter()));
  protected readonly history = httpResource<HistoryPage>(() =>
    this.api.read('history', toQuery(this.filter())),
  );
  protected readonly shown = lastValue(this.history);
  protected readonly foundText = computed(() => {
    const page = this.shown()?.paging;
    if (!page) return '';
    const total = numberText(page.total);
    return page.is_estimate
      ? $localize`About ${total}:count: items found`
      : $localize`${total}:count: items found`;
  });
  /** How far the feed had come when this list was read. */
  private readonly readAt = linkedSignal({
    source: this.shown,
    computation: () => untracked(this.live.historyChanges),
  });
  protected readonly isOld = computed(() => this.live.historyChanges() > this.readAt());
  private readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly vias = computed(() => {
    const names = this.backends.hasValue() ? this.backends.value().map(({ name }) => name) : [];
    const { via } = this.filter();
    return via && !names.includes(via) ? [...names, via] : names;
  });
  private readonly narrowed = computed(() => JSON.stringify(narrowing(this.filter())));
  /** Ticked items survive turning the page, and end with another filter. */
  protected readonly chosen = linkedSignal<string, ReadonlySet<number>>({
    source: this.narrowed,
    computation: () => new Set(),
  });
  protected readonly areAllChosen = linkedSignal({ source: this.narrowed, computation: () => false });
  protected readonly chosenCount = computed(() =>
    this.areAllChosen() ? (this.shown()?.paging.total ?? 0) : this.chosen().size,
  );
  /** On a narrow screen only the search is seen at first. */
  protected readonly isUnfolded = signal(false);
  protected readonly filtersInUse = computed(
    () => Object.keys(narrowing({ ...this.filter(), q: '' })).length,
  );
  protected readonly isBusy = signal(false);
  protected readonly none: ReadonlySet<number> = new Set();

  protected readonly sorts = SORTS;
  protected readonly sizes = PAGE_SIZES;
  protected readonly failureText = failureText;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.typing));
  }

  /** Waits for a pause in the typing; Enter does not wait. */
  protected search(q: string, wait = TYPING_MS): void {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.ask({ q: q.trim() }), wait);
  }

  protected ask(change: Address): void {
    const { page: _page, ...wanted } = change;
    const whole = Object.entries(readFilter(wanted));
    void this.router.navigate([], {
      queryParams: toAddress(Object.fromEntries(whole.filter(([name]) => name in wanted))),
      queryParamsHandling: 'merge',
      replaceUrl: 'q' in change,
    });
  }

  protected clear(): void {
    this.ask(NOTHING_ASKED);
  }

  protected choose(ids: ReadonlySet<number>): void {
    this.areAllChosen.set(false);
    this.chosen.set(ids);
  }

  protected async act(action: BulkActionName): Promise<void> {
    this.isBusy.set(true);
    const choice = this.areAllChosen() ? { filter: narrowing(this.filter()) } : { ids: [...this.chosen()] };
    const isDone = await this.clerk.act(action, choice);
    this.isBusy.set(false);
    if (!isDone) return;
    this.choose(new Set());
    this.history.reload();
  }
}
