import type { StoredTitle } from './fake-store.js';
import { MOVIES, SHOWS } from './plex-sections.js';
import { avatarOf, type PlexPerson } from './plex-users.js';

export interface PlexSession {
  readonly key: string;
  /** The device that plays. */
  readonly client: string;
  readonly person: PlexPerson;
  readonly title: StoredTitle;
  readonly positionMs: number;
  readonly state: 'playing' | 'paused' | 'buffering';
}

/** An entry of `/status/sessions`: in most versions nearly every number is text here (plex.md 8.9, quirk 14). */
export function sessionJson(session: PlexSession, asText: boolean) {
  const { key, client, person, title, positionMs, state } = session;
  const said = (value: number) => (asText ? String(value) : value);
  // The owner is account 1 on his own server.
  const localId = said(person.role === 'owner' ? 1 : Number(person.id));
  return {
    addedAt: said(title.addedAt),
    duration: said(title.runtimeMs),
    ...(title.show && { grandparentRatingKey: title.show.id, grandparentTitle: title.show.title }),
    key: `/library/metadata/${title.id}`,
    librarySectionID: said(Number(title.type === 'movie' ? MOVIES.key : SHOWS.key)),
    ratingKey: title.id,
    sessionKey: key,
    title: title.episodeTitle ?? title.title,
    type: title.type,
    viewOffset: said(positionMs),
    User: { id: localId, thumb: avatarOf(person), title: person.name },
    Player: {
      machineIdentifier: client,
      product: 'Plex Web',
      state,
      title: 'Living room',
      local: true,
    },
    Session: { id: `session-${key}`, bandwidth: 5200, location: 'lan' },
  };
}
