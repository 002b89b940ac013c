import type { WebhookReading } from '../media-server.js';
import { canonicalId } from '../mediabrowser/index.js';
import { record, text, type Fields } from '../reading.js';

const ITEM_TYPES: ReadonlySet<string> = new Set(['Movie', 'Episode']);
const PERSONAL: ReadonlySet<string> = new Set(['UserDataSaved', 'PlaybackStart', 'PlaybackStop']);
/** Sent once for all users of the server. */
const GENERIC = 'ItemAdded';

/** Reads what Jellyfin's Webhook plugin posts with "send all properties" (jellyfin-emby.md 5.3 to 5.5). */
export function readJellyfinWebhook(payload: unknown): WebhookReading {
  const fields = record(payload);
  const notification = text(fields['NotificationType']);
  if (notification === null) return { kind: 'ignored', because: 'not-a-jellyfin-webhook', event: null };
  const event = eventOf(notification, fields);
  const because = reasonToIgnore(notification, fields);
  if (because !== null) return { kind: 'ignored', because, event };

  const [server, item] = [text(fields['ServerId']), text(fields['ItemId'])];
  if (server === null || item === null) return { kind: 'ignored', because: 'incomplete', event };
  const about = { event, serverUuid: canonicalId(server), remoteId: canonicalId(item) };
  if (notification === GENERIC) return { kind: 'item-changed', ...about, user: null };
  const user = text(fields['UserId']);
  if (user === null) return { kind: 'ignored', because: 'no-user', event };
  return { kind: 'item-changed', ...about, user: canonicalId(user) };
}

function reasonToIgnore(notification: string, fields: Fields): string | null {
  if (notification !== GENERIC && !PERSONAL.has(notification)) return 'not-a-play-event';
  if (fields['SaveReason'] === 'UpdateUserRating') return 'only-a-rating';
  return ITEM_TYPES.has(text(fields['ItemType']) ?? '') ? null : 'not-a-movie-or-episode';
}

/** The save that a starting player causes is a start, too: it explains why "played" is gone (5.4). */
const eventOf = (notification: string, fields: Fields): string =>
  fields['SaveReason'] === 'PlaybackStart' ? 'PlaybackStart' : notification;
