import type { Library, RemoteUser, ServerInfo } from '../media-server.js';
import { flag, record, records, text } from '../reading.js';
import { canonicalId, sameId } from './ids.js';
import { majorOf } from './server-version.js';

export type MediaBrowserType = 'jellyfin' | 'emby';

/** Null when the answer is not one of these two servers speaking. */
export function readServerInfo(answer: unknown): ServerInfo | null {
  const fields = record(answer);
  const [id, version] = [text(fields['Id']), text(fields['Version'])];
  if (id === null || version === null) return null;
  return { uuid: canonicalId(id), name: text(fields['ServerName']) ?? '', version };
}

/** Only Jellyfin names its product (jellyfin-emby.md C01); the two also never shared a major version. */
export function typeOf(answer: unknown): MediaBrowserType {
  const fields = record(answer);
  const isJellyfin =
    /jellyfin/i.test(text(fields['ProductName']) ?? '') || majorOf(text(fields['Version']) ?? '') >= 10;
  return isJellyfin ? 'jellyfin' : 'emby';
}

/** A list comes bare or in an envelope; null when it is neither. */
export function rowsOf(body: unknown): readonly unknown[] | null {
  const rows: unknown = Array.isArray(body) ? body : record(body)['Items'];
  return Array.isArray(rows) ? rows : null;
}

/** Null for a row without an id. */
export function readUser(row: unknown): RemoteUser | null {
  const fields = record(row);
  const id = text(fields['Id']);
  if (id === null) return null;
  return {
    id: canonicalId(id),
    name: text(fields['Name']) ?? '??',
    admin: flag(record(fields['Policy'])['IsAdministrator']),
  };
}

const LIBRARY_TYPES: Readonly<Record<string, Library['type']>> = {
  movies: 'movie',
  tvshows: 'show',
  mixed: 'mixed',
};

/** A library root (jellyfin-emby.md 3.1); null for a row without an id. */
export function readLibrary(row: unknown): Library | null {
  const fields = record(row);
  const id = text(fields['Id']);
  if (id === null) return null;
  const [collection, kind] = [text(fields['CollectionType']), text(fields['Type'])];
  const type = libraryType(collection, kind);
  const contentType = collection ?? kind ?? 'unknown';
  return { id, title: text(fields['Name']) ?? '??', type, supported: type !== 'other', contentType };
}

function libraryType(collection: string | null, type: string | null): Library['type'] {
  if (collection !== null) return LIBRARY_TYPES[collection.toLowerCase()] ?? 'other';
  return type === 'CollectionFolder' ? 'mixed' : 'other';
}

/** Items of this user's sessions; one that plays nothing has no item. */
export const readPlaying = (body: unknown, user: string): string[] =>
  records(body)
    .filter((session) => sameId(text(session['UserId']) ?? '', user))
    .flatMap((session) => text(record(session['NowPlayingItem'])['Id']) ?? []);
