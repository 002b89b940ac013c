import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { askAddress, oneOf } from '../../core/api/ask-address.js';
import { errand } from '../../core/api/errand.js';
import { lastValue } from '../../core/api/last-value.js';
import { readPage } from '../../core/api/read-page.js';
import type { HealthItem, HealthPage, ItemType } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { NoMatch } from '../../shared/empty-note/no-match.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { itemName } from '../../shared/item-name.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { FINDINGS, healthWords } from './health-words.js';
import { RecordKeeper } from './record-keeper.js';

const TYPES: readonly ItemType[] = ['movie', 'episode'];
const NONE: ReadonlySet<number> = new Set();

/** The records in which an audit found something, with the reasons, and what to do about each. */
@Component({
  selector: 'app-health-items',
  imports: [
    DecimalPipe,
    EmptyNote,
    FailedNote,
    LoadingNote,
    MatButton,
    NoMatch,
    Pager,
    RouterLink,
    StatusPill,
  ],
  templateUrl: './health-items.html',
  styles: `
    td {
      overflow-wrap: anywhere;
    }
  `,
})
export class HealthItems {
  readonly report = input.required<number>();
  readonly counts = input.required<Readonly<Record<string, number>>>();
  readonly status = input<string>();
  readonly type = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly keeper = inject(RecordKeeper);
  private readonly confirmation = inject(Confirmation);
  protected readonly filter = computed(() => ({
    status: oneOf(FINDINGS, this.status()),
    type: oneOf(TYPES, this.type()),
  }));
  protected readonly isFiltered = computed(() => Object.values(this.filter()).some(Boolean));
  protected readonly items = httpResource<HealthPage>(() => {
    this.report();
    const asked = Object.entries(this.filter()).filter(([, value]) => value);
    return this.api.read('state/media-health/items', {
      ...Object.fromEntries(asked),
      page: readPage(this.page()),
      perpage: 25,
    });
  });
  protected readonly shown = lastValue(this.items);
  protected readonly errand = errand(() => this.items.reload());
  protected readonly ask = askAddress();
  /** A choice ends with the page of the list that it was made on. */
  protected readonly chosen = linkedSignal<HealthPage | undefined, ReadonlySet<number>>({
    source: this.shown,
    computation: () => NONE,
  });
  protected readonly findings = FINDINGS;
  protected readonly healthWords = healthWords;
  protected readonly itemName = itemName;
  protected readonly failureText = failureText;

  protected choose({ state_id: id }: HealthItem, isChosen: boolean): void {
    this.chosen.update((before) => {
      const after = new Set(before);
      if (isChosen) after.add(id);
      else after.delete(id);
      return after;
    });
  }

  protected async forget(): Promise<void> {
    const ids = [...this.chosen()];
    const isSure = await this.confirmation.ask({
      title:
        ids.length === 1 ? $localize`Forget this record?` : $localize`Forget ${ids.length}:length: records?`,
      points: [
        $localize`Their play states and stories here are gone. No media server is written to.`,
        $localize`An import that finds them again takes them in anew.`,
      ],
      action: $localize`Forget`,
      isDangerous: true,
    });
    if (isSure) await this.errand.run(() => this.keeper.forget(ids));
  }
}
