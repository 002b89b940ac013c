import { hash } from 'node:crypto';
import type { RemoteItem } from './remote-item.js';

type Located = Pick<RemoteItem, 'type' | 'path' | 'season' | 'episode'>;

/**
 * Ids made of where a file lies: of a movie its folder and name, of an episode the two folders above as well, so that
 * servers that see one disk under different roots agree (G-16, G-17). Empty where the path says too little.
 */
export function pathIds({ type, path, season, episode }: Located): {
  readonly own: string | null;
  readonly parent: string | null;
} {
  const parts = segmentsOf(path ?? '');
  const depth = type === 'movie' ? 2 : 3;
  if (parts.length < depth || !hasExtension(parts.at(-1) ?? '')) return NONE;
  const tail = `/${parts.slice(-depth).join('/')}`;
  if (type === 'movie') return { own: md5(`movie:${tail}`), parent: null };
  if (season === null || episode === null) return NONE;
  return {
    own: md5(`episode:${tail}/${season}/${episode}`),
    parent: md5(`show:/${parts.slice(-3, -1).join('/')}`),
  };
}

/** The item with the ids of its path beside those that the server tells. */
export function withPathIds(item: RemoteItem): RemoteItem {
  const { own, parent } = pathIds(item);
  if (own === null) return item;
  return {
    ...item,
    guids: { ...item.guids, path: own },
    parentGuids: parent === null ? item.parentGuids : { ...item.parentGuids, path: parent },
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

/** A name for a path, no safeguard; the reference makes the same, so that its exports stay comparable. */
const md5 = (text: string): string => hash('md5', text, 'hex');
