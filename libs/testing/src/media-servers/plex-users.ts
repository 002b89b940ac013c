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
}

export interface PlexPerson extends FakeUser {
  readonly uuid: string;
  readonly role: 'owner' | 'home' | 'friend';
  readonly pin: string | null;
}

export const DEFAULT_PLEX_USERS: readonly PlexUser[] = [
  { id: '14800001', name: 'alex', token: 'plex-token-alex', admin: true },
  { id: '14800002', name: 'sam', token: 'plex-token-sam' },
];

export function plexPerson(user: PlexUser): PlexPerson {
  return {
    ...user,
    uuid: user.uuid ?? createHash('md5').update(`plex user ${user.id}`).digest('hex').slice(0, 16),
    role: user.role ?? (user.admin ? 'owner' : 'home'),
    pin: user.pin ?? null,
  };
}

export const avatarOf = ({ uuid }: PlexPerson) => `https://plex.tv/users/${uuid}/avatar?c=1750000000`;
