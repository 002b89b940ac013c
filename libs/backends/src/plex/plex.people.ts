import type { RemoteUser } from '../media-server.js';
import { flag, text, type Fields } from '../reading.js';

/** The owner's id on his own server; everybody else keeps the plex.tv id there (plex.md 2.4, quirk 20). */
export const LOCAL_OWNER = '1';

/** A person as plex.tv describes one. Managed users have neither user name nor address (quirk 23). */
export function readPerson(person: Fields): RemoteUser | null {
  const id = text(person['id']);
  if (id === null) return null;
  const names = ['friendlyName', 'username', 'title', 'email'].map((key) => text(person[key]));
  return { id, name: names.find((name) => name !== null) ?? id, admin: flag(person['admin']) };
}

/** A row of the server's own accounts; null for the nameless ones that stand for nobody. */
export function readLocalAccount(account: Fields): RemoteUser | null {
  const [id, name] = [text(account['id']), text(account['name'])];
  return id === null || name === null || id === '0' ? null : { id, name, admin: id === LOCAL_OWNER };
}

const USER = /<User\b([^>]*?)(?:\/>|>([\s\S]*?)<\/User>)/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;

/** The friends in plex.tv's XML who share the given server (plex.md T5). */
export function readFriends(xml: string, serverUuid: string): readonly RemoteUser[] {
  return [...xml.matchAll(USER)]
    .filter(([, , servers = '']) => servers.includes(`machineIdentifier="${serverUuid}"`))
    .map(([, attributes = '']) => readPerson({ ...attributesOf(attributes), admin: false }))
    .filter((friend) => friend !== null);
}

const attributesOf = (source: string): Fields =>
  Object.fromEntries(
    [...source.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, plain(value)]),
  );

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Attribute text without XML's escapes; what is no known escape stays as it is. */
function plain(value: string): string {
  return value.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (whole, ...[decimal, hex, name]: (string | undefined)[]) => {
      const code = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : null;
      if (code === null) return ENTITIES[name ?? ''] ?? whole;
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
