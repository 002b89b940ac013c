import type { Connection } from '../media-server.js';

export const PRODUCT = 'WatchState';

/** How this installation names itself, to servers and to plex.tv alike (plex.md 0.2). */
export function clientHeaders({
  deviceId,
  version,
}: Pick<Connection, 'deviceId' | 'version'>): Readonly<Record<string, string>> {
  return {
    'X-Plex-Product': PRODUCT,
    'X-Plex-Version': version,
    'X-Plex-Device-Name': PRODUCT,
    'X-Plex-Client-Identifier': deviceId,
    'User-Agent': `${PRODUCT}/${version}`,
  };
}
