import { flag, record, records, text, unixSeconds, type Fields } from '../../reading.js';
import { childrenOf, readXml, type XmlElement } from './xml.js';

/** A person as plex.tv knows one. */
export interface CloudPerson {
  /** The number that webhooks and sessions name, as text. */
  readonly id: string;
  /** 16 hex digits, for switches and sessions; null where plex.tv does not tell. */
  readonly uuid: string | null;
  readonly name: string;
  readonly kind: 'home' | 'friend';
  readonly admin: boolean;
  readonly guest: boolean;
  /** A managed user: made by the owner, without an account of its own. */
  readonly restricted: boolean;
  /** A switch to this person needs a PIN. */
  readonly protected: boolean;
  readonly updatedAt: number | null;
}

const UUID_IN_AVATAR = /\/users\/([\w-]+)\/avatar/;

/** The person's uuid, which older answers hold in the address of the avatar only (plex.md 2.4). */
export const uuidInAvatar = (thumb: unknown): string | null =>
  UUID_IN_AVATAR.exec(text(thumb) ?? '')?.[1] ?? null;

/** Whose account it is (T11); null for an answer that names nobody. */
export const readAccount = (body: unknown): CloudPerson | null => readPerson(record(body), 'home');

/** The members of the home (T4); null when the answer has no list of them. */
export function readHome(body: unknown): readonly CloudPerson[] | null {
  const { users } = record(body);
  if (!Array.isArray(users)) return null;
  return records(users).flatMap((user) => readPerson(user, 'home') ?? []);
}

/** The friends with whom the server is shared (T5, XML only); null for an answer that is cut off or something else. */
export function readFriends(xml: string, serverUuid: string): readonly CloudPerson[] | null {
  const root = containerIn(xml);
  if (!root) return null;
  return childrenOf(root, 'User')
    .filter((user) => shares(user, serverUuid))
    .flatMap(({ attributes }) => readPerson({ ...attributes, admin: false }, 'friend') ?? []);
}

const shares = (user: XmlElement, serverUuid: string): boolean =>
  childrenOf(user, 'Server').some(({ attributes }) => attributes['machineIdentifier'] === serverUuid);

/** The friends' tokens for one server, by the friends' ids (T6, XML only); null as above. */
export function readSharedTokens(xml: string): ReadonlyMap<string, string> | null {
  const root = containerIn(xml);
  if (!root) return null;
  const rows = childrenOf(root, 'SharedServer').flatMap(({ attributes }) => {
    const [user, token] = [text(attributes['userID']), text(attributes['accessToken'])];
    return user === null || token === null ? [] : [[user, token] as const];
  });
  return new Map(rows);
}

/** A home member may be listed among the friends as well, by another name (plex.md quirk 25): the home's word counts. */
export function mergePeople(
  home: readonly CloudPerson[],
  friends: readonly CloudPerson[],
): readonly CloudPerson[] {
  const seen = new Set<string>();
  return [...home, ...friends].filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Managed users have neither user name nor address, and some names are there but empty (plex.md quirk 23). */
function readPerson(person: Fields, kind: CloudPerson['kind']): CloudPerson | null {
  const id = text(person['id']);
  if (id === null) return null;
  const names = ['friendlyName', 'username', 'title', 'email'].map((key) => text(person[key]));
  return {
    id,
    uuid: text(person['uuid']) ?? uuidInAvatar(person['thumb']) ?? text(person['invited_user']),
    name: names.find((name) => name !== null) ?? id,
    kind,
    admin: flag(person['admin']),
    guest: kind === 'friend' ? !flag(person['home']) : flag(person['guest']),
    restricted: flag(person['restricted']),
    protected: flag(person['protected']),
    updatedAt: unixSeconds(person['updatedAt']),
  };
}

function containerIn(xml: string): XmlElement | null {
  const root = readXml(xml);
  return root?.name === 'MediaContainer' ? root : null;
}
