import { hasGuids, type Guids } from './guid.js';
import type { ItemType, RemoteItem } from './remote-item.js';

/** Text that identifies an item across backends; items that share one are the same (sync-engine.md 1.3). */
export type ItemKey = string;

/** Own pointer: a movie and an episode with the same id never meet (SR-21). */
const ownKeys = (type: ItemType, guids: Guids): ItemKey[] =>
  Object.entries(guids).map(([source, value]) => `${type}://${source}/${value}`);

/** Relative pointer: ids of the show with season and episode (SR-22). */
const relativeKeys = (parents: Guids, season: number, episode: number): ItemKey[] =>
  Object.entries(parents).map(([source, value]) => `show://${source}/${value}/${season}/${episode}`);

/** Relative pointers first: they are the stronger ones for episodes (SR-24). */
export function itemKeys(
  item: Pick<RemoteItem, 'type' | 'guids' | 'parentGuids' | 'season' | 'episode'>,
): ItemKey[] {
  const { type, guids, parentGuids, season, episode } = item;
  if (type === 'movie' || season === null || episode === null) return ownKeys(type, guids);
  return [...relativeKeys(parentGuids, season, episode), ...ownKeys(type, guids)];
}

export type Unusable = 'no-guid' | 'no-episode-number';

/** Why an item cannot be matched at all, or null when it can (M-1, M-2). Season 0 is fine. */
export function whyUnusable(item: RemoteItem): Unusable | null {
  if (item.type === 'episode' && (item.season === null || item.episode === null || item.episode < 1)) {
    return 'no-episode-number';
  }
  return hasGuids(item.guids) || (item.type === 'episode' && hasGuids(item.parentGuids)) ? null : 'no-guid';
}

/**
 * The items that one file stands for: an episode file may hold a range. Its own ids belong to the first episode
 * only; the others are known by show, season and number (G-21). A range over `limit` counts as a single episode.
 */
export function itemsInFile(item: RemoteItem, limit: number): readonly RemoteItem[] {
  const { episode, lastEpisode } = item;
  if (episode === null || lastEpisode === null || lastEpisode <= episode) return [item];
  const size = lastEpisode - episode + 1;
  if (size > limit || !hasGuids(item.parentGuids)) return [item];
  return Array.from({ length: size }, (_, part) =>
    part === 0 ? item : { ...item, episode: episode + part, guids: {} },
  );
}
