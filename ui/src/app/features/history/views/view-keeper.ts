import { Service, inject } from '@angular/core';
import { Api } from '../../../core/api/api.js';
import type { HistoryView, KeptView } from '../../../core/api/schema.gen.js';

const pathOf = (name: string): string => `history/views/${encodeURIComponent(name)}`;

/** Keeps searches of the history under names, on the server: they are there in every browser. */
@Service()
export class ViewKeeper {
  private readonly api = inject(Api);

  keep({ name, query }: HistoryView): Promise<HistoryView> {
    const view: KeptView = { query };
    return this.api.put<HistoryView>(pathOf(name), view);
  }

  async remove(name: string): Promise<void> {
    await this.api.delete(pathOf(name));
  }
}
