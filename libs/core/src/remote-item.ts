import type { Guids } from './guid.js';

export type ItemType = 'movie' | 'episode';

/** A movie or episode as one backend shows it to its user. All times are unix seconds, UTC. */
export interface RemoteItem {
  /** The server's own id of the item: Plex `ratingKey`, Jellyfin and Emby `Id`. */
  readonly id: string;
  readonly type: ItemType;
  /** Movie title, or the title of the show. */
  readonly title: string;
  /** Title of the episode itself. */
  readonly episodeTitle: string | null;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  /** Last episode number when one file holds several (`S01E01-E02`), else null. */
  readonly lastEpisode: number | null;
  readonly guids: Guids;
  /** Ids of the show. Empty for movies. */
  readonly parentGuids: Guids;
  readonly watched: boolean;
  /** Resume position in milliseconds. */
  readonly positionMs: number;
  /** Null when the server does not tell. */
  readonly playCount: number | null;
  readonly playedAt: number | null;
  readonly addedAt: number | null;
  readonly runtimeMs: number | null;
  readonly libraryId: string | null;
  /** The server's id of the show, for episodes. */
  readonly showId: string | null;
  readonly path: string | null;
  /** In small letters, in the order of the alphabet; those of the show where the episode has none. */
  readonly genres?: readonly string[] | undefined;
  /** Whether this user keeps it as a favourite, where the server knows favourites. */
  readonly favourite?: boolean | undefined;
  /** The user's own rating, 0 to 10. */
  readonly rating?: number | undefined;
}
