import { BackendError } from '../backend-error.js';
import { isHookOf } from '../hook-address.js';
import type { Connection, ConnectOptions, HookOutcome } from '../media-server.js';
import { MediaBrowserApi } from '../mediabrowser/index.js';
import { list, record, records, text, type Fields } from '../reading.js';
import { jellyfinDialect } from './jellyfin.dialect.js';

/** All users, so that those who come later are told of, too (jellyfin-emby.md 5.7). Progress is asked for because of its pauses. */
const WANTED = {
  Headers: [{ Key: 'Content-Type', Value: 'application/json' }],
  Fields: [],
  NotificationTypes: ['ItemAdded', 'PlaybackStart', 'PlaybackProgress', 'PlaybackStop', 'UserDataSaved'],
  WebhookName: 'WatchState',
  EnableMovies: true,
  EnableEpisodes: true,
  EnableSeries: false,
  EnableSeasons: false,
  EnableAlbums: false,
  EnableSongs: false,
  EnableVideos: false,
  SendAllProperties: true,
  TrimWhitespace: true,
  SkipEmptyMessageBody: true,
  EnableWebhook: true,
  Template: '',
  UserFilter: [],
};

/** Sets the destination in the configuration of the Webhook plugin; everything else in it stays as it is. */
export async function registerJellyfinHook(
  to: Connection,
  url: string,
  options: ConnectOptions = {},
): Promise<HookOutcome> {
  const api = new MediaBrowserApi(jellyfinDialect, to, options);
  const path = `/Plugins/${await pluginId(api)}/Configuration`;
  const read = async (): Promise<Fields> =>
    record((await api.read({ operation: 'plugin-settings', path })).body);
  const before = await read();
  // The whole is written back, so what cannot be read must not be replaced.
  if (!Array.isArray(before['GenericOptions'])) throw unreadable();
  const destinations = list(before['GenericOptions']);
  const known = records(destinations).find((entry) => isHookOf(entry['WebhookUri'], url));
  const wanted = { ...known, ...WANTED, WebhookUri: url };
  if (known && JSON.stringify({ ...known }) === JSON.stringify(wanted)) return 'unchanged';
  const GenericOptions = [...destinations.filter((entry) => entry !== known), wanted];
  await api.request({
    operation: 'save-plugin-settings',
    method: 'POST',
    path,
    body: { ...before, GenericOptions },
    repeatable: true,
  });
  const after = records((await read())['GenericOptions']).filter((entry) => entry['WebhookUri'] === url);
  if (after.length !== 1) throw notTaken();
  return known ? 'updated' : 'created';
}

async function pluginId(api: MediaBrowserApi): Promise<string> {
  const { body } = await api.read({ operation: 'plugins', path: '/Plugins' });
  const plugin = records(body).find((one) => text(one['Name'])?.toLowerCase() === 'webhook');
  const id = text(plugin?.['Id']);
  if (id === null)
    throw new BackendError('not-found', 'The plugin Webhook is not installed there.', {
      hint: 'Install it from the catalogue of plugins, restart the server, then try again.',
    });
  return id;
}

const unreadable = (): BackendError =>
  new BackendError(
    'bad-answer',
    'The settings of the plugin Webhook cannot be read, so they are left alone.',
    {
      hint: 'Open them once in the dashboard of the server and save them, or set it by hand as described.',
    },
  );

const notTaken = (): BackendError =>
  new BackendError('bad-answer', 'The server took the webhook and does not show it.', {
    hint: 'Set it by hand as described.',
  });
