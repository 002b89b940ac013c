import { BadControlCall, numberOf, userIdOf } from './control-input.js';
import type { FakeMediaServer } from './fake-media-server.js';

type Values = Readonly<Record<string, unknown>>;

/** The lists that a person sees. */
export const playlistsOf = (server: FakeMediaServer, values: Values) =>
  server.playlists.of(userIdOf(server, values)).map(({ id, title, itemIds }) => ({ id, title, itemIds }));

/** Makes a list of `items`, or changes the one that is named by `id`. */
export function makePlaylist(server: FakeMediaServer, values: Values): { readonly id: string } {
  const { id, title, items } = values;
  if (!Array.isArray(items)) throw new BadControlCall('items must be a list of ids');
  const at = numberOf(values, 'at', Math.floor(Date.now() / 1000));
  const itemIds = items.map(String);
  if (typeof id === 'string') {
    server.playlists.edit(id, { itemIds, at });
    return { id };
  }
  if (typeof title !== 'string') throw new BadControlCall('title must be a text');
  return { id: server.playlists.make(userIdOf(server, values), { title, itemIds, at }) };
}
