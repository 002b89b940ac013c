import { Injectable } from '@nestjs/common';
import { History } from '#libs/database';
import type { Listener, NewsSource } from './news-source.js';

/** How much changed in the history of a listener's identity since the look before. */
@Injectable()
export class HistoryNews implements NewsSource {
  readonly topic = 'history';
  private readonly newest = new Map<number, number>();

  constructor(private readonly history: History) {}

  async look(all: readonly Listener[]): Promise<void> {
    for (const [identityId, listeners] of Map.groupBy(all, (listener) => listener.identityId)) {
      const before = this.newest.get(identityId);
      const { changed, lastId } = await this.history.changesSince(
        identityId,
        before ?? Number.MAX_SAFE_INTEGER,
      );
      this.newest.set(identityId, Math.max(lastId, before ?? 0));
      if (changed > 0)
        for (const { stream } of listeners) stream.send('history', { changed, last_id: lastId });
    }
  }

  forget(): void {
    this.newest.clear();
  }
}
