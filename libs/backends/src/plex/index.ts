import type { Backend } from '../media-server.js';
import { listenToPlex } from './plex.ear.js';
import { PlexClient } from './plex.client.js';
import { registerPlexHook } from './plex.hooks.js';
import { readPlexWebhook } from './plex.webhook.js';
import { plexLinks } from './plex.links.js';

export const plex = {
  type: 'plex',
  label: 'Plex',
  can: { progress: true, webhooks: true },
  connect: (to, options) => new PlexClient(to, options),
  listen: listenToPlex,
  webLinks: plexLinks,
  registerHook: registerPlexHook,
  readWebhook: readPlexWebhook,
} as const satisfies Backend;
