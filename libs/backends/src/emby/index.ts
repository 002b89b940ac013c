import type { Backend } from '../media-server.js';
import { apiKey, MediaBrowserClient, signIn } from '../mediabrowser/index.js';
import { registerEmbyHook, testEmbyHook } from './emby.hooks.js';
import { embyLinks } from './emby.links.js';
import { embyDialect } from './emby.dialect.js';
import { readEmbyWebhook } from './emby.webhook.js';

export const emby = {
  type: 'emby',
  label: embyDialect.label,
  can: { progress: true, webhooks: true },
  connect: (to, options) => new MediaBrowserClient(embyDialect, to, options),
  signIn: (place, who, options) => signIn(embyDialect, place, { ...options, ...who }),
  makeKey: (place, who, options) => apiKey(embyDialect, place, { ...options, ...who }),
  webLinks: embyLinks,
  registerHook: registerEmbyHook,
  testHook: testEmbyHook,
  readWebhook: readEmbyWebhook,
} as const satisfies Backend;
