import type { FakePlex } from './fake-plex.js';
import { avatarOf, type PlexPerson } from './plex-users.js';
import { plexXml } from './plex-xml.js';

const CREATED_AT = 1_600_000_000;
const flag = (value: boolean) => Number(value);
const isHome = ({ role }: PlexPerson) => role !== 'friend';

/** Who a token belongs to (plex.md T11). */
export function accountJson(person: PlexPerson) {
  const { id, uuid, name } = person;
  return {
    id: Number(id),
    uuid,
    username: person.isManaged ? '' : name,
    title: name,
    email: person.isManaged ? '' : `${name}@example.test`,
    friendlyName: '',
    thumb: avatarOf(person),
    home: isHome(person),
    homeAdmin: person.role === 'owner',
    restricted: person.isManaged,
    subscription: { active: person.role === 'owner' },
  };
}

/** A member of the home; a managed one has neither user name nor address (plex.md 8.11, quirk 23). */
export function homeUserJson(person: PlexPerson) {
  const { id, uuid, name, role, pin, isManaged } = person;
  return {
    id: Number(id),
    uuid,
    title: name,
    username: isManaged ? null : name,
    email: isManaged ? null : `${name}@example.test`,
    friendlyName: null,
    thumb: avatarOf(person),
    hasPassword: role === 'owner',
    restricted: isManaged,
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
      accessToken: friend.serverToken,
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

interface Asked {
  readonly withHttps: boolean;
  readonly withRelay: boolean;
}

/** A server in the newer list, with this person's own token for it (plex.md T8). */
export function resourceJson({ server, person }: Reachable, asked: Asked) {
  return {
    name: server.name,
    product: 'Plex Media Server',
    productVersion: server.version,
    platform: 'Linux',
    platformVersion: '6.8.0',
    device: 'PC',
    clientIdentifier: server.uuid,
    createdAt: '2020-09-13T12:00:00Z',
    lastSeenAt: '2026-08-20T09:59:00Z',
    provides: 'server',
    ownerId: person.role === 'owner' ? null : 14_800_001,
    sourceTitle: null,
    publicAddress: PUBLIC_ADDRESS,
    accessToken: person.serverToken,
    owned: person.role === 'owner',
    home: isHome(person),
    synced: false,
    relay: true,
    presence: true,
    httpsRequired: false,
    publicAddressMatches: true,
    connections: connectionsOf(server, asked),
  };
}

const PUBLIC_ADDRESS = '198.51.100.7';
const RELAY_ADDRESS = '203.0.113.44';

/** With https every address is a name below plex.direct that leads to it. */
function connectionsOf({ url, uuid }: FakePlex, { withHttps, withRelay }: Asked) {
  const { hostname, port } = new URL(url);
  const places = [
    { address: hostname, port: Number(port), local: true, relay: false },
    { address: PUBLIC_ADDRESS, port: 32_400, local: false, relay: false },
    { address: RELAY_ADDRESS, port: 8443, local: false, relay: true },
  ];
  return places
    .filter(({ relay }) => withRelay || !relay)
    .map(({ address, ...rest }) => ({
      protocol: withHttps ? 'https' : 'http',
      address,
      port: rest.port,
      uri: withHttps
        ? `https://${address.replaceAll('.', '-')}.${uuid.slice(0, 32)}.plex.direct:${rest.port}`
        : `http://${address}:${rest.port}`,
      local: rest.local,
      relay: rest.relay,
      IPv6: false,
    }));
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
export function devicesXml(reachable: readonly Reachable[], asked: Asked): string {
  const devices = reachable.map(({ server, person }) => {
    return {
      name: server.name,
      product: 'Plex Media Server',
      productVersion: server.version,
      clientIdentifier: server.uuid,
      createdAt: CREATED_AT,
      provides: 'server',
      owned: flag(person.role === 'owner'),
      accessToken: person.serverToken,
      presence: 1,
      Connection: connectionsOf(server, asked).map(({ IPv6: _, relay: _relay, ...connection }) => connection),
    };
  });
  return plexXml('MediaContainer', { size: devices.length, Device: devices });
}
