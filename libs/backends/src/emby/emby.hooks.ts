import { BackendError } from '../backend-error.js';
import { isHookOf } from '../hook-address.js';
import type { Connection, ConnectOptions, HookOutcome } from '../media-server.js';
import { MediaBrowserApi } from '../mediabrowser/index.js';
import { list, record, records, type Fields } from '../reading.js';
import { embyDialect } from './emby.dialect.js';

const PATH = '/Notifications/Services/Configured';
const TEST = '/Notifications/Services/Test';
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
  const query = await queryOf(api);
  const read = (): Promise<readonly Fields[]> => readHooks(api);
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

/** Sends the test event to our entry (jellyfin-emby.md C24); whether it arrives is seen where it should. */
export async function testEmbyHook(to: Connection, url: string, options: ConnectOptions = {}): Promise<void> {
  const api = new MediaBrowserApi(embyDialect, to, options);
  const hook = (await readHooks(api)).find((one) => addressOf(one) === url);
  if (!hook)
    throw new BackendError('not-found', 'The server has no webhook with this address.', {
      hint: 'Register it first.',
    });
  await api.request({ operation: 'test-notification', method: 'POST', path: TEST, body: hook });
}

const readHooks = async (api: MediaBrowserApi): Promise<readonly Fields[]> =>
  records((await api.read({ operation: 'notifications', path: PATH, query: await queryOf(api) })).body);

/** Without a user the server fails (quirk 45). */
const queryOf = async (api: MediaBrowserApi) => ({ UserId: (await api.account()).user });

const isComplete = (hook: Fields, url: string): boolean =>
  addressOf(hook) === url &&
  hook['Enabled'] !== false &&
  EVENTS.every((event) => list(hook['EventIds']).includes(event));
