import type { FakePlaylists } from './fake-playlists.js';

/** What all fake media servers have in common, seen from a test. They share no code with our clients. */

export interface FakeUser {
  /** Plex: decimal account id; Jellyfin and Emby: 32 hex. */
  readonly id: string;
  readonly name: string;
  /** The credential that acts as this user. */
  readonly token: string;
  readonly admin?: boolean;
}

/** One movie or episode in a fake library; per-user state lies apart. Times are unix seconds. */
export interface FakeTitle {
  /** Native item id; the fake makes one of its own form when absent. */
  readonly id?: string;
  readonly type: 'movie' | 'episode';
  /** Movie title, or the title of the show. */
  readonly title: string;
  readonly year?: number;
  readonly season?: number;
  readonly episode?: number;
  readonly lastEpisode?: number;
  readonly episodeTitle?: string;
  /** Ids of the movie or episode itself: `{ imdb: 'tt1', tmdb: '2' }`. */
  readonly guids?: Readonly<Record<string, string>>;
  /** Ids of the show. */
  readonly parentGuids?: Readonly<Record<string, string>>;
  readonly addedAt?: number;
  readonly runtimeMs?: number;
  readonly path?: string;
}

export interface FakeUserData {
  readonly watched: boolean;
  readonly positionMs: number;
  readonly playCount: number;
  readonly playedAt: number | null;
}

/** A fault applies to requests whose `METHOD path` matches, the next `times` times (default: until cleared). */
export interface Fault {
  readonly match?: RegExp;
  /** Lets this many matching requests through first. */
  readonly after?: number;
  readonly times?: number;
  readonly kind:
    | { readonly status: 401 | 403 | 404 | 500 | 503 }
    | { readonly status: 429; readonly retryAfterSeconds: number }
    | { readonly html: true }
    | { readonly reset: true }
    | { readonly truncate: true }
    /** Sends the client elsewhere, as a proxy does that wants https. */
    | { readonly redirectTo: string }
    /** Any text, said to be JSON, with status 200. */
    | { readonly answer: string }
    /** The real answer, as if all had gone well, and nothing of what was asked for is done. */
    | { readonly pretend: true }
    | { readonly delayMs: number };
}

export interface LoggedRequest {
  readonly method: string;
  /** Path with query, credentials masked. */
  readonly path: string;
  /** Whether the call changes play state or a playlist (a Plex scrobble is a GET, too). */
  readonly write: boolean;
  readonly status: number;
  readonly user: string | null;
}

export interface FakeMediaServer {
  readonly type: 'plex' | 'jellyfin' | 'emby';
  /** Base address on loopback, known after `start`. */
  readonly url: string;
  readonly uuid: string;
  readonly users: readonly FakeUser[];
  /** An admin key that belongs to no user (Jellyfin, Emby); for Plex the owner's token. */
  readonly adminToken: string;
  start(port?: number): Promise<void>;
  stop(): Promise<void>;

  /** Adds a title to the library of its type (made on first use); returns its native id. */
  add(title: FakeTitle): string;
  remove(id: string): void;
  idOf(find: { readonly title: string; readonly season?: number; readonly episode?: number }): string;
  /** The id of the show or season that an episode lies in. */
  folderOf(episodeId: string, kind: 'show' | 'season'): string;
  /** What the person did in front of the television: sets state as the server itself would. */
  play(userId: string, id: string, at: number): void;
  unplay(userId: string, id: string): void;
  /** As servers have it of what was marked or taken over without one. */
  forgetDate(userId: string, id: string): void;
  // eslint-disable-next-line no-restricted-syntax -- a test reads best as one line: who, what, where, when
  pauseAt(userId: string, id: string, positionMs: number, at: number): void;
  stateOf(userId: string, id: string): FakeUserData;
  readonly playlists: FakePlaylists;

  fault(fault: Fault): void;
  clearFaults(): void;
  readonly requests: readonly LoggedRequest[];
  /** Only the calls that change play state or playlists. */
  writes(): readonly LoggedRequest[];
  clearRequests(): void;
}
