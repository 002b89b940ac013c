import { createHmac } from 'node:crypto';

/**
 * Names this installation to plex.tv, which ties a sign-in to it (plex.md quirk 30). It comes from the secret key, so
 * that it stays for ever and is nobody else's.
 */
export const installationIdOf = (secretKey: string): string =>
  createHmac('sha256', secretKey).update('plex.tv client').digest('hex').slice(0, 32);
