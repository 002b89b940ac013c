import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { BulkResult, MediaHealth, ParityPruned } from '../../core/api/schema.gen.js';

const records = (count: number): string =>
  count === 1 ? 'One record was' : `${count.toLocaleString('en')} records were`;

/** Audits records, and forgets those that a person does not want to keep. */
@Service()
export class RecordKeeper {
  private readonly api = inject(Api);

  async audit(): Promise<string> {
    await this.api.post<MediaHealth>('state/media-health/run');
    return 'The audit has begun; it goes on in the background.';
  }

  async forget(ids: readonly number[]): Promise<string> {
    const result = await this.api.post<BulkResult>('history/bulk', { ids, action: 'delete', confirm: true });
    const left = result.failed.length;
    return `${records(result.changed)} forgotten.${left > 0 ? ` ${left.toLocaleString('en')} could not be.` : ''}`;
  }

  async prune(min: number): Promise<string> {
    const { deleted_records: count } = await this.api.delete<ParityPruned>('system/parity', { min });
    return `${records(count)} forgotten.`;
  }
}
