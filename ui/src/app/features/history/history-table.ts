import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { HistoryItem } from '../../core/api/schema.gen.js';
import { Icon } from '../../shared/icon/icon.js';
import { episodeMark, itemName } from '../../shared/item-name.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import type { HistoryLook } from './history-filter.js';
import { viaText } from '../../shared/via-text.js';

/** One page of the history, with a box to tick before each item. */
@Component({
  selector: 'app-history-table',
  imports: [Icon, PlayStateNote, RelativeTime, RouterLink],
  templateUrl: './history-table.html',
  styleUrl: './history-table.scss',
})
export class HistoryTable {
  readonly items = input.required<readonly HistoryItem[]>();
  readonly look = input<HistoryLook>('table');
  readonly chosen = input.required<ReadonlySet<number>>();
  /** Everything that the filter finds is chosen, on other pages, too. */
  readonly areAllChosen = input(false);
  readonly choice = output<ReadonlySet<number>>();

  protected readonly isCompact = computed(() => this.look() === 'compact');
  protected readonly isPageChosen = computed(() => this.items().every(({ id }) => this.isChosen(id)));
  protected readonly isPagePartly = computed(
    () => !this.isPageChosen() && this.items().some(({ id }) => this.isChosen(id)),
  );
  protected readonly episodeMark = episodeMark;
  protected readonly itemName = itemName;
  protected readonly viaText = viaText;

  protected isChosen(id: number): boolean {
    return this.areAllChosen() || this.chosen().has(id);
  }

  protected tick(id: number, isTicked: boolean): void {
    this.emit([id], isTicked);
  }

  protected tickPage(isTicked: boolean): void {
    this.emit(
      this.items().map(({ id }) => id),
      isTicked,
    );
  }

  private emit(ids: readonly number[], isTicked: boolean): void {
    const page = this.areAllChosen() ? this.items().map(({ id }) => id) : [];
    const chosen = new Set([...this.chosen(), ...page]);
    for (const id of ids) {
      if (isTicked) chosen.add(id);
      else chosen.delete(id);
    }
    this.choice.emit(chosen);
  }
}
