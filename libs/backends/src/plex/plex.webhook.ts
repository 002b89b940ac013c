import { SAYS_NOTHING, type WebhookPhase, type WebhookReading, type WebhookSays } from '../media-server.js';
import { flag, integer, record, text, unixSeconds, type Fields } from '../reading.js';

/** Native events and those of the Tautulli template; ratings and admin news are not ours (plex.md 5.5). */
const PERSONAL: ReadonlySet<string> = new Set([
  'library.on.deck',
  'media.play',
  'media.resume',
  'media.pause',
  'media.stop',
  'media.scrobble',
  'tautulli.play',
  'tautulli.start',
  'tautulli.stop',
  'tautulli.pause',
  'tautulli.resume',
  'tautulli.watched',
]);
/** Nothing more comes of it; the words after the dot are the same for both senders. */
const FINAL: ReadonlySet<string> = new Set(['stop', 'scrobble', 'watched']);
const WATCHED: ReadonlySet<string> = new Set(['media.scrobble', 'tautulli.watched']);
const RATING = 'media.rate';
/** Sent once for all users of the server. */
const GENERIC: ReadonlySet<string> = new Set(['library.new', 'tautulli.created']);

/** Servers before August 2023 give their owner the local id 1 instead of the plex.tv id (plex.md 5.8). */
const LOCAL_OWNER = '1';

/** The webhook is a doorbell: it says who and which item; the state is read back from the server. */
export function readPlexWebhook(payload: unknown): WebhookReading {
  const fields = record(payload);
  const event = text(fields['event']);
  if (event === null) return { kind: 'ignored', because: 'not-a-plex-webhook', event };
  const because = reasonToIgnore(event, record(fields['Metadata']));
  if (because !== null) return { kind: 'ignored', because, event };

  // An empty id would match a half-configured backend (plex.md quirk 65).
  const serverUuid = text(record(fields['Server'])['uuid']);
  const remoteId = text(record(fields['Metadata'])['ratingKey']);
  if (serverUuid === null || remoteId === null) return { kind: 'ignored', because: 'incomplete', event };
  const about = { kind: 'item-changed', event, serverUuid, remoteId, ...meaningOf(event, fields) } as const;
  if (GENERIC.has(event)) return { ...about, user: null };

  const account = text(record(fields['Account'])['id']);
  if (account === null) return { kind: 'ignored', because: 'no-user', event };
  return { ...about, user: personOf(account, fields) };
}

interface Meaning {
  readonly phase: WebhookPhase;
  readonly says: WebhookSays;
}

/**
 * A scrobble means watched, whatever count it carries: servers send it with the one before or the one after. All other
 * events are tainted and say at most a position (plex.md 5.5, quirks 58 and 59).
 */
function meaningOf(event: string, fields: Fields): Meaning {
  const metadata = record(fields['Metadata']);
  const [, verb = ''] = event.split('.');
  const phase = FINAL.has(verb) ? 'final' : verb === 'pause' ? 'paused' : 'moving';
  if (GENERIC.has(event)) return { phase, says: SAYS_NOTHING };
  if (WATCHED.has(event)) {
    // Tautulli's date is of a day, for watched and unwatched alike (5.7).
    const playedAt = event === 'media.scrobble' ? unixSeconds(metadata['lastViewedAt']) : null;
    return { phase, says: { watched: true, positionMs: null, playedAt } };
  }
  return { phase, says: { ...SAYS_NOTHING, positionMs: positionIn(metadata) } };
}

const positionIn = (metadata: Fields): number | null => {
  const offset = integer(metadata['viewOffset']);
  return offset !== null && offset > 0 ? offset : null;
};

/** Of several episodes that came at once the server names the season or the show (plex.md 5.5). */
function reasonToIgnore(event: string, { type }: Fields): string | null {
  if (event === RATING) return 'only-a-rating';
  if (!PERSONAL.has(event) && !GENERIC.has(event)) return 'not-a-play-event';
  if (GENERIC.has(event) && (type === 'show' || type === 'season')) return null;
  return type === 'movie' || type === 'episode' ? null : 'not-a-movie-or-episode';
}

/** The local owner id names nobody we know, so that the bell rings for everybody on the server. */
function personOf(account: string, { owner, user }: Fields): string | null {
  return account === LOCAL_OWNER && flag(owner) && flag(user) ? null : account;
}
