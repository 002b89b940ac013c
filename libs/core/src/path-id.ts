import { PATH_SOURCE } from './guid.js';
import type { RemoteItem } from './remote-item.js';

type Located = Pick<RemoteItem, 'type' | 'path' | 'season' | 'episode'>;

/** What the id of the item itself and that of its show are the MD5 of. */
interface PathTexts {
  readonly own: string | null;
  readonly parent: string | null;
}

/**
 * Ids made of where a file lies: of a movie its folder and name, of an episode the two folders above as well, so that
 * servers that see one disk under different roots agree (G-16, G-17). Empty where the path says too little.
 */
export function pathTexts({ type, path, season, episode }: Located): PathTexts {
  const parts = segmentsOf(path ?? '');
  const depth = type === 'movie' ? 2 : 3;
  if (parts.length < depth || !hasExtension(parts.at(-1) ?? '')) return NONE;
  const tail = `/${parts.slice(-depth).join('/')}`;
  if (type === 'movie') return { own: `movie:${tail}`, parent: null };
  if (season === null || episode === null) return NONE;
  return {
    own: `episode:${tail}/${season}/${episode}`,
    parent: `show:/${parts.slice(-3, -1).join('/')}`,
  };
}

/** The item with the ids of its path, 32 hex digits each, beside those that the server tells. */
export function withPathIds(item: RemoteItem, md5: (text: string) => string): RemoteItem {
  const { own, parent } = pathTexts(item);
  if (own === null) return item;
  return {
    ...item,
    guids: { ...item.guids, [PATH_SOURCE]: md5(own) },
    parentGuids: parent === null ? item.parentGuids : { ...item.parentGuids, [PATH_SOURCE]: md5(parent) },
  };
}

const NONE = { own: null, parent: null };

const segmentsOf = (path: string): string[] =>
  path
    .replaceAll('\\', '/')
    .trim()
    .toLowerCase()
    .split('/')
    .filter((part) => part !== '');

const hasExtension = (name: string): boolean => /[^.]\.[^.]+$/.test(name);
