import { createHash, timingSafeEqual } from 'node:crypto';
import { BackendError } from '../backend-error.js';
import type { RemoteUser } from '../media-server.js';
import type { CloudPerson } from './cloud/people.js';
import type { PlexCloud } from './cloud/plex-cloud.js';
import { TokenFinder } from './cloud/token-finder.js';
import type { PlexApi } from './plex.api.js';
import { LOCAL_OWNER, readLocalAccount } from './plex.people.js';

/**
 * Whose token it is, and who else is there. plex.tv knows the owner of every account token; the owner of a server can
 * prove whose that server's own tokens are; a server knows only whether a token is its owner's. What none of them can
 * prove is refused: a wrong token would silently read and write another person's history (plex.md quirks 21 and 22),
 * so there is no fallback.
 */
export class PlexAccounts {
  constructor(
    private readonly api: PlexApi,
    private readonly cloud: PlexCloud | null,
  ) {}

  /** The owner of the token. Throws `wrong-user` when that is not, or not provably, the configured person. */
  async owner(): Promise<RemoteUser> {
    const { user } = this.api.to;
    const local = await this.localAccounts();
    const account = await this.tokenAccount(local !== null);
    if (account) return theOne({ ...account, admin: local !== null }, user);
    if (local) return serverOwner(local, user);
    return this.provenByOwner();
  }

  /** Everybody who uses the server; for a limited token its own person only. */
  async list(): Promise<readonly (CloudPerson | RemoteUser)[]> {
    const people = await this.finder((await this.api.server()).uuid)?.people();
    if (people) return people;
    const local = await this.localAccounts();
    if (local) return local;
    const account = await this.cloud?.account(this.api.to.token);
    if (account) return [{ ...account, admin: false }];
    throw mayNotList();
  }

  /** Whether the token may see who else uses the server. */
  async mayList(): Promise<boolean> {
    const finder = this.finder((await this.api.server()).uuid);
    const people = (await finder?.people()) ?? null;
    return people !== null || (await this.localAccounts()) !== null;
  }

  /** A server's own token is its person's when the owner gets the very same one for that person. */
  private async provenByOwner(): Promise<RemoteUser> {
    const { user, token, plex } = this.api.to;
    const finder = plex?.adminToken === undefined ? null : this.finder((await this.api.server()).uuid);
    if (!finder || user === null) throw unproven();
    const found = await finder.of({ user, pin: plex?.userPin ?? null });
    if (!isSame(found.token, token)) throw foreignToken();
    const { id, name } = found.person;
    return { id, name, admin: false };
  }

  private finder(serverUuid: string): TokenFinder | null {
    const { token, plex } = this.api.to;
    if (!this.cloud) return null;
    const owner = { token: plex?.adminToken ?? token, serverUuid, isGuest: plex?.isGuest ?? false };
    return new TokenFinder(this.cloud, owner);
  }

  private async localAccounts(): Promise<readonly RemoteUser[] | null> {
    const rows = await this.api.accounts();
    return rows && rows.map(readLocalAccount).filter((account) => account !== null);
  }

  /** The server's word is enough for its owner, so that an outage of plex.tv does not stop him. */
  private async tokenAccount(isServerOwner: boolean): Promise<RemoteUser | null> {
    try {
      const account = await this.cloud?.account(this.api.to.token);
      return account ? { id: account.id, name: account.name, admin: false } : null;
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

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const foreignToken = (): BackendError =>
  new BackendError('wrong-user', 'The token belongs to another person than the one this backend is for.', {
    field: 'user',
    hint: 'Sign in to Plex as that person and use the token of that account, or choose the person the token belongs to.',
  });

const unproven = (): BackendError =>
  new BackendError('wrong-user', 'Nobody can tell whose token this is: it is good on this server only.', {
    field: 'token',
    hint: "Use the account token of the person, or give the owner's account token as well, which proves it.",
  });

const mayNotList = (): BackendError =>
  new BackendError('forbidden', 'This token may not see who else uses the plex server.', {
    field: 'token',
    hint: "Use the token of the server's owner, or enter the id of the person by hand.",
  });
