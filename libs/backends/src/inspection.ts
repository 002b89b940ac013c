import type { Readable } from 'node:stream';
import type { Guids } from '#libs/core';
import type { Library, PageRequest, RemoteUser, ServerInfo } from './shapes.js';

/** What a person may look at on a server. Nothing in here writes, and nothing of it decides about a play state. */
export interface MediaServerInspector {
  /** Name, version and platform of the server, and by how much its clock differs from ours. */
  details(): Promise<ServerDetails>;
  /** What this server, in this version and with this token, can do for us; one entry for each key, in their order. */
  capabilities(): Promise<readonly Capability[]>;
  /** Everybody whom the token may see. */
  users(): Promise<readonly RemoteUserDetails[]>;
  /** What is playing now, of everybody whom the token may see. */
  nowPlaying(): Promise<readonly PlayingSession[]>;
  /** Movies, shows and episodes whose title has these words. */
  search(words: string, limit: number): Promise<readonly FoundItem[]>;
  /** A movie, show or episode; null when the server says that it has none for this user. */
  lookUp(remoteId: string): Promise<FoundItem | null>;
  /** Movies and shows of a library with all their titles: for "unmatched" and "mismatched". */
  titles(library: Library, request: TitlesRequest): Promise<TitlePage>;
  /**
   * The ids of all movies and episodes that the server lists in a library, whether or not they can be understood, in
   * the order of `page`: for "stale". An id that is absent here from a complete reading is gone.
   */
  ids(library: Library, request: PageRequest): Promise<IdPage>;
  /** A picture of a movie, show or episode (of an episode: that of its show, when `showId` is given). */
  image(request: ImageRequest): Promise<ImageAnswer>;
}

export interface ServerDetails extends ServerInfo {
  /** As the vendor calls it, e.g. `Jellyfin Server`. */
  readonly product: string;
  /** Operating system; null when the server does not tell. */
  readonly platform: string | null;
  /** The server's clock minus ours, milliseconds, to the second; null when it sent no time. */
  readonly clockSkewMs: number | null;
  /** The answer as it came. */
  readonly raw: unknown;
}

/** The closed set of what differs by type, version and token. */
export const CAPABILITIES = [
  /** A resume position can be stored. */
  'progress',
  /** "Played" can be stored with a date of our choice. */
  'played-dates',
  /** Everybody's sessions can be seen, not only the user's own. */
  'sessions',
  /** The users of the server can be listed. */
  'users',
  /** Another user's state can be read and written with this token. */
  'other-users',
  /** The server can send webhooks. */
  'webhooks',
  /** Webhooks can be set up from here. */
  'webhook-registration',
  /** Playlists can be read and made. */
  'playlists',
] as const;
export type CapabilityKey = (typeof CAPABILITIES)[number];

export interface Capability {
  readonly key: CapabilityKey;
  /** Null when only the server's owner could tell. */
  readonly isAvailable: boolean | null;
  /** One sentence for a person: why not, what is missing, or how it is done. */
  readonly note: string;
}

export interface RemoteUserDetails extends RemoteUser {
  /** A second id, where the vendor has one (Plex); else null. */
  readonly uuid: string | null;
  readonly hidden: boolean;
  readonly disabled: boolean;
  /** Needs a PIN to be chosen (Plex home). */
  readonly protected: boolean;
  readonly guest: boolean;
  readonly restricted: boolean;
  /** When the user was last active, unix seconds. */
  readonly updatedAt: number | null;
}

export interface PlayingSession {
  readonly id: string;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly itemId: string;
  readonly itemTitle: string;
  /** The vendor's word in lower case, e.g. `movie`, `episode`, `audio`. */
  readonly itemType: string;
  /** Null when the player does not tell. */
  readonly positionMs: number | null;
  readonly state: 'playing' | 'paused' | 'buffering' | 'unknown';
  /** Unix seconds. */
  readonly updatedAt: number | null;
  readonly device: string | null;
  readonly raw: unknown;
}

export interface FoundItem {
  readonly id: string;
  readonly type: 'movie' | 'show' | 'episode';
  /** Movie title, or the title of the show. */
  readonly title: string;
  readonly episodeTitle: string | null;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  readonly guids: Guids;
  readonly parentGuids: Guids;
  readonly showId: string | null;
  /** Null for a show, whose state is only derived, and where the server does not tell. */
  readonly watched: boolean | null;
  readonly positionMs: number | null;
  readonly playedAt: number | null;
  readonly addedAt: number | null;
  readonly libraryId: string | null;
  readonly path: string | null;
  readonly genres: readonly string[];
  readonly favourite: boolean | null;
  /** The answer as it came. */
  readonly raw: unknown;
}

export interface TitlesRequest extends PageRequest {
  /** Whether paths are needed; they may cost a call for each show. */
  readonly withPaths: boolean;
}

/** A movie or show under all its names. */
export interface Title {
  readonly id: string;
  readonly type: 'movie' | 'show';
  readonly title: string;
  /** Title, original title and sort titles; without doubles, as the server writes them. */
  readonly titles: readonly string[];
  readonly year: number | null;
  readonly guids: Guids;
  /** Where its files or folders lie; empty when not asked for or not told. */
  readonly paths: readonly string[];
  readonly raw: unknown;
}

export interface TitlePage {
  readonly titles: readonly Title[];
  /** How many the server sent. */
  readonly received: number;
  readonly total: number;
}

export interface IdPage {
  readonly ids: readonly string[];
  readonly received: number;
  readonly total: number;
}

export type ImageKind = 'poster' | 'background';

export interface ImageRequest {
  readonly remoteId: string;
  readonly showId?: string | null;
  readonly kind: ImageKind;
  /** As the browser sent it. */
  readonly ifModifiedSince?: string;
}

/** A picture as a stream, never whole in memory; whoever gets one reads it to its end or destroys it. */
export type ImageAnswer =
  | {
      readonly kind: 'image';
      readonly contentType: string;
      readonly contentLength: number | null;
      readonly lastModified: string | null;
      readonly etag: string | null;
      readonly body: Readable;
    }
  | { readonly kind: 'not-modified' }
  /** The item has no such picture. */
  | { readonly kind: 'none' };

/** Addresses of pages of the server's own web client. Pure: no token, no call. */
export interface WebLinks {
  item(item: { readonly id: string; readonly type: FoundItem['type'] }): string;
  library(library: Pick<Library, 'id' | 'type'>): string;
}

/** A server whose pages are linked to. */
export interface LinkTarget {
  readonly url: string;
  readonly uuid: string;
}
