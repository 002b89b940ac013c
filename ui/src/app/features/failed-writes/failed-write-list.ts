import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend, FailedWrite, FailedWritePage } from '../../core/api/schema.gen.js';
import { lastValue } from '../../core/api/last-value.js';
import { readPage } from '../../core/api/read-page.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { itemName } from '../../shared/item-name.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { Pager } from '../../shared/pager/pager.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { type Handling, WriteClerk } from './write-clerk.js';
import { numberText } from '../../shared/words.js';

/** Writes that a server refused again and again: nothing is lost, but a person has to say what becomes of them. */
@Component({
  selector: 'app-failed-write-list',
  imports: [EmptyNote, FailedNote, LoadingNote, MatButton, Pager, PlayStateNote, RelativeTime, RouterLink],
  templateUrl: './failed-write-list.html',
})
export class FailedWriteList {
  readonly backend = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly clerk = inject(WriteClerk);
  private readonly notices = inject(Notices);
  private readonly confirmation = inject(Confirmation);

  protected readonly writes = httpResource<FailedWritePage>(() =>
    this.api.read('exports/failed', {
      ...(this.backend() ? { backend: this.backend() ?? '' } : {}),
      page: readPage(this.page()),
      perpage: 50,
    }),
  );
  protected readonly shown = lastValue(this.writes);
  private readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly names = computed(() =>
    this.backends.hasValue() ? this.backends.value().map(({ name }) => name) : [],
  );
  protected readonly isBusy = signal(false);
  protected readonly itemName = itemName;
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => this.writes.reload());
  }

  protected ask(backend: string): void {
    void this.router.navigate([], { queryParams: { backend: backend || null, page: null } });
  }

  protected async one({ id, item }: FailedWrite, handling: Handling): Promise<void> {
    const name = itemName(item);
    const done =
      handling === 'retry'
        ? $localize`${name}:name: is tried again.`
        : $localize`${name}:name: was given up.`;
    await this.handle(() => this.clerk.one(id, handling), done);
  }

  protected async all(handling: Handling, total: number): Promise<void> {
    const where = this.backend() ?? '';
    const count = numberText(total);
    if (handling === 'drop' && !(await this.isSure(count, where))) return;
    const done =
      handling === 'retry'
        ? $localize`${count}:count: writes are tried again.`
        : $localize`${count}:count: writes were given up.`;
    await this.handle(() => this.clerk.all(handling, where), done);
  }

  private isSure(count: string, where: string): Promise<boolean> {
    return this.confirmation.ask({
      title: $localize`Give these writes up?`,
      points: [
        where
          ? $localize`${count}:count: changes are not written to ${where}:backend:.`
          : $localize`${count}:count: changes are not written to your backends.`,
        $localize`The play states stored here stay as they are; a later forced export can write them again.`,
      ],
      action: $localize`Give up`,
      isDangerous: true,
    });
  }

  private async handle(act: () => Promise<unknown>, done: string): Promise<void> {
    this.isBusy.set(true);
    try {
      await act();
      this.notices.say(done);
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.isBusy.set(false);
      this.writes.reload();
    }
  }
}
