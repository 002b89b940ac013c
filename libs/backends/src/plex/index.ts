import type { Backend } from '../media-server.js';
import { PlexClient } from './plex.client.js';
import { readPlexWebhook } from './plex.webhook.js';

export const plex = {
  type: 'plex',
  label: 'Plex',
  can: { progress: true, webhooks: true },
  connect: (to, options) => new PlexClient(to, options),
  readWebhook: readPlexWebhook,
} as const satisfies Backend;
