import type { BackendType, GuidRules, PlayState, RemoteItem } from '#libs/core';
import type { BackendError } from './backend-error.js';
import type { LinkTarget, MediaServerInspector, WebLinks } from './inspection.js';
import type { PlaylistKeeper } from './playlists.js';
import type { Library, PageRequest, RemoteUser, ServerInfo } from './shapes.js';
import type { Password, QuickCode, SignedIn, SignInPlace } from './sign-in.js';

export { BACKEND_TYPES, type BackendType } from '#libs/core';
export type * from './inspection.js';
export type {
  NewPlaylist,
  PlaylistContent,
  PlaylistEntry,
  PlaylistKeeper,
  RemotePlaylist,
} from './playlists.js';
export type * from './shapes.js';
export type * from './sign-in.js';

/** How to reach one person's account on one media server. */
export interface Connection {
  readonly type: BackendType;
  /** Base address, sub path kept, e.g. `https://host/jellyfin`. */
  readonly url: string;
  readonly token: string;
  /** The person's user id on the server; null before it is known. */
  readonly user: string | null;
  /** The server's unique id; null before the first contact. */
  readonly uuid: string | null;
  /** Names this installation towards the server; constant per backend. */
  readonly deviceId: string;
  /** Our own version, for `User-Agent` and device lists. */
  readonly version: string;
  readonly plex?: PlexExtras;
}

/** What a Plex backend knows besides. None of it reads or writes a play state: only `token` does. */
export interface PlexExtras {
  /** The account token of the server's owner: tells who is there, and proves whose a server's own token is. */
  readonly adminToken?: string | undefined;
  /** Of a protected home user. */
  readonly userPin?: string | undefined;
  /** The person's uuid on plex.tv, 16 hex digits: tells the owner's sessions from others'. */
  readonly userUuid?: string | undefined;
  /** The server is somebody else's: its friends are not ours to list. */
  readonly isGuest?: boolean | undefined;
}

/** What a successful validation found out. */
export interface Validated {
  readonly server: ServerInfo;
  readonly user: RemoteUser;
}

/** One page of a library. `received` counts what the server sent, `items` what could be understood. */
export interface Page {
  readonly items: readonly RemoteItem[];
  readonly received: number;
  /** How many the server says the library has in all. */
  readonly total: number;
  /**
   * Equal when the server sends the very same again and this program reads it just so. Null when something had part
   * in the reading that the mark does not cover.
   */
  readonly mark: string | null;
}

/** One item of such a list. It only says where to look: the item itself is read before anything is believed. */
export interface RecentItem {
  readonly remoteId: string;
  /** The date that gives it its place, unix seconds. */
  readonly at: number;
  /** Equal as long as the server shows the same of it. */
  readonly mark: string;
  /** It rests at a position, or somebody is at it. */
  readonly isUnderWay: boolean;
}

/** The newest first. `viewed`: what this user watched or began; `added`: what is new on the server for everybody. */
export interface RecentList {
  readonly name: 'viewed' | 'added';
  /** Which of several lists of that name, such as a library's. */
  readonly place: string;
  readonly items: readonly RecentItem[];
}

/** What to write. `playedAt` (unix seconds) is sent where the server accepts a date. */
export interface StateWrite extends PlayState {
  readonly playedAt: number | null;
}

/**
 * Everything the sync asks of a media server. A failed read throws `BackendError`; null and empty answers are
 * the server's own word.
 */
export interface MediaServerClient {
  /** What a person may look at. */
  readonly inspect: MediaServerInspector;
  /** This person's playlists. */
  readonly playlists: PlaylistKeeper;
  /**
   * Proves address, type, token, server and user, and that the token really belongs to (or, for an admin key, may
   * act for) the configured user. With `user: null` a user token names its own user; a key without a user is
   * `wrong-user`. Throws `BackendError` with the `field` to change.
   */
  validate(): Promise<Validated>;
  users(): Promise<readonly RemoteUser[]>;
  libraries(): Promise<readonly Library[]>;
  /** Reads movies and episodes (with the ids of their shows) in a stable order. */
  page(library: Library, request: PageRequest): Promise<Page>;
  /** The same, unless `isSeen` knows the page by its mark: null then, and nothing of it was decoded. */
  pageUnless(
    isSeen: (mark: string) => Promise<boolean>,
    library: Library,
    request: PageRequest,
  ): Promise<Page | null>;
  /** Null when the server says that there is no such item for this user. */
  find(remoteId: string): Promise<RemoteItem | null>;
  /** A page of the episodes of a show or a season; null when the server has neither under this id for this user. */
  below(remoteId: string, request: PageRequest): Promise<Page | null>;
  /** What lies on top of the server's own lists of what changed last for this user; at most `limit` of each list. */
  recent(limit: number): Promise<readonly RecentList[]>;
  /** Ids of the items that this user is playing at this moment; none when the server does not tell this user. */
  sessions(): Promise<readonly string[]>;
  /** Makes the calls that turn `current` into `wanted`; none when they are the same. Idempotent. */
  write(current: RemoteItem, wanted: StateWrite): Promise<void>;
  /** Ends the token itself, where that is possible: for one that was made by `signIn`. */
  signOut?(): Promise<void>;
}

