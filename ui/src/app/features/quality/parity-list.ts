import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { askAddress } from '../../core/api/ask-address.js';
import { errand } from '../../core/api/errand.js';
import { lastValue } from '../../core/api/last-value.js';
import { readPage } from '../../core/api/read-page.js';
import type { Backend, HistoryItem, ParityPage } from '../../core/api/schema.gen.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { itemName } from '../../shared/item-name.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { RecordKeeper } from './record-keeper.js';
import { anyOf, numberText } from '../../shared/words.js';

/** Fewer cannot disagree. */
const FEWEST = 2;

/** Records that fewer backends report than a person expects. */
@Component({
  selector: 'app-parity-list',
  imports: [EmptyNote, FailedNote, LoadingNote, MatButton, Pager, PlayStateNote, RouterLink],
  templateUrl: './parity-list.html',
})
export class ParityList {
  readonly min = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly keeper = inject(RecordKeeper);
  private readonly confirmation = inject(Confirmation);
  protected readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly count = computed(() => (this.backends.hasValue() ? this.backends.value().length : null));
  protected readonly choices = computed(() => {
    const most = this.count() ?? 0;
    return Array.from({ length: Math.max(0, most - FEWEST + 1) }, (_, at) => most - at);
  });
  protected readonly wanted = computed(() => {
    const asked = Number(this.min());
    return this.choices().find((choice) => choice === asked) ?? this.choices()[0] ?? null;
  });
  protected readonly records = httpResource<ParityPage>(() => {
    const min = this.wanted();
    if (min === null) return undefined;
    return this.api.read('system/parity', { min, page: readPage(this.page()), perpage: 50 });
  });
  protected readonly shown = lastValue(this.records);
  protected readonly errand = errand(() => this.records.reload());
  protected readonly ask = askAddress();
  protected readonly itemName = itemName;
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => this.records.reload());
  }

  protected async forget(item: HistoryItem): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Forget ${itemName(item)}:item:?`,
      points: [
        $localize`Its play state and its story here are gone. No media server is written to.`,
        item.reported_by.length > 0
          ? $localize`An import from ${anyOf(item.reported_by)}:backends: takes it in anew.`
          : $localize`An import from a backend that has it takes it in anew.`,
      ],
      action: $localize`Forget`,
      isDangerous: true,
    });
    if (isSure) await this.errand.run(() => this.keeper.forget([item.id]));
  }

  protected async prune(min: number, total: number): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Forget ${numberText(total)}:total: records?`,
      points: [
        $localize`All records that fewer than ${min}:min: backends report are forgotten, with their play states. This cannot be undone.`,
        $localize`No media server is written to. An import that finds them again takes them in anew.`,
      ],
      action: $localize`Forget all`,
      isDangerous: true,
      typed: $localize`forget`,
    });
    if (isSure) await this.errand.run(() => this.keeper.prune(min));
  }
}
