import type { RemoteUser, Validated } from '../media-server.js';
import { sameId } from './ids.js';
import type { MediaBrowserApi } from './mediabrowser.api.js';
import * as problems from './problems.js';
import { readServerInfo, readUser, rowsOf } from './server-mapper.js';

/** Address, type and version first, then the token, then whom it may act for (jellyfin-emby.md 2.3). */
export async function checkAccount(api: MediaBrowserApi): Promise<Validated> {
  const server = await api.server();
  const known = readServerInfo((await api.request({ operation: 'server', path: '/System/Info' })).json());
  if (!known) throw problems.unexpected(api.dialect, 'a description of itself');
  if (!sameId(known.uuid, server.uuid)) throw problems.anotherServer(api.dialect);
  const owner = await api.owner();
  return { server, user: owner ? itself(api, owner) : await chosen(api) };
}

/** A user's token acts for that user only. */
function itself({ dialect, to }: MediaBrowserApi, owner: RemoteUser): RemoteUser {
  if (to.user !== null && !sameId(owner.id, to.user)) throw problems.foreignToken(dialect);
  return owner;
}

/** A key acts for any user, so one must be chosen; being shown a user is not yet the right to act for them. */
async function chosen(api: MediaBrowserApi): Promise<RemoteUser> {
  const { user: id } = await api.account();
  const user = await api.user(id);
  if (!user || !sameId(user.id, id)) throw problems.unknownUser(api.dialect);
  if (!(await api.mayRead())) throw problems.foreignToken(api.dialect);
  return user;
}

/** All users; a token that may not list them shows its own user. */
export async function listUsers(api: MediaBrowserApi): Promise<readonly RemoteUser[]> {
  return (await listUserRows(api)).map(readUser).filter((user) => user !== null);
}

export async function listUserRows(api: MediaBrowserApi): Promise<readonly unknown[]> {
  for (const path of api.dialect.userLists) {
    const answer = await api.request({ operation: 'users', path, accept: [403, 404] });
    if (answer.status === 403) return [await ownRow(api)];
    const rows = answer.status === 404 ? null : rowsOf(answer.json());
    if (rows) return rows;
  }
  throw problems.unexpected(api.dialect, 'a list of users');
}

async function ownRow(api: MediaBrowserApi): Promise<unknown> {
  const row = await api.ownerRow();
  if (row === null) throw problems.unknownUser(api.dialect);
  return row;
}
