import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, DestroyRef, computed, inject, input, linkedSignal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend, HistoryPage } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { episodeMark } from '../../shared/item-name.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { viaText } from './via-text.js';
import { type HistoryFilter, SORTS, isFiltered, readFilter, toAddress, toQuery } from './history-filter.js';

const TYPING_MS = 300;

/** The stored play states: searched, filtered and sorted by the server, page by page. */
@Component({
  selector: 'app-history-list',
  imports: [
    DecimalPipe,
    EmptyNote,
    FailedNote,
    Icon,
    LoadingNote,
    MatButton,
    Pager,
    PlayStateNote,
    RelativeTime,
    RouterLink,
  ],
  templateUrl: './history-list.html',
  styleUrl: './history-list.scss',
})
export class HistoryList {
  readonly q = input<string>();
  readonly watched = input<string>();
  readonly type = input<string>();
  readonly via = input<string>();
  readonly sort = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private typing: ReturnType<typeof setTimeout> | undefined;

  protected readonly filter = computed(() =>
    readFilter({
      q: this.q(),
      watched: this.watched(),
      type: this.type(),
      via: this.via(),
      sort: this.sort(),
      page: this.page(),
    }),
  );
  protected readonly isFiltered = computed(() => isFiltered(this.filter()));
  protected readonly history = httpResource<HistoryPage>(() =>
    this.api.read('history', toQuery(this.filter())),
  );
  protected readonly shown = lastValue(this.history);
  private readonly live = inject(LiveFeed);
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

  protected readonly sorts = SORTS;
  protected readonly episodeMark = episodeMark;
  protected readonly viaText = viaText;
  protected readonly failureText = failureText;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.typing));
  }

  /** Waits for a pause in the typing; Enter does not wait. */
  protected search(q: string, wait = TYPING_MS): void {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.ask({ q: q.trim() }), wait);
  }

  protected ask(change: Partial<Record<keyof HistoryFilter, string>>): void {
    const { page: _page, ...wanted } = change;
    void this.router.navigate([], {
      queryParams: toAddress(readPart(wanted)),
      queryParamsHandling: 'merge',
      replaceUrl: 'q' in change,
    });
  }

  protected clear(): void {
    this.ask({ q: '', watched: '', type: '', via: '' });
  }
}

/** Only the named parts of a filter, each checked like the address itself. */
function readPart(part: Partial<Record<keyof HistoryFilter, string>>): Partial<HistoryFilter> {
  const whole: HistoryFilter = readFilter(part);
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name in part));
}
