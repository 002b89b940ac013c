import type { Connection } from '../media-server.js';
import type { Fields } from '../reading.js';
import type { Headers } from './credentials.js';
import type { Endpoints } from './endpoints.js';
import type { MediaBrowserType } from './server-mapper.js';

/** A resume position to store. */
export interface PositionChange {
  readonly ticks: number;
  /** Unix seconds; null keeps the date that the server has. */
  readonly playedAt: number | null;
}

/** Where two descendants of one API differ (jellyfin-emby.md 0.1). */
export interface Dialect {
  readonly type: MediaBrowserType;
  readonly label: string;
  /** The oldest version that this was written for. */
  readonly minimumVersion: string;
  /** Members of a list row that must be asked for by name (jellyfin-emby.md 1.3). */
  readonly itemFields: readonly string[];
  /** Where the users are listed, the usual place first. */
  readonly userLists: readonly string[];
  /** Where an admin sees which folders the libraries have. */
  readonly libraryFolders: string;
  address(entered: string): string;
  credentials(to: Connection): Headers;
  /** Names the device without a credential: for a sign-in. */
  device(to: Connection): Headers;
  endpoints(version: string): Endpoints;
  /** A date as the query of a "mark played" call wants it. */
  playedDate(unixSeconds: number): string;
  /** The call that tells whose token this is; it may be refused to a key. */
  ownerCall(to: Connection): { readonly path: string; readonly query?: Readonly<Record<string, string>> };
  /** The id of the token's user in the answer of that call; null for a key. */
  readOwner(answer: unknown, to: Connection): string | null;
  /** The body that changes a position and nothing else; `stored` reads what the server has now. */
  positionBody(change: PositionChange, stored: () => Promise<Fields>): Promise<Fields>;
}
