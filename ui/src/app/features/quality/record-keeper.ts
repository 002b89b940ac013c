import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { BulkResult, MediaHealth, ParityPruned } from '../../core/api/schema.gen.js';
import { numberText, plural } from '../../shared/words.js';

const forgotten = (count: number): string =>
  plural(count, {
    one: $localize`One record was forgotten.`,
    other: $localize`${numberText(count)}:count: records were forgotten.`,
  });

/** Audits records, and forgets those that a person does not want to keep. */
@Service()
export class RecordKeeper {
  private readonly api = inject(Api);

  async audit(): Promise<string> {
    await this.api.post<MediaHealth>('state/media-health/run');
    return $localize`The audit has begun; it goes on in the background.`;
  }

  async forget(ids: readonly number[]): Promise<string> {
    const result = await this.api.post<BulkResult>('history/bulk', { ids, action: 'delete', confirm: true });
    const left = result.failed.length;
    const rest = left > 0 ? $localize`${numberText(left)}:count: could not be.` : '';
    return `${forgotten(result.changed)} ${rest}`.trim();
  }

  async prune(min: number): Promise<string> {
    const { deleted_records: count } = await this.api.delete<ParityPruned>('system/parity', { min });
    return forgotten(count);
  }
}
