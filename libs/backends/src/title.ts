import type { FoundItem, Title } from './inspection.js';
import { text } from './reading.js';

/** A movie or show under all its names and paths; null for anything else. */
export function titleOf(
  found: FoundItem | null,
  { names, paths }: { readonly names: readonly unknown[]; readonly paths: readonly string[] },
): Title | null {
  if (!found || found.type === 'episode') return null;
  const { id, type, title, year, guids, raw } = found;
  const titles = [...new Set(names.map(text).filter((name) => name !== null))];
  return { id, type, title, titles, year, guids, paths, raw };
}
