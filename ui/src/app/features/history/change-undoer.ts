import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { Run } from '../../core/api/schema.gen.js';
import { LiveFeed } from '../../core/live/live-feed.js';

/** Takes single changes of an item back. */
@Service()
export class ChangeUndoer {
  private readonly api = inject(Api);
  private readonly live = inject(LiveFeed);

  async undo(itemId: number, changeId: number): Promise<void> {
    this.live.take(await this.api.post<Run>(`history/${itemId}/changes/${changeId}/undo`));
  }
}
