import type { BackendOptions } from '#libs/database';

const idsIn = (list: string | undefined): ReadonlySet<string> =>
  new Set(
    (list ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  );

/**
 * Whether a person wants this library read: it is not ignored, and it is one of the selected ones where some are
 * (jellyfin-emby.md 3.1). `LIBRARY_INVERSE` selects all but those.
 */
export function isWantedLibrary(options: BackendOptions, id: string): boolean {
  if (idsIn(options.ignore).has(id)) return false;
  const selected = idsIn(options.LIBRARY_SELECT);
  return selected.size === 0 || selected.has(id) !== (options.LIBRARY_INVERSE === true);
}
