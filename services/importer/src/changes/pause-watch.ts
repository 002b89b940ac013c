import { Injectable } from '@nestjs/common';
import { BackendError } from '#libs/backends';
import type { RemoteItem } from '#libs/core';
import { urgently, type Contact } from '#libs/directory';
import type { Errand } from './news-taker.js';

/**
 * What Jellyfin saves at a pause is told in the same words as of a film that runs on (jellyfin-emby.md 5.4), and a poll sees no
 * more than a position. Where nobody asked for the event that tells the two apart, the server's sessions know better.
 */
@Injectable()
export class PauseWatch {
  /** Whether the person has paused at this item; false when the server does not say so. */
  async isPaused({ client }: Contact, { backend, news }: Errand, item: RemoteItem): Promise<boolean> {
    const isToldPosition = news.some(({ says, source }) => says.positionMs !== null || source === 'poll');
    if (!isToldPosition || item.watched || item.positionMs === 0) return false;
    try {
      const sessions = await urgently(() => client.inspect.nowPlaying());
      const own = sessions.filter(({ itemId, userId }) => itemId === item.id && userId === backend.userId);
      return own.length > 0 && own.every(({ state }) => state === 'paused');
    } catch (error) {
      if (error instanceof BackendError) return false;
      throw error;
    }
  }
}
