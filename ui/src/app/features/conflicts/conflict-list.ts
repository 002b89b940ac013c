import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Conflict, ConflictPage, ConflictStatus } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { readPage } from '../../core/api/read-page.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { Pager } from '../../shared/pager/pager.js';
import { ConflictCard } from './conflict-card.js';
import { ConflictJudge } from './conflict-judge.js';

const STATUSES: readonly { readonly value: ConflictStatus; readonly label: string }[] = [
  { value: 'open', label: $localize`Open` },
  { value: 'resolved', label: $localize`Resolved` },
  { value: 'ignored', label: $localize`Ignored` },
];

/** What the rules leave to a person: wishes against each other, ids that contradict, copies that are kept apart. */
@Component({
  selector: 'app-conflict-list',
  imports: [ConflictCard, EmptyNote, FailedNote, LoadingNote, MatButton, Pager],
  templateUrl: './conflict-list.html',
})
export class ConflictList {
  readonly status = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly judge = inject(ConflictJudge);
  private readonly notices = inject(Notices);

  protected readonly wanted = computed<ConflictStatus>(
    () => STATUSES.find(({ value }) => value === this.status())?.value ?? 'open',
  );
  protected readonly conflicts = httpResource<ConflictPage>(() =>
    this.api.read('history/conflicts', { status: this.wanted(), page: readPage(this.page()), perpage: 25 }),
  );
  protected readonly shown = lastValue(this.conflicts, this.wanted);
  protected readonly busy = signal<number | null>(null);
  protected readonly statuses = STATUSES;
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => this.conflicts.reload());
  }

  protected ask(status: string): void {
    void this.router.navigate([], { queryParams: { status: status === 'open' ? null : status, page: null } });
  }

  protected choose(conflict: Conflict, side: string): Promise<void> {
    return this.settle(conflict, () => this.judge.choose(conflict, side), $localize`Decided.`);
  }

  protected ignore(conflict: Conflict): Promise<void> {
    return this.settle(conflict, () => this.judge.ignore(conflict), $localize`Left as it is.`);
  }

  private async settle({ id }: Conflict, decide: () => Promise<unknown>, done: string): Promise<void> {
    this.busy.set(id);
    try {
      await decide();
      this.notices.say(done);
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.busy.set(null);
      this.conflicts.reload();
    }
  }
}
