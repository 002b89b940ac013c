import { JsonPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { errand } from '../../core/api/errand.js';
import type { DeliveryDetail } from '../../core/api/schema.gen.js';
import { reloadEveryBeat } from '../../core/live/every-beat.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { itemName } from '../../shared/item-name.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { DeliveryReplayer } from './delivery-replayer.js';
import { outcomeOf, reasonText, sourceText, whyOf } from './delivery-words.js';

/** One delivery: for whom it was, what it changed, what carried it on, and what exactly came. */
@Component({
  selector: 'app-delivery-details',
  imports: [
    FailedNote,
    JsonPipe,
    LoadingNote,
    MatButton,
    PlayStateNote,
    RelativeTime,
    RouterLink,
    StatusPill,
  ],
  templateUrl: './delivery-details.html',
  styles: `
    .pad {
      padding: 14px 16px;
    }
    .pad p {
      margin: 0 0 6px;
    }
    pre {
      margin: 0;
      padding: 14px 16px;
      max-height: 480px;
      overflow: auto;
      font-family: var(--ws-mono);
      font-size: 12.5px;
      line-height: 18px;
    }
  `,
})
export class DeliveryDetails {
  readonly id = input.required<string>();

  private readonly api = inject(Api);
  private readonly replayer = inject(DeliveryReplayer);
  protected readonly delivery = httpResource<DeliveryDetail>(() =>
    this.api.read(`webhook/deliveries/${encodeURIComponent(this.id())}`),
  );
  protected readonly errand = errand(() => this.delivery.reload());
  protected readonly itemName = itemName;
  protected readonly outcomeOf = outcomeOf;
  protected readonly reasonText = reasonText;
  protected readonly sourceText = sourceText;
  protected readonly whyOf = whyOf;
  protected readonly failureText = failureText;

  constructor() {
    reloadEveryBeat(this.delivery, () => this.isOpen());
  }

  protected replay(id: number): Promise<boolean> {
    return this.errand.run(() => this.replayer.one(id));
  }

  private isOpen(): boolean {
    return this.delivery.hasValue() && this.delivery.value().status !== 'handled';
  }
}
