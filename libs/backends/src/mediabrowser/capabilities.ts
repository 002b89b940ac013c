import type { Capability, CapabilityKey } from '../inspection.js';
import { record, records, text } from '../reading.js';
import type { Dialect } from './dialect.js';
import type { MediaBrowserApi } from './mediabrowser.api.js';
import { isAtLeast } from './server-version.js';

const MAY_NOT = [401, 403, 404];

/** What a server of this version can do for us with this token (jellyfin-emby.md 1.5 and 2.1). */
export async function detectCapabilities(api: MediaBrowserApi): Promise<readonly Capability[]> {
  const { version } = await api.server();
  const owner = await api.owner();
  const isAdmin = owner === null || owner.admin;
  const webhooks = await webhooksOf(api, isAdmin);
  return [
    progress(api.dialect, version),
    can('played-dates', true, 'A viewing is stored with its own date.'),
    can('sessions', isAdmin, isAdmin ? 'Everybody’s sessions are seen.' : OWN_ONLY),
    can('users', isAdmin, isAdmin ? 'All users can be listed.' : OWN_ONLY),
    can('other-users', isAdmin, owner === null ? 'An API key acts for the chosen user.' : foreign(isAdmin)),
    webhooks,
    registration(webhooks, isAdmin),
    can('playlists', true, playlistNote(api.dialect, version)),
  ];
}

const OWN_ONLY = 'The token is that of a user without administrator rights, so only the own ones are seen.';

const foreign = (isAdmin: boolean): string =>
  isAdmin ? 'The token of an administrator may act for others.' : 'The token acts for its own user only.';

const can = (key: CapabilityKey, isAvailable: boolean | null, note: string): Capability => ({
  key,
  isAvailable,
  note,
});

function progress(dialect: Dialect, version: string): Capability {
  return dialect.endpoints(version).userData
    ? can('progress', true, 'Resume positions are stored.')
    : can(
        'progress',
        false,
        `${dialect.label} ${version} cannot store a resume position; 10.9 and newer can.`,
      );
}

const playlistNote = (dialect: Dialect, version: string): string =>
  dialect.type === 'jellyfin' && !isAtLeast(version, '10.9')
    ? 'Playlists of this version are seen by their owner only.'
    : 'Playlists can be read and made.';

async function webhooksOf(api: MediaBrowserApi, isAdmin: boolean): Promise<Capability> {
  if (api.dialect.type === 'jellyfin') return isAdmin ? webhookPlugin(api) : can('webhooks', null, ASK_ADMIN);
  const { version } = await api.server();
  return isAtLeast(version, '4.7.9')
    ? can('webhooks', null, 'Needs Emby Premiere; without it the entry is stored, but nothing is sent.')
    : can('webhooks', false, `Emby ${version} sends no webhooks that can be read; 4.7.9 and newer do.`);
}

const ASK_ADMIN = 'Only an administrator of the server sees whether the Webhook plugin is installed.';

/** Jellyfin sends webhooks by a plugin of that name (jellyfin-emby.md 5.7). */
async function webhookPlugin(api: MediaBrowserApi): Promise<Capability> {
  const answer = await api.request({ operation: 'plugins', path: '/Plugins', accept: MAY_NOT });
  if (answer.status >= 400) return can('webhooks', null, ASK_ADMIN);
  const plugin = records(answer.json()).find(({ Name: name }) => text(name)?.toLowerCase() === 'webhook');
  if (!plugin) return can('webhooks', false, 'The Webhook plugin is not installed on the server.');
  const status = text(record(plugin)['Status']) ?? 'Active';
  return status.toLowerCase() === 'active'
    ? can('webhooks', true, 'The Webhook plugin is installed.')
    : can(
        'webhooks',
        false,
        `The Webhook plugin is installed, but its state is ${status}; restart the server.`,
      );
}

function registration(webhooks: Capability, isAdmin: boolean): Capability {
  if (webhooks.isAvailable === false) return can('webhook-registration', false, webhooks.note);
  return isAdmin
    ? can('webhook-registration', true, 'The webhook can be set up from here.')
    : can('webhook-registration', false, 'Needs an API key or the token of an administrator.');
}
