import { DecimalPipe } from '@angular/common';
import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import type { HistoryItem, RemovedStale, StaleReport } from '../../../core/api/schema.gen.js';
import { Confirmation } from '../../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../../shared/empty-note/empty-note.js';
import { itemName } from '../../../shared/item-name.js';
import { Notices } from '../../../shared/notices/notices.js';
import { PlayStateNote } from '../../../shared/play-state/play-state.js';

/** Items that a library no longer has: to look at, and to remove. */
@Component({
  selector: 'app-stale-items',
  imports: [DecimalPipe, EmptyNote, MatButton, PlayStateNote, RouterLink],
  templateUrl: './stale-items.html',
})
export class StaleItems {
  readonly backend = input.required<string>();
  readonly report = input.required<StaleReport>();
  /** Some were taken away: what is left is known by another scan. */
  readonly removed = output();

  private readonly api = inject(Api);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);
  private readonly path = computed(
    () =>
      `backend/${encodeURIComponent(this.backend())}/stale/${encodeURIComponent(this.report().backend.library.id ?? '')}`,
  );
  protected readonly items = computed(() => this.report().items);
  protected readonly chosen = linkedSignal<readonly HistoryItem[], ReadonlySet<number>>({
    source: this.items,
    computation: () => new Set(),
  });
  protected readonly isAll = computed(
    () => this.items().length > 0 && this.chosen().size === this.items().length,
  );
  protected readonly itemName = itemName;

  protected choose(id: number, isChosen: boolean): void {
    const ids = new Set(this.chosen());
    if (isChosen) ids.add(id);
    else ids.delete(id);
    this.chosen.set(ids);
  }

  protected chooseAll(isChosen: boolean): void {
    this.chosen.set(new Set(isChosen ? this.items().map(({ id }) => id) : []));
  }

  protected async remove(): Promise<void> {
    const ids = [...this.chosen()];
    const isSure = await this.confirmation.ask({
      title: $localize`Remove ${ids.length}:length: references?`,
      points: [
        $localize`What ${this.backend()}:backend: once said about these items is deleted here.`,
        $localize`Items that no other backend knows are deleted from the history, with their play state.`,
        $localize`Items that the server lists again by now are kept.`,
      ],
      action: $localize`Remove references`,
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      const { removed, deleted_records: gone } = await this.api.delete<RemovedStale>(this.path(), { ids });
      this.notices.say(
        $localize`${removed}:removed: references and ${gone}:gone: history items were removed.`,
      );
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.removed.emit();
    }
  }
}
