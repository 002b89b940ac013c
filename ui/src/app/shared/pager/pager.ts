import { DecimalPipe } from '@angular/common';
import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../icon/icon.js';

export interface PagerPosition {
  readonly total: number;
  readonly perpage: number;
  readonly current_page: number;
  readonly last_page: number;
}

/** Pages of a list as links: the page is in the address, so back, reload and new tab work. */
@Component({
  selector: 'app-pager',
  imports: [DecimalPipe, Icon, RouterLink],
  templateUrl: './pager.html',
  styleUrl: './pager.scss',
})
export class Pager {
  readonly at = input.required<PagerPosition>();
  readonly what = input.required<string>();
  /** The total is a guess that is still being counted. */
  readonly isEstimate = input(false);
  /** The name of the page in the query string. */
  readonly param = input('page');

  protected readonly from = computed(() => Math.min(this.total(), this.before() + 1));
  protected readonly to = computed(() => Math.min(this.total(), this.before() + this.at().perpage));
  protected readonly total = computed(() => this.at().total);
  protected readonly steps = computed(() => {
    const { current_page: page, last_page: last } = this.at();
    return [
      { label: $localize`First page`, icon: 'first', page: 1, isOff: page <= 1 },
      { label: $localize`Previous page`, icon: 'back', page: page - 1, isOff: page <= 1 },
      { label: $localize`Next page`, icon: 'forward', page: page + 1, isOff: page >= last },
      { label: $localize`Last page`, icon: 'last', page: last, isOff: page >= last },
    ] as const;
  });
  private readonly before = computed(() => (this.at().current_page - 1) * this.at().perpage);

  protected query(page: number): Record<string, number | null> {
    return { [this.param()]: page === 1 ? null : page };
  }
}
