import { BackendError } from '../backend-error.js';
import type { ConnectOptions, Password, SignedIn, SignInPlace } from '../media-server.js';
import { record, records, text } from '../reading.js';
import type { Dialect } from './dialect.js';
import { MediaBrowserApi } from './mediabrowser.api.js';
import { MediaBrowserClient } from './mediabrowser.client.js';
import { signIn } from './sign-in.js';

const APP = 'WatchState';

/**
 * An API key by the name and password of an administrator (jellyfin-emby.md C32), who is signed out again. A key of ours that is
 * there already is used, so that they do not pile up.
 */
export async function apiKey(
  dialect: Dialect,
  place: SignInPlace,
  { username, password, ...options }: Password & ConnectOptions,
): Promise<SignedIn> {
  const admin = await signIn(dialect, place, { ...options, username, password });
  const to = { ...place, type: dialect.type, token: admin.token, user: admin.user.id, uuid: admin.uuid };
  const api = new MediaBrowserApi(dialect, to, options);
  try {
    return { ...admin, token: (await keyIn(api)) ?? (await madeIn(api)) };
  } finally {
    // The key is what counts; a session that stays open is only untidy.
    await new MediaBrowserClient(dialect, to, options).signOut().catch(() => undefined);
  }
}

async function madeIn(api: MediaBrowserApi): Promise<string> {
  await api.request({ operation: 'make-key', method: 'POST', path: '/Auth/Keys', query: { App: APP } });
  const key = await keyIn(api);
  if (key !== null) return key;
  throw new BackendError('bad-answer', 'The server made an API key and does not show it.', {
    hint: 'Make one in the dashboard of the server and enter it here.',
  });
}

/** Throws `forbidden` to anybody but an administrator. */
async function keyIn(api: MediaBrowserApi): Promise<string | null> {
  const answer = await api.request({ operation: 'keys', path: '/Auth/Keys', accept: [403] });
  if (answer.status === 403)
    throw new BackendError('forbidden', 'Only an administrator of the server can make an API key.', {
      field: 'token',
      hint: 'Sign in as an administrator, or go without a key: a token of your own is enough.',
    });
  const own = records(record(answer.json())['Items']).find((key) => text(key['AppName']) === APP);
  return own ? text(own['AccessToken']) : null;
}
