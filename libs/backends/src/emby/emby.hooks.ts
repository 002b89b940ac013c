import { BackendError } from '../backend-error.js';
import { isHookOf } from '../hook-address.js';
import type { Connection, ConnectOptions, HookOutcome } from '../media-server.js';
import { MediaBrowserApi } from '../mediabrowser/index.js';
import { list, record, records, type Fields } from '../reading.js';
import { embyDialect } from './emby.dialect.js';

const PATH = '/Notifications/Services/Configured';
const EVENTS = [
  'library.new',
  'playback.start',
  'playback.pause',
  'playback.unpause',
  'playback.stop',
  'item.markplayed',
  'item.markunplayed',
];

/** Names the kind of notification (jellyfin-emby.md 8.14). */
const KIND = {
  NotifierKey: 'webhooknotifications',
  SetupModuleUrl: 'configurationpage?name=webhookeditorjs',
  ServiceName: 'Webhooks',
  PluginId: '85a7b1d4-fbda-4e85-a0a2-ac303c9946a4',
  FriendlyName: 'WatchState',
  UserIds: [],
  DeviceIds: [],
  LibraryIds: [],
  IsSelfNotification: false,
  GroupItems: false,
};

const addressOf = (hook: Fields): unknown => record(hook['Options'])['Url'];

/** Creates the notification, or updates the one that is ours. */
export async function registerEmbyHook(
  to: Connection,
  url: string,
  options: ConnectOptions = {},
): Promise<HookOutcome> {
  const api = new MediaBrowserApi(embyDialect, to, options);
  const { user } = await api.account();
  // Without a user the server fails (quirk 45).
  const query = { UserId: user };
  const read = async (): Promise<readonly Fields[]> =>
    records((await api.read({ operation: 'notifications', path: PATH, query })).body);
  const known = (await read()).find((hook) => isHookOf(addressOf(hook), url));
  if (known && isComplete(known, url)) return 'unchanged';
  await api.request({
    operation: 'save-notification',
    method: 'POST',
    path: PATH,
    ...(!known && { query }),
    body: {
      ...KIND,
      ...known,
      Enabled: true,
      EventIds: [...new Set([...list(known?.['EventIds']), ...EVENTS])],
      Options: { ...record(known?.['Options']), Url: url, EnableMultipartFormData: 'false' },
    },
  });
  if (!(await read()).some((hook) => isComplete(hook, url)))
    throw new BackendError('bad-answer', 'The server took the webhook and does not show it.', {
      hint: 'Set it by hand as described; webhooks of Emby need Premiere.',
    });
  return known ? 'updated' : 'created';
}

const isComplete = (hook: Fields, url: string): boolean =>
  addressOf(hook) === url &&
  hook['Enabled'] !== false &&
  EVENTS.every((event) => list(hook['EventIds']).includes(event));
