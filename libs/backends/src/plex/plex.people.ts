import type { RemoteUser } from '../media-server.js';
import { text, type Fields } from '../reading.js';

/** The owner's id on his own server; everybody else keeps the plex.tv id there (plex.md 2.4, quirk 20). */
export const LOCAL_OWNER = '1';

/** A row of the server's own accounts; null for the nameless ones that stand for nobody. */
export function readLocalAccount(account: Fields): RemoteUser | null {
  const [id, name] = [text(account['id']), text(account['name'])];
  return id === null || name === null || id === '0' ? null : { id, name, admin: id === LOCAL_OWNER };
}
