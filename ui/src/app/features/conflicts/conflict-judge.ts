import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { Conflict } from '../../core/api/schema.gen.js';

/** Tells the API what a person decided about a conflict. */
@Service()
export class ConflictJudge {
  private readonly api = inject(Api);

  choose({ id }: Conflict, side: string): Promise<Conflict> {
    return this.api.post<Conflict>(`history/conflicts/${id}/resolve`, { side });
  }

  ignore({ id }: Conflict): Promise<Conflict> {
    return this.api.post<Conflict>(`history/conflicts/${id}/resolve`, { action: 'ignore' });
  }
}
