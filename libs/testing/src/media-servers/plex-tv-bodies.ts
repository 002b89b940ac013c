import type { FakePlex } from './fake-plex.js';
import { avatarOf, type PlexPerson } from './plex-users.js';
import { plexXml } from './plex-xml.js';

const CREATED_AT = 1_600_000_000;
const flag = (value: boolean) => Number(value);
const isHome = ({ role }: PlexPerson) => role !== 'friend';
const isManaged = ({ role }: PlexPerson) => role === 'home';

/** Who a token belongs to (plex.md T11). */
export function accountJson(person: PlexPerson) {
  const { id, uuid, name } = person;
  return {
    id: Number(id),
    uuid,
    username: name,
    title: name,
    email: `${name}@example.test`,
    friendlyName: '',
    thumb: avatarOf(person),
    home: isHome(person),
    homeAdmin: person.role === 'owner',
    restricted: false,
    subscription: { active: person.role === 'owner' },
  };
}

/** A member of the home; a managed one has neither user name nor address (plex.md 8.11, quirk 23). */
export function homeUserJson(person: PlexPerson) {
  const { id, uuid, name, role, pin } = person;
  return {
    id: Number(id),
    uuid,
    title: name,
    username: isManaged(person) ? null : name,
    email: isManaged(person) ? null : `${name}@example.test`,
    friendlyName: null,
    thumb: avatarOf(person),
    hasPassword: role === 'owner',
    restricted: isManaged(person),
    updatedAt: 1_750_000_000,
    restrictionProfile: null,
    admin: role === 'owner',
    guest: false,
    protected: pin !== null,
    ...(pin !== null && { pin: 'xxxx' }),
  };
}

export function friendsXml(servers: readonly FakePlex[], friends: readonly PlexPerson[]): string {
  const users = friends.map((friend) => ({
    id: friend.id,
    title: friend.name,
    username: friend.name,
    email: `${friend.name}@example.test`,
    thumb: avatarOf(friend),
    protected: 0,
    home: 0,
    restricted: 0,
    Server: servers
      .filter(({ users: known }) => known.some(({ id }) => id === friend.id))
      .map(({ name, uuid }) => ({ machineIdentifier: uuid, name, owned: 1, pending: 0 })),
  }));
  return plexXml('MediaContainer', { friendlyName: 'myPlex', size: users.length, User: users });
}

export function sharedServersXml({ name, uuid, users }: FakePlex): string {
  const shares = users
    .filter(({ role }) => role === 'friend')
    .map((friend, index) => ({
      id: 700_001 + index,
      username: friend.name,
      userID: friend.id,
      accessToken: friend.token,
      name,
      owned: 0,
      allLibraries: 1,
    }));
  return plexXml('MediaContainer', { machineIdentifier: uuid, size: shares.length, SharedServer: shares });
}

interface Reachable {
  readonly server: FakePlex;
  readonly person: PlexPerson;
}

/** A server in the newer list, with this person's own token for it (plex.md T8). */
export function resourceJson({ server, person }: Reachable) {
  const { hostname, port } = new URL(server.url);
  return {
    name: server.name,
    product: 'Plex Media Server',
    productVersion: server.version,
    platform: 'Linux',
    clientIdentifier: server.uuid,
    createdAt: '2020-09-13T12:00:00Z',
    provides: 'server',
    ownerId: null,
    sourceTitle: null,
    accessToken: person.token,
    owned: person.role === 'owner',
    home: isHome(person),
    presence: true,
    connections: [
      {
        protocol: 'http',
        address: hostname,
        port: Number(port),
        uri: server.url,
        local: true,
        relay: false,
        IPv6: false,
      },
    ],
  };
}

/** A device that is no server and must be passed over. */
export const PLAYER_RESOURCE = {
  name: 'Living room',
  product: 'Plex for Android (TV)',
  clientIdentifier: 'player-77aa',
  provides: 'client,player,pubsub-player',
  accessToken: null,
  owned: true,
  presence: true,
  connections: [],
};

/** The older list, XML only (plex.md T3). */
export function devicesXml(reachable: readonly Reachable[]): string {
  const devices = reachable.map(({ server, person }) => {
    const { hostname, port } = new URL(server.url);
    return {
      name: server.name,
      product: 'Plex Media Server',
      productVersion: server.version,
      clientIdentifier: server.uuid,
      createdAt: CREATED_AT,
      provides: 'server',
      owned: flag(person.role === 'owner'),
      accessToken: person.token,
      presence: 1,
      Connection: [{ protocol: 'http', address: hostname, port, uri: server.url, local: 1 }],
    };
  });
  return plexXml('MediaContainer', { size: devices.length, Device: devices });
}
