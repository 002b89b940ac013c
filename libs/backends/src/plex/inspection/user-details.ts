import type { RemoteUser, RemoteUserDetails } from '../../media-server.js';
import type { CloudPerson } from '../cloud/people.js';

/** A person with everything that is known: plex.tv knows more than the server itself does. */
export function toUserDetails(person: CloudPerson | RemoteUser): RemoteUserDetails {
  const { id, name, admin } = person;
  const known: Partial<CloudPerson> = 'kind' in person ? person : {};
  return {
    id,
    name,
    admin,
    uuid: known.uuid ?? null,
    hidden: false,
    disabled: false,
    protected: known.protected ?? false,
    guest: known.guest ?? false,
    restricted: known.restricted ?? false,
    updatedAt: known.updatedAt ?? null,
  };
}
