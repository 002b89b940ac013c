import type { Connection, ConnectOptions } from '../../media-server.js';
import { PlexCloud } from './plex-cloud.js';

/** plex.tv as seen from one backend; the pace and the certificate are the media server's. Null where plex.tv is not to be asked. */
export function cloudFor(
  { deviceId, version }: Connection,
  { plexTvUrl, pace: _, ...options }: ConnectOptions = {},
): PlexCloud | null {
  return plexTvUrl === undefined ? null : new PlexCloud({ ...options, url: plexTvUrl, deviceId, version });
}
