import type { NewPlaylist, PlaylistContent, PlaylistKeeper, RemotePlaylist } from '../media-server.js';
import { eachOnce, inPieces, wholeList, type PlaylistEntry } from '../playlists.js';
import { flag, integer, record, records, text, type Fields } from '../reading.js';
import { utcSeconds } from './dates.js';
import type { MediaBrowserApi } from './mediabrowser.api.js';
import * as problems from './problems.js';
import { isAtLeast } from './server-version.js';

const PER_PAGE = 500;
/** What lists leave out unless it is named. */
const FIELDS = 'CanDelete,DateCreated,DateLastSaved,ChildCount,RecursiveItemCount';

/** The playlists of the account's user (jellyfin-emby.md C25 to C29). */
export class MediaBrowserPlaylists implements PlaylistKeeper {
  constructor(private readonly api: MediaBrowserApi) {}

  /**
   * No media type is asked for: Emby answers that with other rows (quirk 44), and on Jellyfin a list that lost its last
   * video would be missing, which is how a deleted one looks.
   */
  async list(): Promise<readonly RemotePlaylist[]> {
    const broken = () => problems.unexpected(this.api.dialect, 'a list of playlists');
    const query = { recursive: true, fields: FIELDS, enableUserData: false, enableImages: false };
    const order = { sortBy: 'DateCreated,SortName', sortOrder: 'Ascending' };
    const rows = await wholeList(
      (startIndex) =>
        this.api.items('playlists', {
          ...query,
          ...order,
          includeItemTypes: 'Playlist',
          startIndex,
          limit: PER_PAGE,
        }),
      broken,
    );
    return eachOnce(rows.map(readPlaylist), broken).filter(({ isVideo }) => isVideo);
  }

  async read(id: string): Promise<PlaylistContent | null> {
    const row = await this.api.item('playlist', id);
    if (!row) return null;
    const playlist = readPlaylist(row);
    if (!playlist) throw problems.noPlaylist(this.api.dialect);
    return { playlist, entries: await this.entries(id) };
  }

  private async entries(id: string): Promise<readonly PlaylistEntry[]> {
    const broken = () => problems.unexpected(this.api.dialect, 'the entries of a playlist');
    const { user: userId } = await this.api.account();
    const more = { enableUserData: false, enableImages: false, limit: PER_PAGE };
    const rows = await wholeList(
      (startIndex) =>
        this.api.rows('playlist-items', { path: itemsOf(id), query: { userId, ...more, startIndex } }),
      broken,
    );
    const entries = rows.map(readEntry).filter((entry) => entry !== null);
    if (entries.length < rows.length) throw broken();
    return entries;
  }

  async create(list: NewPlaylist): Promise<string> {
    const { type } = this.api.dialect;
    const answer = await (type === 'emby' ? this.createByQuery(list) : this.createByBody(list));
    const id = text(record(answer)['Id']);
    if (id === null) throw problems.unexpected(this.api.dialect, 'the id of a new playlist');
    if (type === 'emby') await this.fill(id, inPieces(list.itemIds).slice(1));
    return id;
  }

  /** A list is public from 10.9 on unless said otherwise (quirk 29). */
  private async createByBody({ title, itemIds }: NewPlaylist): Promise<unknown> {
    const { user, version } = await this.api.account();
    const privately = isAtLeast(version, '10.9') ? { IsPublic: false } : {};
    const body = { Name: title, Ids: itemIds, UserId: user, MediaType: 'Video', ...privately };
    const call = { operation: 'make-playlist', method: 'POST', path: '/Playlists', body } as const;
    return (await this.api.request(call)).json();
  }

  private async createByQuery({ title, itemIds }: NewPlaylist): Promise<unknown> {
    const { user: userId } = await this.api.account();
    const query = { Name: title, Ids: inPieces(itemIds)[0].join(','), userId, MediaType: 'Video' };
    const call = { operation: 'make-playlist', method: 'POST', path: '/Playlists', query } as const;
    return (await this.api.request(call)).json();
  }

  private async fill(id: string, pieces: readonly (readonly string[])[]): Promise<void> {
    const { user: userId } = await this.api.account();
    for (const ids of pieces) {
      const query = { Ids: ids.join(','), userId };
      await this.api.request({ operation: 'fill-playlist', method: 'POST', path: itemsOf(id), query });
    }
  }

  /** The call deletes the files of anything that is no playlist (quirk 30), so what it is, is read right before. */
  async remove(id: string): Promise<void> {
    const row = await this.api.item('playlist', id);
    if (!row) return;
    if (readPlaylist(row)?.id !== id) throw problems.noPlaylist(this.api.dialect);
    const path = `/Items/${encodeURIComponent(id)}`;
    await this.api.request({ operation: 'remove-playlist', method: 'DELETE', path, accept: [404] });
  }
}

const itemsOf = (id: string): string => `/Playlists/${encodeURIComponent(id)}/Items`;

/** Null for anything but a playlist with an id. */
export function readPlaylist(value: unknown): RemotePlaylist | null {
  const row = record(value);
  const id = text(row['Id']);
  if (id === null || row['Type'] !== 'Playlist') return null;
  const savedAt = utcSeconds(row['DateLastSaved']);
  return {
    id,
    title: text(row['Name']) ?? '',
    isVideo: isVideo(row['MediaType']),
    isSmart: false,
    isEditable: isEditable(row),
    count: integer(row['ChildCount']) ?? integer(row['RecursiveItemCount']),
    changedAt: savedAt ?? utcSeconds(row['DateCreated']),
    isDated: savedAt !== null,
  };
}

/** An empty list has no media yet. */
const isVideo = (mediaType: unknown): boolean => {
  const type = text(mediaType)?.toLowerCase() ?? 'unknown';
  return type === 'video' || type === 'unknown';
};

/** jellyfin-emby.md C26. */
const isEditable = (row: Fields): boolean =>
  flag(row['CanDelete']) ||
  flag(row['CanEdit']) ||
  flag(row['SupportsSync']) ||
  records(row['Shares']).some((share) => flag(share['CanEdit']));

export function readEntry(value: unknown): PlaylistEntry | null {
  const row = record(value);
  const remoteId = text(row['Id']);
  if (remoteId === null) return null;
  const type = text(row['Type'])?.toLowerCase();
  const names = [text(row['SeriesName']), text(row['Name'])].filter((name) => name !== null);
  return {
    remoteId,
    type: type === 'movie' || type === 'episode' ? type : 'other',
    title: names.join(' - '),
  };
}
