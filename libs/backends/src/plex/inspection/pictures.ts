import type { ImageKind } from '../../media-server.js';
import { text, type Fields } from '../../reading.js';

const KEYS: Readonly<Record<ImageKind, readonly string[]>> = {
  poster: ['thumb', 'grandparentThumb', 'parentThumb'],
  background: ['art', 'grandparentArt'],
};

/** Where a picture of an item lies on its own server; null when it has none, or names another place. */
export function pictureOf(row: Fields, kind: ImageKind): string | null {
  const paths = KEYS[kind].map((key) => text(row[key]));
  // The token goes along with the request, so it goes to this server only.
  return paths.find((path) => path !== null && /^\/(?![/\\])/.test(path)) ?? null;
}
