import { emby } from './emby/index.js';
import { jellyfin } from './jellyfin/index.js';
import type { Backend, BackendType } from './media-server.js';
import { plex } from './plex/index.js';

/** The one line to touch when a kind of server is added. */
export const backends = { plex, jellyfin, emby } as const satisfies Record<BackendType, Backend>;

export const backendOf = (type: BackendType): Backend => backends[type];
