import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { lastValue } from '../../core/api/last-value.js';
import { readPage } from '../../core/api/read-page.js';
import type { EventPage } from '../../core/api/schema.gen.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { Clock } from '../../shared/relative-time/clock.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { EVENT_STATUSES, eventStatusText, eventTone, subjectOf } from './event-words.js';

/** What happened and what waits: commands, tasks, runs, pushes and webhooks. */
@Component({
  selector: 'app-event-list',
  imports: [EmptyNote, FailedNote, LoadingNote, Pager, RelativeTime, RouterLink, StatusPill],
  templateUrl: './event-list.html',
  styles: `
    .subject {
      overflow-wrap: anywhere;
    }
  `,
})
export class EventList {
  readonly status = input<string>();
  readonly filter = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly wanted = computed(
    () => EVENT_STATUSES.find(({ value }) => value === this.status())?.value ?? '',
  );
  protected readonly events = httpResource<EventPage>(() =>
    this.api.read('system/events', {
      page: readPage(this.page()),
      perpage: 25,
      ...(this.wanted() ? { status: this.wanted() } : { all: 1 }),
      ...(this.filter() ? { filter: this.filter() ?? '' } : {}),
    }),
  );
  protected readonly shown = lastValue(this.events);
  protected readonly isFiltered = computed(() => this.wanted() !== '' || !!this.filter());
  protected readonly noneText = computed(() =>
    this.isFiltered() ? $localize`Nothing matches` : $localize`Nothing has happened yet`,
  );
  protected readonly statuses = EVENT_STATUSES;
  protected readonly eventStatusText = eventStatusText;
  protected readonly eventTone = eventTone;
  protected readonly subjectOf = subjectOf;
  protected readonly failureText = failureText;

  constructor() {
    const clock = inject(Clock);
    effect(() => {
      clock.now();
      untracked(() => this.events.isLoading() || this.events.reload());
    });
  }

  protected ask(change: Readonly<Record<string, string>>): void {
    const asked = Object.entries(change).map(([name, value]) => [name, value || null]);
    void this.router.navigate([], {
      queryParams: { page: null, ...(Object.fromEntries(asked) as Record<string, string | null>) },
      queryParamsHandling: 'merge',
    });
  }
}
