import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { askAddress, oneOf } from '../../core/api/ask-address.js';
import { errand } from '../../core/api/errand.js';
import { lastValue } from '../../core/api/last-value.js';
import { readPage } from '../../core/api/read-page.js';
import type { Backend, Delivery, DeliveryPage } from '../../core/api/schema.gen.js';
import { reloadEveryBeat } from '../../core/live/every-beat.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { NoMatch } from '../../shared/empty-note/no-match.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { itemName } from '../../shared/item-name.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { DeliveryReplayer, type ReplayedVerdict } from './delivery-replayer.js';
import { REPLAYED, SOURCES, VERDICTS, outcomeOf, sourceText, verdictText, whyOf } from './delivery-words.js';
import { WebhookCoverage } from './webhook-coverage.js';

/** What media servers sent, and what was made of it. */
@Component({
  selector: 'app-delivery-list',
  imports: [
    EmptyNote,
    FailedNote,
    Icon,
    LoadingNote,
    MatButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    NoMatch,
    Pager,
    RelativeTime,
    RouterLink,
    StatusPill,
    WebhookCoverage,
  ],
  templateUrl: './delivery-list.html',
})
export class DeliveryList {
  readonly verdict = input<string>();
  readonly source = input<string>();
  readonly backend = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly replayer = inject(DeliveryReplayer);
  protected readonly filter = computed(() => ({
    verdict: oneOf(VERDICTS, this.verdict()),
    source: oneOf(SOURCES, this.source()),
    backend: this.backend() ?? '',
  }));
  protected readonly isFiltered = computed(() => Object.values(this.filter()).some(Boolean));
  protected readonly deliveries = httpResource<DeliveryPage>(() => {
    const asked = Object.entries(this.filter()).filter(([, value]) => value);
    return this.api.read('webhook/deliveries', {
      ...Object.fromEntries(asked),
      page: readPage(this.page()),
      perpage: 25,
    });
  });
  protected readonly shown = lastValue(this.deliveries);
  private readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly names = computed(() =>
    this.backends.hasValue() ? this.backends.value().map(({ name }) => name) : [],
  );
  protected readonly errand = errand(() => this.deliveries.reload());
  protected readonly ask = askAddress();

  protected readonly verdicts = VERDICTS;
  protected readonly sources = SOURCES;
  protected readonly replayed = REPLAYED;
  protected readonly verdictText = verdictText;
  protected readonly sourceText = sourceText;
  protected readonly outcomeOf = outcomeOf;
  protected readonly whyOf = whyOf;
  protected readonly failureText = failureText;

  constructor() {
    reloadEveryBeat(this.deliveries);
  }

  protected nameOf({ targets, event, type }: Delivery): string {
    const item = targets.find((target) => target.item)?.item;
    return item ? itemName(item) : (event ?? type ?? $localize`Unknown message`);
  }

  protected whose({ targets }: Delivery): string {
    return targets.map(({ identity, backend }) => `${identity}@${backend}`).join(', ');
  }

  protected replay({ id }: Delivery): Promise<boolean> {
    return this.errand.run(() => this.replayer.one(id));
  }

  protected replayAll(verdict: ReplayedVerdict): Promise<boolean> {
    return this.errand.run(() => this.replayer.all(verdict));
  }
}
