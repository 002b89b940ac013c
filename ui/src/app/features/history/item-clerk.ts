import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { ReferenceCheck, RemovedReference } from '../../core/api/schema.gen.js';

export type ReferenceChecks = Readonly<Record<string, ReferenceCheck>>;

/** Checks, and lets go of, what is stored of one item. Media servers are asked, never written to. */
@Service()
export class ItemClerk {
  private readonly api = inject(Api);

  check(id: number): Promise<ReferenceChecks> {
    return this.api.get<ReferenceChecks>(`history/${id}/validate`);
  }

  async remove(id: number): Promise<void> {
    await this.api.delete(`history/${id}`);
  }

  /** With the last backend the record goes, too; then no item comes back. */
  removeReference(id: number, backend: string): Promise<RemovedReference> {
    return this.api.delete<RemovedReference>(`history/${id}/metadata/${encodeURIComponent(backend)}`);
  }
}
