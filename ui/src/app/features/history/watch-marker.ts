import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { HistoryItem } from '../../core/api/schema.gen.js';

/** Marks items as watched or unwatched, by a person's word. */
@Service()
export class WatchMarker {
  private readonly api = inject(Api);

  mark(id: string, watched: boolean): Promise<HistoryItem> {
    const path = `history/${encodeURIComponent(id)}/watch`;
    return watched ? this.api.post<HistoryItem>(path) : this.api.delete<HistoryItem>(path);
  }
}
