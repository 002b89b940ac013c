import type { Title } from '#libs/backends';
import { type Likeness, type LikenessMethod, likenessOf } from './likeness.js';

/** How one path compares with the title that it is most like. */
export interface PathMatch {
  readonly path: string;
  readonly title: string;
  readonly methods: Likeness;
}

export interface Mismatch {
  /** Of the best match of all. */
  readonly percent: number;
  readonly matches: readonly PathMatch[];
}

/** A title without any external id: it matches nothing on another server. */
export const isUnmatched = ({ guids }: Title): boolean => Object.keys(guids).length === 0;

/**
 * Whether none of a title's files lies under a name like any of its own (jellyfin-emby.md 6). Null when one does, or
 * when there is nothing to compare.
 */
export function mismatchOf(
  { titles, paths }: Title,
  { method, percentage }: { readonly method: LikenessMethod; readonly percentage: number },
): Mismatch | null {
  const matches = paths.flatMap(namesIn).flatMap((path) => bestOf(path, titles, method) ?? []);
  if (matches.length === 0) return null;
  if (matches.some(({ methods }) => methods.startWith)) return null;
  const percent = Math.max(...matches.map(({ methods }) => methods[method]));
  return percent < percentage ? { percent, matches } : null;
}

/** The last two parts of a path: a movie has its title in its folder or in its file. */
function namesIn(path: string): readonly string[] {
  return path
    .split(/[/\\]/)
    .filter((part) => part !== '')
    .slice(-2);
}

function bestOf(path: string, titles: readonly string[], method: LikenessMethod): PathMatch | null {
  const compared = titles.map((title) => ({ path, title, methods: likenessOf(title, path) }));
  return compared.toSorted((a, b) => b.methods[method] - a.methods[method])[0] ?? null;
}
