import type { Backend } from '../media-server.js';
import { PlexClient } from './plex.client.js';
import { readPlexWebhook } from './plex.webhook.js';
import { plexLinks } from './plex.links.js';

export const plex = {
  type: 'plex',
  label: 'Plex',
  can: { progress: true, webhooks: true },
  connect: (to, options) => new PlexClient(to, options),
  webLinks: plexLinks,
  readWebhook: readPlexWebhook,
} as const satisfies Backend;
