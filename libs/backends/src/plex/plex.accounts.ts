import { BackendError } from '../backend-error.js';
import type { RemoteUser } from '../media-server.js';
import type { Fields } from '../reading.js';
import type { PlexApi } from './plex.api.js';
import { LOCAL_OWNER, readLocalAccount } from './plex.people.js';
import type { PlexTv } from './plex.tv.js';

/**
 * Whose token it is, and who else is there. plex.tv knows the owner of every account token; a server knows only
 * whether a token is its own owner's. What neither can prove is refused: a wrong token would silently read and
 * write another person's history (plex.md quirks 21 and 22), so there is no fallback.
 */
export class PlexAccounts {
  constructor(
    private readonly api: PlexApi,
    private readonly tv: PlexTv | null,
  ) {}

  /** The owner of the token. Throws `wrong-user` when that is not, or not provably, the configured person. */
  async owner(): Promise<RemoteUser> {
    const { user } = this.api.to;
    const local = await this.localAccounts();
    const account = await this.tokenAccount(local !== null);
    if (account) return theOne({ ...account, admin: local !== null }, user);
    if (local) return serverOwner(local, user);
    throw unproven();
  }

  /** Everybody who uses the server; for a limited token its own person only. */
  async list(): Promise<readonly RemoteUser[]> {
    const { uuid } = await this.api.server();
    const home = (await this.tv?.home()) ?? null;
    if (home && this.tv) return withoutDoubles([...home, ...(await this.tv.friendsOn(uuid))]);
    const local = await this.localAccounts();
    if (local) return local;
    const account = await this.tv?.account();
    if (account) return [account];
    throw mayNotList();
  }

  private async localAccounts(): Promise<readonly RemoteUser[] | null> {
    const rows: readonly Fields[] | null = await this.api.accounts();
    return rows && rows.map(readLocalAccount).filter((account) => account !== null);
  }

  /** The server's word is enough for its owner, so that an outage of plex.tv does not stop him. */
  private async tokenAccount(isServerOwner: boolean): Promise<RemoteUser | null> {
    try {
      return (await this.tv?.account()) ?? null;
    } catch (error) {
      if (isServerOwner && error instanceof BackendError) return null;
      throw error;
    }
  }
}

function theOne(account: RemoteUser, wanted: string | null): RemoteUser {
  const isMeant = wanted === null || wanted === account.id || (account.admin && wanted === LOCAL_OWNER);
  if (!isMeant) throw foreignToken();
  return account;
}

/** The server names its owner by a local id, but everybody else by the id of plex.tv: one of those he is not. */
function serverOwner(local: readonly RemoteUser[], wanted: string | null): RemoteUser {
  const name = local.find(({ admin }) => admin)?.name ?? 'owner';
  if (local.some(({ id, admin }) => !admin && id === wanted)) throw foreignToken();
  return { id: wanted ?? LOCAL_OWNER, name, admin: true };
}

function withoutDoubles(people: readonly RemoteUser[]): readonly RemoteUser[] {
  const first = new Map<string, RemoteUser>();
  for (const person of people) if (!first.has(person.id)) first.set(person.id, person);
  return [...first.values()];
}

const foreignToken = (): BackendError =>
  new BackendError('wrong-user', 'The token belongs to another person than the one this backend is for.', {
    field: 'user',
    hint: 'Sign in to Plex as that person and use the token of that account, or choose the person the token belongs to.',
  });

const unproven = (): BackendError =>
  new BackendError('wrong-user', 'Nobody can tell whose token this is: it is good on this server only.', {
    field: 'token',
    hint: 'Use the account token of the person: sign in to Plex as that person and take the token from there.',
  });

const mayNotList = (): BackendError =>
  new BackendError('forbidden', 'This token may not see who else uses the plex server.', {
    field: 'token',
    hint: "Use the token of the server's owner, or enter the id of the person by hand.",
  });
