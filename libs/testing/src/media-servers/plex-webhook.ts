import type { FakeUserData } from './fake-media-server.js';
import type { StoredSeason, StoredShow, StoredTitle } from './fake-store.js';
import type { PlexDialect } from './plex-dialect.js';
import { seasonJson, showJson, titleJson, type PlexView } from './plex-items.js';
import { MOVIES, SHOWS } from './plex-sections.js';
import { avatarOf, type PlexPerson } from './plex-users.js';

export interface PlexRing {
  /** `media.play`, `.pause`, `.resume`, `.stop`, `.scrobble`, `.rate` or `library.new`. */
  readonly event: string;
  readonly person: PlexPerson;
  readonly title: StoredTitle;
  /** What is told of instead where several episodes came to it at once. */
  readonly folder?: StoredShow | StoredSeason | undefined;
  readonly state: FakeUserData;
  readonly server: { readonly name: string; readonly uuid: string; readonly version: string };
  readonly dialect: PlexDialect;
}

const BOUNDARY = '------------------------------1a2b3c';

/**
 * The request of a native webhook: multipart, the payload typed as JSON but without a file name, and a thumbnail
 * (plex.md 5.2 and 8.10).
 */
export function plexWebhook(ring: PlexRing) {
  const parts = [
    'Content-Disposition: form-data; name="payload"\r\nContent-Type: application/json\r\n\r\n' +
      JSON.stringify(payloadOf(ring)),
    'Content-Disposition: form-data; name="thumb"; filename="thumb.jpg"\r\nContent-Type: image/jpeg\r\n\r\nJPEG',
  ];
  return {
    headers: {
      'User-Agent': `PlexMediaServer/${ring.server.version}`,
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
    },
    body: `${parts.map((part) => `--${BOUNDARY}\r\n${part}\r\n`).join('')}--${BOUNDARY}--\r\n`,
  };
}

const RATING = 9;

/** The play count of a view that was just made may still be the one from before it (plex.md quirk 59). */
function stateIn({ event, state, dialect }: PlexRing): FakeUserData {
  if (event !== 'media.scrobble' || !dialect.scrobbleTellsBefore) return state;
  const playCount = Math.max(0, state.playCount - 1);
  return { ...state, playCount, watched: playCount > 0 };
}

const folderJson = (folder: StoredShow | StoredSeason, view: PlexView) =>
  'seasons' in folder ? showJson(folder, view) : seasonJson(folder, view);

function payloadOf(ring: PlexRing) {
  const { event, person, title, folder, server, dialect } = ring;
  const state = stateIn(ring);
  const section = title.type === 'movie' ? MOVIES : SHOWS;
  const view: PlexView = { stateOf: () => state, agentGuidOf: () => undefined, includeGuids: true };
  const { Media: _files, ...metadata } = folder ? folderJson(folder, view) : titleJson(title, view);
  return {
    event,
    // The owner's hooks ring for everybody; `user` tells whether it was the owner who played.
    user: person.role === 'owner',
    owner: true,
    ...(event === 'media.rate' && { rating: `${RATING}.0` }),
    Account: {
      id: person.role === 'owner' && dialect.ownerIsOne ? 1 : Number(person.id),
      thumb: avatarOf(person),
      title: person.name,
    },
    Server: { title: server.name, uuid: server.uuid },
    // News of the library have no player.
    ...(!event.startsWith('library.') && {
      Player: { local: true, publicAddress: '198.51.100.7', title: 'Living room', uuid: 'player-77aa' },
    }),
    Metadata: {
      librarySectionType: section.type,
      ...(event === 'media.rate' && { userRating: RATING }),
      ...metadata,
      librarySectionTitle: section.title,
      librarySectionID: Number(section.key),
      librarySectionKey: `/library/sections/${section.key}`,
    },
  };
}
