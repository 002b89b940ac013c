import type { Backend } from '../media-server.js';
import { apiKey, MediaBrowserClient, signIn } from '../mediabrowser/index.js';
import { registerJellyfinHook } from './jellyfin.hooks.js';
import { jellyfinLinks } from './jellyfin.links.js';
import { jellyfinDialect } from './jellyfin.dialect.js';
import { beginQuickConnect, finishQuickConnect } from './quick-connect.js';
import { readJellyfinWebhook } from './jellyfin.webhook.js';

export const jellyfin = {
  type: 'jellyfin',
  label: jellyfinDialect.label,
  can: { progress: true, webhooks: true },
  connect: (to, options) => new MediaBrowserClient(jellyfinDialect, to, options),
  signIn: (place, who, options) => signIn(jellyfinDialect, place, { ...options, ...who }),
  makeKey: (place, who, options) => apiKey(jellyfinDialect, place, { ...options, ...who }),
  quickConnect: { begin: beginQuickConnect, finish: finishQuickConnect },
  webLinks: jellyfinLinks,
  registerHook: registerJellyfinHook,
  readWebhook: readJellyfinWebhook,
} as const satisfies Backend;
