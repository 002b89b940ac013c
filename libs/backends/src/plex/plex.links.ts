import type { LinkTarget, WebLinks } from '../media-server.js';

/** Pages of Plex Web as the server itself serves it (plex.md 6.7). */
export function plexLinks({ url, uuid }: LinkTarget): WebLinks {
  const page = `${url.replace(/\/+$/, '')}/web/index.html#!`;
  const server = encodeURIComponent(uuid);
  return {
    item: ({ id }) => `${page}/server/${server}/details?key=${encodeURIComponent(`/library/metadata/${id}`)}`,
    library: ({ id }) =>
      `${page}/media/${server}/com.plexapp.plugins.library?source=${encodeURIComponent(id)}`,
  };
}
