import { BackendError } from '../backend-error.js';
import type { ConnectOptions, QuickCode, SignedIn, SignInPlace } from '../media-server.js';
import { isAtLeast, MediaBrowserApi, signedInBy } from '../mediabrowser/index.js';
import { flag, record, text } from '../reading.js';
import { jellyfinDialect as dialect } from './jellyfin.dialect.js';

const REFUSED = [400, 401, 403, 404];

/** Begins a sign-in that the person confirms where they are signed in already; no password is involved (jellyfin-emby.md C31). */
export async function beginQuickConnect(place: SignInPlace, options?: ConnectOptions): Promise<QuickCode> {
  const { api, headers } = caller(place, options);
  const { version } = await api.server();
  const answer = await api.openly({
    operation: 'quick-connect',
    // 10.8 knows no other, and 12 knows it no more.
    method: isAtLeast(version, '10.9') ? 'POST' : 'GET',
    path: '/QuickConnect/Initiate',
    headers,
    accept: REFUSED,
  });
  if (answer.status >= 400) throw switchedOff();
  const fields = record(answer.json());
  const [code, secret] = [text(fields['Code']), text(fields['Secret'])];
  if (code === null || secret === null) throw unreadable();
  return { code, secret };
}

/** The token, once the person has confirmed; null until then. */
export async function finishQuickConnect(
  place: SignInPlace,
  secret: string,
  options?: ConnectOptions,
): Promise<SignedIn | null> {
  const { api, headers } = caller(place, options);
  const { uuid } = await api.server();
  const path = '/QuickConnect/Connect';
  const asked = await api.openly({
    operation: 'quick-connect',
    path,
    query: { secret },
    headers,
    accept: REFUSED,
  });
  if (asked.status === 401) throw switchedOff();
  if (asked.status >= 400) throw expired();
  if (!flag(record(asked.json())['Authenticated'])) return null;
  const answer = await api.openly({
    operation: 'sign-in',
    method: 'POST',
    path: '/Users/AuthenticateWithQuickConnect',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: { Secret: secret },
    accept: REFUSED,
  });
  if (answer.status >= 400) throw expired();
  return { ...signedInBy(dialect, answer), uuid };
}

function caller(place: SignInPlace, options?: ConnectOptions) {
  const to = { ...place, type: dialect.type, token: '', user: null };
  return { api: new MediaBrowserApi(dialect, to, options), headers: dialect.device(to) };
}

const switchedOff = (): BackendError =>
  new BackendError('forbidden', 'The Jellyfin server has Quick Connect switched off.', {
    field: 'url',
    hint: 'Switch it on in the dashboard of the server (General), or sign in by name and password.',
  });

const expired = (): BackendError =>
  new BackendError('not-found', 'The Jellyfin server does not know this code any more.', {
    field: 'token',
    hint: 'Codes are good for a few minutes and once; begin again.',
  });

const unreadable = (): BackendError =>
  new BackendError('bad-answer', 'The Jellyfin server gave no code.', { hint: 'Try again.' });
