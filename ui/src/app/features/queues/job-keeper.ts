import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';

/** Tries failed jobs again, or throws them away. */
@Service()
export class JobKeeper {
  private readonly api = inject(Api);

  retry(id: string): Promise<unknown> {
    return this.api.post(`system/transport/queue/${encodeURIComponent(id)}/retry`);
  }

  drop(id: string): Promise<unknown> {
    return this.api.delete(`system/transport/queue/${encodeURIComponent(id)}`);
  }
}
