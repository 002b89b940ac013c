import { BackendError } from '../backend-error.js';
import type { Answer } from '../http.js';
import type { ConnectOptions, Password, SignedIn, SignInPlace } from '../media-server.js';
import { record, text } from '../reading.js';
import type { Dialect } from './dialect.js';
import { MediaBrowserApi } from './mediabrowser.api.js';
import * as problems from './problems.js';
import { readUser } from './server-mapper.js';

/**
 * Turns a name and a password into a token of that user, once (jellyfin-emby.md C06). The server must have proved to be
 * the right one before the password leaves.
 */
export async function signIn(
  dialect: Dialect,
  place: SignInPlace,
  { username, password, ...options }: Password & ConnectOptions,
): Promise<SignedIn> {
  const to = { ...place, type: dialect.type, token: '', user: null };
  const api = new MediaBrowserApi(dialect, to, options);
  const server = await api.server();
  const answer = await api.openly({
    operation: 'sign-in',
    method: 'POST',
    path: '/Users/AuthenticateByName',
    headers: { ...dialect.device(to), 'Content-Type': 'application/json' },
    body: { Username: username, Pw: password },
    accept: [400, 401, 403],
  });
  if (answer.status >= 400) throw refusals[answer.status === 403 ? 'barred' : 'wrong'](dialect.label);
  return { ...signedInBy(dialect, answer), uuid: server.uuid };
}

/** Who signed in, however it was done. */
export function signedInBy(dialect: Dialect, answer: Answer): Omit<SignedIn, 'uuid'> {
  const fields = record(answer.json());
  const [token, user] = [text(fields['AccessToken']), readUser(fields['User'])];
  if (token === null || !user) throw problems.unexpected(dialect, 'an answer to the sign-in');
  return { token, user };
}

const refusals = {
  wrong: (label: string) =>
    new BackendError('token-rejected', `The ${label} server does not accept this name and password.`, {
      field: 'token',
      hint: 'Check both; the name is the one that is used to sign in on the server.',
    }),
  barred: (label: string) =>
    new BackendError('forbidden', `The ${label} server does not let this user in.`, {
      field: 'token',
      hint: 'The account is disabled, locked or has too many sessions; an administrator of the server can change that.',
    }),
};
