import { list, record, text } from '../../reading.js';

/**
 * The addresses that plex.tv calls for an account (T9), whichever of the two known forms the answer has; null for
 * any other: a list that cannot be read must not be replaced.
 */
export function readHooks(body: unknown): readonly string[] | null {
  const rows = Array.isArray(body) ? body : record(body)['webhooks'];
  if (!Array.isArray(rows)) return null;
  const urls = list(rows).map((row) => text(record(row)['url']) ?? text(row));
  return urls.every((url) => url !== null) ? urls : null;
}

/** The body that sets the whole list: whatever it leaves out is deleted (plex.md 5.9). */
export const hooksBody = (urls: readonly string[]): string =>
  urls.length === 0
    ? 'urls='
    : new URLSearchParams(urls.map((url): [string, string] => ['urls[]', url])).toString();
