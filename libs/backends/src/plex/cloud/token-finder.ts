import { BackendError } from '../../backend-error.js';
import { mergePeople, type CloudPerson } from './people.js';
import type { PlexCloud } from './plex-cloud.js';

/** Somebody's own token for one server. */
export interface FoundToken {
  readonly token: string;
  readonly person: CloudPerson;
}

export interface TokenWish {
  /** The person's id, uuid or, when nothing else is known, name. */
  readonly user: string;
  readonly pin: string | null;
}

/** Gets, with the owner's account token, the tokens of the other people on a server (plex.md 2.5). */
export class TokenFinder {
  /** One finder looks once, also for many people. */
  private listed: Promise<readonly CloudPerson[] | null> | null = null;

  constructor(
    private readonly cloud: PlexCloud,
    private readonly owner: {
      readonly token: string;
      readonly serverUuid: string;
      readonly isGuest?: boolean;
    },
  ) {}

  /** Home and friends; null when the token may not know them. */
  async people(): Promise<readonly CloudPerson[] | null> {
    const { token, serverUuid, isGuest } = this.owner;
    const home = await this.cloud.home(token);
    if (!home) return null;
    return isGuest ? home : mergePeople(home, await this.cloud.friends(token, serverUuid));
  }

  /** The person's own token; never anybody else's. Throws `BackendError`. */
  async of({ user, pin }: TokenWish): Promise<FoundToken> {
    const people = await (this.listed ??= this.people());
    if (!people) throw notTheOwner();
    const person =
      people.find(({ id, uuid }) => id === user || uuid === user) ?? people.find(({ name }) => name === user);
    if (!person) throw nobody();
    const token = await (person.kind === 'friend' ? this.ofFriend(person) : this.ofMember(person, pin));
    return { token, person };
  }

  private async ofFriend({ id }: CloudPerson): Promise<string> {
    const { token, serverUuid } = this.owner;
    const found = (await this.cloud.sharedTokens(token, serverUuid)).get(id);
    if (found === undefined) throw notGivenAway();
    return found;
  }

  private async ofMember({ uuid, admin }: CloudPerson, pin: string | null): Promise<string> {
    if (uuid === null) throw nobody();
    // The owner needs no switch to be himself.
    const account = admin ? this.owner.token : await this.cloud.switchTo(this.owner.token, { uuid, pin });
    const servers = await this.cloud.servers(account);
    const found = servers.find((server) => server.uuid === this.owner.serverUuid)?.accessToken;
    if (!found) throw notOnServer();
    return found;
  }
}

const notTheOwner = (): BackendError =>
  new BackendError('forbidden', "This token may not get other people's tokens.", {
    field: 'token',
    hint: "Use the account token of the server's owner, or let the person sign in to Plex.",
  });

const nobody = (): BackendError =>
  new BackendError('not-found', 'There is no such person in the home or among the friends.', {
    field: 'user',
    hint: 'Read the list of people again and choose from it.',
  });

const notGivenAway = (): BackendError =>
  new BackendError('forbidden', 'plex.tv does not give away the token of this friend.', {
    field: 'user',
    hint: 'Let the friend sign in to Plex on the form of the backend.',
  });

const notOnServer = (): BackendError =>
  new BackendError('not-found', 'This person does not reach the server.', {
    field: 'user',
    hint: 'Share the server with this person on Plex, or check the id of the server.',
  });
