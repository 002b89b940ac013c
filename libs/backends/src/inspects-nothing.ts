import { unsupported } from './backend-error.js';
import type { MediaServerInspector } from './inspection.js';

/** For a type of server that shows nothing yet: every question is refused, none is answered with an empty list. */
export function inspectsNothing(label: string): MediaServerInspector {
  const no = (what: string) => () => Promise.reject(unsupported(label, what));
  return {
    details: no('server details'),
    capabilities: no('capabilities'),
    users: no('users in detail'),
    nowPlaying: no('sessions'),
    search: no('search'),
    lookUp: no('search by id'),
    titles: no('titles of a library'),
    ids: no('ids of a library'),
    image: no('images'),
  };
}
