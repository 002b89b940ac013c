import type { RemoteItem } from '#libs/core';
import type { FakeMediaServer, FakeUser } from '#libs/testing';
import type {
  Connection,
  ConnectOptions,
  Library,
  MediaServerClient,
  QuickCode,
} from '../../media-server.js';

/** Every version that is spoken to. */
export const SERVERS = [
  ...['10.8', '10.9', '10.10', '10.11', '12'].map((version) => ({ type: 'jellyfin' as const, version })),
  ...['4.7', '4.8', '4.9', '4.10'].map((version) => ({ type: 'emby' as const, version })),
];
export type Server = (typeof SERVERS)[number];

export interface Asked {
  readonly client: MediaServerClient;
  readonly server: FakeMediaServer & { passwordOf(user: FakeUser): string; forgetKeys(): void };
  readonly to: Connection;
  readonly movies: Library;
  readonly shows: Library;
  readonly movie: RemoteItem;
  readonly episode: RemoteItem;
  readonly playlist: string;
  /** Begun, and not confirmed; none on Emby. */
  readonly quickCode: QuickCode;
  readonly manners: ConnectOptions;
}

export interface Call {
  /** Numbers of the call table (jellyfin-emby.md 1.4). */
  readonly numbers: string;
  readonly ask: (asked: Asked) => Promise<unknown>;
  /** The request that the vendor expects, by kind of path; `U` and `I` stand for ids of a user and an item. */
  readonly lines: { readonly legacy: RegExp; readonly modern?: RegExp };
  /** Whether there is a body that must be read. */
  readonly isRead: boolean;
  /** Why a version cannot be asked this. */
  readonly missingIn?: (server: Server) => string | null;
}

export const PAGE = { offset: 0, limit: 50 };
const LIST = /(?=.*recursive=true)(?=.*parentId=\w+)(?=.*startIndex=0)(?=.*sortBy=DateCreated)/.source;
export const listed = (more: string): Call['lines'] => ({
  legacy: new RegExp(`^GET /Users/U/Items\\?${LIST}${more}`),
  modern: new RegExp(`^GET /Items\\?userId=U&${LIST}${more}`),
});
export const noPositions = ({ version }: Server): string | null =>
  version === '10.8' ? 'has no such call' : null;

export const PATIENT = { retries: 0, timeoutMs: 20_000 };
/** For silence alone: a busy machine may be silent for as long. */
export const HASTY = { retries: 0, timeoutMs: 300 };

export const onlyOn =
  (type: Server['type']) =>
  (server: Server): string | null =>
    server.type === type ? null : 'has another way';

let devices = 0;

/** A device of its own each time: a sign-out that arrives late ends no session of the next call. */
export const placeOf = ({ url }: Connection) => ({
  url,
  uuid: null,
  deviceId: `device-${(devices += 1)}`,
  version: '1',
});
