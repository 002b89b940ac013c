import type { Library, LinkTarget, WebLinks } from '../media-server.js';
import { baseAddress } from '../mediabrowser/index.js';

const PAGES: Readonly<Record<Library['type'], string>> = {
  movie: 'movies',
  show: 'tv',
  mixed: 'list',
  other: 'list',
};

/** Pages of Jellyfin's web client (jellyfin-emby.md 3.1 and 6). */
export function jellyfinLinks({ url, uuid }: LinkTarget): WebLinks {
  const page = `${baseAddress(url)}/web/index.html#`;
  const server = encodeURIComponent(uuid);
  return {
    item: ({ id }) => `${page}!/details?id=${encodeURIComponent(id)}&serverId=${server}`,
    library: ({ id, type }) =>
      `${page}/${PAGES[type]}.html?topParentId=${encodeURIComponent(id)}&serverId=${server}`,
  };
}
