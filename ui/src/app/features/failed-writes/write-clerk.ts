import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { HandledWrites } from '../../core/api/schema.gen.js';

export type Handling = 'retry' | 'drop';

/** Retries failed writes, or gives them up. */
@Service()
export class WriteClerk {
  private readonly api = inject(Api);

  one(id: number, handling: Handling): Promise<HandledWrites> {
    return this.api.post<HandledWrites>(`exports/failed/${id}/${handling}`);
  }

  all(handling: Handling, backend: string): Promise<HandledWrites> {
    return this.api.post<HandledWrites>(`exports/failed/${handling}`, backend ? { backend } : {});
  }
}
