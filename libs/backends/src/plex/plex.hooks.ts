import { BackendError } from '../backend-error.js';
import { isHookOf } from '../hook-address.js';
import type { Connection, ConnectOptions, HookOutcome } from '../media-server.js';
import { cloudFor } from './cloud/cloud-for.js';

/**
 * The webhooks of a Plex account: plex.tv calls them for every server of it. The list is taken as a whole and whatever is left
 * out is deleted (plex.md 5.9), so that nothing is written before everything was read.
 */
export async function registerPlexHook(
  to: Connection,
  url: string,
  options: ConnectOptions = {},
): Promise<HookOutcome> {
  const cloud = cloudFor(to, options) ?? noCloud();
  // The account token of the owner where it is known: plex.tv keeps webhooks for no other.
  const token = to.plex?.adminToken ?? to.token;
  const before = await cloud.hooks(token);
  if (before.includes(url)) return 'unchanged';
  const others = before.filter((one) => !isHookOf(one, url));
  await cloud.setHooks(token, [...others, url]);
  if (!(await cloud.hooks(token)).includes(url))
    throw new BackendError('forbidden', 'plex.tv took the webhook and does not show it.', {
      hint: 'Webhooks need Plex Pass.',
    });
  return others.length < before.length ? 'updated' : 'created';
}

function noCloud(): never {
  throw new BackendError(
    'unreachable',
    'plex.tv is not asked here, and only plex.tv keeps the webhooks of an account.',
    {
      hint: 'Set it by hand as described.',
    },
  );
}
