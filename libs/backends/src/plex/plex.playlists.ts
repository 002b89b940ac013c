import type { NewPlaylist, PlaylistContent, PlaylistKeeper, RemotePlaylist } from '../media-server.js';
import { eachOnce, inPieces, wholeList, type PlaylistEntry } from '../playlists.js';
import { flag, integer, text, unixSeconds, type Fields } from '../reading.js';
import { MOST_PER_PAGE, unexpected, type PlexApi } from './plex.api.js';
import { metadataOf } from './plex.mapper.js';

const brokenList = () => unexpected('a whole list of playlists');
const brokenItems = () => unexpected('all entries of a playlist');

/** The playlists of the token's person (plex.md P15 to P19). */
export class PlexPlaylists implements PlaylistKeeper {
  constructor(private readonly api: PlexApi) {}

  async list(): Promise<readonly RemotePlaylist[]> {
    // Another server at this address has no lists of ours: they would all look deleted.
    await this.api.server();
    const call = { operation: 'playlists', path: '/playlists', query: { playlistType: 'video' } };
    const rows = await wholeList((offset) => this.api.window(call, windowAt(offset)), brokenList);
    return eachOnce(rows.map(readPlexPlaylist), brokenList).filter(({ isVideo }) => isVideo);
  }

  async read(id: string): Promise<PlaylistContent | null> {
    const path = pathOf(id);
    const found = await this.api.answer({ operation: 'playlist', path, accept: [404] });
    if (!found) return this.api.nothing();
    const [row] = metadataOf(found.container);
    const playlist = row && readPlexPlaylist(row);
    if (playlist?.id !== id) throw unexpected('the playlist that was asked for');
    const call = { operation: 'playlist-items', path: `${path}/items` };
    const rows = await wholeList((offset) => this.api.window(call, windowAt(offset)), brokenItems);
    const entries = rows.map(readPlexEntry).filter((entry) => entry !== null);
    if (entries.length < rows.length) throw brokenItems();
    return { playlist, entries };
  }

  async create({ title, itemIds }: NewPlaylist): Promise<string> {
    const { uuid } = await this.api.server();
    const [first, ...rest] = inPieces(itemIds);
    const container = await this.api.container({
      operation: 'make-playlist',
      method: 'POST',
      path: '/playlists',
      query: { title, smart: 0, type: 'video', uri: uriOf(uuid, first) },
    });
    const id = text(metadataOf(container)[0]?.['ratingKey']);
    if (id === null) throw unexpected('the id of the playlist that was made');
    for (const ids of rest)
      await this.api.answer({
        operation: 'fill-playlist',
        method: 'PUT',
        path: `${pathOf(id)}/items`,
        query: { uri: uriOf(uuid, ids) },
      });
    return id;
  }

  async remove(id: string): Promise<void> {
    await this.api.server();
    await this.api.request({
      operation: 'remove-playlist',
      method: 'DELETE',
      path: pathOf(id),
      accept: [404],
    });
  }
}

const pathOf = (id: string): string => `/playlists/${encodeURIComponent(id)}`;
const windowAt = (offset: number) => ({ offset, limit: MOST_PER_PAGE });

/** Ids of one server; the server refuses those of another (plex.md P18). */
const uriOf = (machineId: string, ids: readonly string[]): string =>
  `server://${machineId}/com.plexapp.plugins.library/library/metadata/${ids.join(',')}`;

/** Null when it tells no id (plex.md 6.6). */
export function readPlexPlaylist(row: Fields): RemotePlaylist | null {
  const id = text(row['ratingKey']);
  if (id === null || row['type'] !== 'playlist') return null;
  const changedAt = unixSeconds(row['updatedAt']);
  return {
    id,
    title: text(row['title']) ?? '',
    isVideo: row['playlistType'] === 'video',
    isSmart: flag(row['smart']),
    isEditable: !flag(row['readOnly']) && text(row['specialPlaylistType']) === null,
    count: integer(row['leafCount']),
    changedAt: changedAt ?? unixSeconds(row['addedAt']),
    isDated: changedAt !== null,
  };
}

export function readPlexEntry(row: Fields): PlaylistEntry | null {
  const remoteId = text(row['ratingKey']);
  if (remoteId === null) return null;
  const { type } = row;
  const names = [text(row['grandparentTitle']), text(row['title'])].filter((name) => name !== null);
  return {
    remoteId,
    type: type === 'movie' || type === 'episode' ? type : 'other',
    title: names.join(' - '),
  };
}
