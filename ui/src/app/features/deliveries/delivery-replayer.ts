import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { DeliveriesReplayed } from '../../core/api/schema.gen.js';
import { type REPLAYED } from './delivery-words.js';
import { numberText } from '../../shared/words.js';

export type ReplayedVerdict = (typeof REPLAYED)[number];

/** Has deliveries read again: an item as its server shows it now, so nothing old comes back. */
@Service()
export class DeliveryReplayer {
  private readonly api = inject(Api);

  async one(id: number): Promise<string> {
    await this.api.post<DeliveriesReplayed>(`webhook/deliveries/${id}/replay`);
    return $localize`The delivery is read again.`;
  }

  async all(verdict: ReplayedVerdict): Promise<string> {
    const { count } = await this.api.post<DeliveriesReplayed>('webhook/deliveries/replay', { verdict });
    if (count === 0) return $localize`There was nothing to read again.`;
    return count === 1
      ? $localize`One delivery is read again.`
      : $localize`${numberText(count)}:count: deliveries are read again.`;
  }
}
