import { createHash } from 'node:crypto';
import type { FakeUser } from './fake-media-server.js';

/** A Plex person as tests name one; what is left out gets a stable default. */
export interface PlexUser extends FakeUser {
  /** plex.tv uuid, 16 hex. */
  readonly uuid?: string;
  /** Default: the admin is the owner, all others are members of the home. */
  readonly role?: 'owner' | 'home' | 'friend';
  /** A protected home user needs it for a switch. */
  readonly pin?: string;
  /** Made by the owner without an account of its own; members of the home are, unless told otherwise. */
  readonly isManaged?: boolean;
  /** Good on the servers only: what `resources` and `shared_servers` give away. */
  readonly serverToken?: string;
}

export interface PlexPerson extends FakeUser {
  readonly uuid: string;
  readonly role: 'owner' | 'home' | 'friend';
  readonly pin: string | null;
  readonly isManaged: boolean;
  readonly serverToken: string;
}

export const DEFAULT_PLEX_USERS: readonly PlexUser[] = [
  { id: '14800001', name: 'alex', token: 'plex-token-alex', admin: true },
  { id: '14800002', name: 'sam', token: 'plex-token-sam' },
];

export function plexPerson(user: PlexUser): PlexPerson {
  const role = user.role ?? (user.admin ? 'owner' : 'home');
  return {
    ...user,
    serverToken: user.serverToken ?? `at-server-${user.token}`,
    isManaged: user.isManaged ?? role === 'home',
    role,
    uuid: user.uuid ?? createHash('md5').update(`plex user ${user.id}`).digest('hex').slice(0, 16),
    pin: user.pin ?? null,
  };
}

export const avatarOf = ({ uuid }: PlexPerson) => `https://plex.tv/users/${uuid}/avatar?c=1750000000`;