/** Where an event stands in a viewing: it goes on, it rests, or nothing more is to come of it. */
export type WebhookPhase = 'moving' | 'paused' | 'final';

/**
 * What a payload itself says of the item. The item is read on the server, so this only tells what to expect there; where
 * the server cannot be read in time it stands in, but for `watched: false`, which is never believed unread.
 */
export interface WebhookSays {
  /** Null when the event says nothing of it: a start, a pause, a position. */
  readonly watched: boolean | null;
  readonly positionMs: number | null;
  /** Unix seconds. */
  readonly playedAt: number | null;
}

export const SAYS_NOTHING: WebhookSays = { watched: null, positionMs: null, playedAt: null };

/** What a webhook delivery says, before anybody is looked up. */
export type WebhookReading =
  | {
      readonly kind: 'item-changed';
      readonly event: string;
      readonly serverUuid: string;
      /** Null for a generic event, such as a newly added item. */
      readonly user: string | null;
      readonly remoteId: string;
      readonly phase: WebhookPhase;
      readonly says: WebhookSays;
    }
  | { readonly kind: 'ignored'; readonly because: string; readonly event: string | null };

/** Something that a server was heard to say of an item, of nobody in particular. */
export interface Overheard {
  readonly event: string;
  readonly remoteId: string;
  readonly phase: WebhookPhase;
  readonly says: WebhookSays;
}

export interface Hearing {
  opened(): void;
  news(news: Overheard): void;
  /** The line is gone, whoever ended it. Called once. */
  ended(): void;
}

/** A line on which a server tells of itself. */
export interface Ear {
  close(): void;
}

/** What became of a webhook that was to be registered; it was read back after it was set. */
export type HookOutcome = 'created' | 'updated' | 'unchanged';

/** Watches outgoing requests: for metrics. No URL, no id, no secret. */
export interface RequestObserver {
  (request: {
    readonly type: BackendType;
    readonly operation: string;
    readonly outcome: string;
    readonly seconds: number;
  }): void;
}

/** Traffic control of one server, shared by everybody who talks to it. */
export interface Pace {
  /**
   * Waits for the turn of one request and resolves with what must be told its outcome. Throws `BackendError` when the
   * server should not be asked now.
   */
  enter(kind: 'read' | 'write'): Promise<(failure: BackendError | null) => void>;
}

export interface ConnectOptions {
  /** Asked before every request to the server, and told what came of it. */
  readonly pace?: Pace;
  readonly onRequest?: RequestObserver;
  /** Milliseconds for one call to answer. */
  readonly timeoutMs?: number;
  /** How often a read is tried again after a passing failure. */
  readonly retries?: number;
  /** Where plex.tv is asked whose token a Plex backend holds; without it only a server's owner can be proved. */
  readonly plexTvUrl?: string;
  /** Whether the server's certificate must be valid; true unless a person switched it off for this backend. */
  readonly verifyTls?: boolean;
  /** What a person added to the external ids; nothing when absent. */
  readonly guidRules?: GuidRules;
}

/** A kind of media server: one value per folder. */
export interface Backend {
  readonly type: BackendType;
  readonly label: string;
  readonly can: { readonly progress: boolean; readonly webhooks: boolean };
  connect(to: Connection, options?: ConnectOptions): MediaServerClient;
  /** Addresses of the server's own web client. */
  webLinks(to: LinkTarget): WebLinks;
  /** Turns a name and a password into a token; absent where a server knows no passwords. */
  signIn?(place: SignInPlace, who: Password, options?: ConnectOptions): Promise<SignedIn>;
  /** As `signIn`, but an administrator's, and what comes back is a key that acts for any user; absent where there are none. */
  makeKey?(place: SignInPlace, who: Password, options?: ConnectOptions): Promise<SignedIn>;
  /** A sign-in by a code, without a password; absent where there is none. `finish` gives null until the person confirmed. */
  readonly quickConnect?: {
    begin(place: SignInPlace, options?: ConnectOptions): Promise<QuickCode>;
    finish(place: SignInPlace, secret: string, options?: ConnectOptions): Promise<SignedIn | null>;
  };
  /** Opens a line on which the server tells of itself; absent where there is none. */
  readonly listen?: (to: Connection, hearing: Hearing) => Ear;
  /**
   * Has the server, or the account that owns it, call an address; needs an admin's token. What others put there stays, and it
   * is read back.
   */
  readonly registerHook: (to: Connection, url: string, options?: ConnectOptions) => Promise<HookOutcome>;
  /** Has the server call a registered address with its test event now; absent where the vendor has none. */
  readonly testHook?: (to: Connection, url: string, options?: ConnectOptions) => Promise<void>;
  /** Pure: reads a decoded webhook payload and never throws. */
  readWebhook(payload: unknown): WebhookReading;
}
