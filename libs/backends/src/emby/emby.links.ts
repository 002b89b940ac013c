import type { LinkTarget, WebLinks } from '../media-server.js';
import { baseAddress } from '../mediabrowser/index.js';

/** Pages of Emby's web client, served at the root and under `/emby` alike (jellyfin-emby.md 3.1 and 6). */
export function embyLinks({ url, uuid }: LinkTarget): WebLinks {
  const page = `${baseAddress(url)}/web/index.html#!`;
  const server = encodeURIComponent(uuid);
  return {
    item: ({ id }) => `${page}/item?id=${encodeURIComponent(id)}&serverId=${server}`,
    library: ({ id, type }) =>
      `${page}/${type === 'show' ? 'tv' : 'videos'}?serverId=${server}&parentId=${encodeURIComponent(id)}`,
  };
}
