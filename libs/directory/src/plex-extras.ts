import type { PlexExtras } from '#libs/backends';
import type { BackendOptions } from '#libs/database';
import type { SecretBox } from '#libs/runtime';

/** Options that are secrets: stored sealed like a token, never shown. */
export const SECRET_OPTIONS = ['ADMIN_TOKEN', 'PLEX_USER_PIN'] as const;

/** Options as they are stored: every secret among them sealed. An empty one takes the stored one away. */
export function sealOptions(options: BackendOptions, secrets: SecretBox): BackendOptions {
  const sealed = SECRET_OPTIONS.flatMap((key) => {
    const value = options[key];
    return typeof value === 'string' ? [[key, value === '' ? undefined : secrets.seal(value)] as const] : [];
  });
  return { ...options, ...Object.fromEntries(sealed) };
}

/** The options of a stored backend with their secrets in clear: for calls, never for an answer. */
export const openOptions = (options: BackendOptions, secrets: SecretBox): BackendOptions => ({
  ...options,
  ...Object.fromEntries(
    SECRET_OPTIONS.flatMap((key) => {
      const clear = opened(options[key], secrets);
      return clear === undefined ? [] : [[key, clear] as const];
    }),
  ),
});

/** Stands for a secret that is set. */
export const MASK = '***';

/** The options as they may be shown. */
export const maskOptions = (options: BackendOptions): BackendOptions => ({
  ...options,
  ...Object.fromEntries(
    SECRET_OPTIONS.flatMap((key) => (options[key] === undefined ? [] : [[key, MASK] as const])),
  ),
});

/** What the options of a stored Plex backend tell its client. */
export const plexExtrasOf = (options: BackendOptions, secrets: SecretBox): PlexExtras => ({
  adminToken: opened(options['ADMIN_TOKEN'], secrets),
  userPin: opened(options['PLEX_USER_PIN'], secrets),
  userUuid: textOf(options['plex_user_uuid']),
  isGuest: options['plex_guest_user'] === true,
});

/** The same of options that are not stored yet, with their secrets in clear. */
export const plexExtrasIn = (options: BackendOptions): PlexExtras => ({
  adminToken: textOf(options['ADMIN_TOKEN']),
  userPin: textOf(options['PLEX_USER_PIN']),
  userUuid: textOf(options['plex_user_uuid']),
  isGuest: options['plex_guest_user'] === true,
});

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function opened(value: unknown, secrets: SecretBox): string | undefined {
  const sealed = textOf(value);
  return sealed === undefined ? undefined : secrets.open(sealed);
}
