import { isIP } from 'node:net';
import { flag, integer, list, records, text, type Fields } from '../../reading.js';
import { childrenOf, readXml, type XmlElement } from './xml.js';

/** A Plex Media Server that an account reaches. */
export interface CloudServer {
  readonly name: string;
  /** The machine id. */
  readonly uuid: string;
  readonly version: string | null;
  readonly owned: boolean;
  readonly online: boolean;
  readonly httpsRequired: boolean;
  /** Good on this server only, for the person whose token asked. */
  readonly accessToken: string | null;
  readonly connections: readonly CloudConnection[];
}

export interface CloudConnection {
  readonly uri: string;
  readonly protocol: 'http' | 'https';
  readonly address: string;
  readonly port: number;
  /** Inside the server's own network. */
  readonly local: boolean;
  /** Through a machine of Plex: slow, and not always open. */
  readonly relay: boolean;
  readonly ipv6: boolean;
}

/** The servers among an account's devices (T8); null for an answer that is no list. */
export function readResources(body: unknown): readonly CloudServer[] | null {
  if (!Array.isArray(body)) return null;
  return records(list(body)).flatMap((device) => readServer(device, records(device['connections'])) ?? []);
}

/** The same from the older call (T3, XML only); null for an answer that is cut off or something else. */
export function readDevices(xml: string): readonly CloudServer[] | null {
  const root = readXml(xml);
  if (root?.name !== 'MediaContainer') return null;
  const device = (element: XmlElement) =>
    readServer(
      element.attributes,
      childrenOf(element, 'Connection').map(({ attributes }) => attributes),
    );
  return childrenOf(root, 'Device').flatMap((element) => device(element) ?? []);
}

function readServer(device: Fields, connections: readonly Fields[]): CloudServer | null {
  const [uuid, provides] = [text(device['clientIdentifier']), text(device['provides'])];
  // A machine may be server and player at once (plex.md quirk 28).
  if (uuid === null || !provides?.split(',').some((role) => role.trim() === 'server')) return null;
  return {
    uuid,
    name: text(device['name']) ?? 'Plex',
    version: text(device['productVersion']),
    owned: flag(device['owned']),
    online: flag(device['presence']),
    httpsRequired: flag(device['httpsRequired']),
    accessToken: text(device['accessToken']),
    connections: connections.flatMap((connection) => readConnection(connection) ?? []),
  };
}

function readConnection(connection: Fields): CloudConnection | null {
  const uri = text(connection['uri']);
  const address = text(connection['address']);
  const port = integer(connection['port']) ?? 0;
  const protocol = protocolOf(uri);
  if (uri === null || protocol === null || address === null || port < 1 || port > 65_535) return null;
  return {
    uri,
    protocol,
    address,
    port,
    local: flag(connection['local']),
    relay: flag(connection['relay']),
    ipv6: flag(connection['IPv6']) || isIP(address) === 6,
  };
}

function protocolOf(uri: string | null): CloudConnection['protocol'] | null {
  const protocol = uri === null ? undefined : URL.parse(uri)?.protocol;
  if (protocol === 'https:') return 'https';
  return protocol === 'http:' ? 'http' : null;
}

/**
 * The addresses to try, in the order of plex.md 2.3: a bare address of the machine comes before its plex.direct name,
 * which routers and containers often cannot resolve (quirk 1).
 */
export function connectionCandidates(server: CloudServer): readonly CloudConnection[] {
  const seen = new Set<string>();
  return server.connections
    .flatMap((connection) => [...bareAddresses(connection, server), connection])
    .filter(({ uri }) => !seen.has(uri) && seen.add(uri));
}

function bareAddresses(
  connection: CloudConnection,
  { httpsRequired }: CloudServer,
): readonly CloudConnection[] {
  const { address, port, relay } = connection;
  if (isIP(address) === 0 || relay) return [];
  const host = isIP(address) === 6 ? `[${address}]` : address;
  const protocols = httpsRequired ? (['https'] as const) : (['http', 'https'] as const);
  return protocols.map((protocol) => ({ ...connection, protocol, uri: `${protocol}://${host}:${port}` }));
}

/** Whether a name only resolves through Plex's own DNS. */
export const isPlexDirect = ({ uri }: CloudConnection): boolean =>
  URL.parse(uri)?.hostname.endsWith('.plex.direct') ?? false;
