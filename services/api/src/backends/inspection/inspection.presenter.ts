import type { FoundItem, PlayingSession } from '#libs/backends';
import type { Guids } from '#libs/core';
import type { FoundItemDto, SessionDto } from './inspection.dto.js';
import { withoutSecrets } from './without-secrets.js';

const iso = (seconds: number | null): string | null =>
  seconds === null ? null : new Date(seconds * 1_000).toISOString();

/** The API's names of ids: `guid_imdb` for `imdb`. */
export const named = (guids: Guids): Record<string, string> =>
  Object.fromEntries(Object.entries(guids).map(([source, value]) => [`guid_${source}`, value]));

export const toSession = (session: PlayingSession, isRaw: boolean): SessionDto => ({
  session_id: session.id,
  user_id: session.userId,
  user_name: session.userName,
  item_id: session.itemId,
  item_title: session.itemTitle,
  item_type: session.itemType,
  item_offset_at: session.positionMs,
  session_state: session.state,
  session_updated_at: iso(session.updatedAt),
  device: session.device,
  ...(isRaw ? { raw: withoutSecrets(session.raw) } : {}),
});

interface Here {
  /** Our own id of the item. */
  readonly id: number | null;
  readonly webUrl: string;
  readonly isRaw: boolean;
}

export const toFoundItem = (item: FoundItem, { id, webUrl, isRaw }: Here): FoundItemDto => ({
  id,
  remote_id: item.id,
  type: item.type,
  title: item.title,
  content_title: item.episodeTitle,
  year: item.year,
  season: item.season,
  episode: item.episode,
  watched: item.watched,
  progress: item.positionMs !== null && item.positionMs > 0 ? item.positionMs : null,
  guids: named(item.guids),
  parent: named(item.parentGuids),
  library: item.libraryId,
  path: item.path,
  genres: item.genres,
  favorite: item.favourite,
  played_at: iso(item.playedAt),
  added_at: iso(item.addedAt),
  webUrl,
  ...(isRaw ? { raw: withoutSecrets(item.raw) } : {}),
});
