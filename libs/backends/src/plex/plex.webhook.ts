import type { WebhookReading } from '../media-server.js';
import { flag, record, text, type Fields } from '../reading.js';

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
  if (GENERIC.has(event)) return { kind: 'item-changed', event, serverUuid, user: null, remoteId };

  const account = text(record(fields['Account'])['id']);
  if (account === null) return { kind: 'ignored', because: 'no-user', event };
  return { kind: 'item-changed', event, serverUuid, user: personOf(account, fields), remoteId };
}

function reasonToIgnore(event: string, { type }: Fields): string | null {
  if (!PERSONAL.has(event) && !GENERIC.has(event)) return 'not-a-play-event';
  return type === 'movie' || type === 'episode' ? null : 'not-a-movie-or-episode';
}

/** The local owner id names nobody we know, so that the bell rings for everybody on the server. */
function personOf(account: string, { owner, user }: Fields): string | null {
  return account === LOCAL_OWNER && flag(owner) && flag(user) ? null : account;
}
