import { SAYS_NOTHING, type WebhookPhase, type WebhookReading, type WebhookSays } from '../media-server.js';
import { canonicalId, positionOf } from '../mediabrowser/index.js';
import { flag, isoSeconds, record, text, type Fields } from '../reading.js';

const ITEM_TYPES: ReadonlySet<string> = new Set(['Movie', 'Episode']);
/** Where a person ticked these item types: what was added below is meant, too. */
const FOLDER_TYPES: ReadonlySet<string> = new Set(['Series', 'Season']);
const PERSONAL: ReadonlySet<string> = new Set([
  'UserDataSaved',
  'PlaybackStart',
  'PlaybackProgress',
  'PlaybackStop',
]);
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
  const about = {
    event,
    serverUuid: canonicalId(server),
    remoteId: canonicalId(item),
    ...meaningOf(notification, fields),
  };
  if (notification === GENERIC) return { kind: 'item-changed', ...about, user: null };
  const user = text(fields['UserId']);
  if (user === null) return { kind: 'ignored', because: 'no-user', event };
  return { kind: 'item-changed', ...about, user: canonicalId(user) };
}

interface Meaning {
  readonly phase: WebhookPhase;
  readonly says: WebhookSays;
}

/** Saves while a player runs; every other save is the last word for now (5.4). */
const WHILE_PLAYING: ReadonlySet<unknown> = new Set(['PlaybackStart', 'PlaybackProgress']);

/**
 * What a player saves says nothing of "watched" but at the end: versions up to 10.11 clear it when a watched item is
 * started again (5.4).
 */
function meaningOf(notification: string, fields: Fields): Meaning {
  if (notification === GENERIC) return { phase: 'moving', says: SAYS_NOTHING };
  const positionMs = positionOf(fields['PlaybackPositionTicks']);
  const position = { ...SAYS_NOTHING, positionMs };
  // The one event that tells a pause apart from a film that runs on.
  if (notification === 'PlaybackProgress') return { phase: 'paused', says: position };
  if (notification === 'PlaybackStart' || WHILE_PLAYING.has(fields['SaveReason']))
    return { phase: 'moving', says: position };
  const playedAt = isoSeconds(fields['LastPlayedDate']) ?? isoSeconds(fields['UtcTimestamp']);
  const watched = { watched: true, positionMs: null, playedAt };
  if (notification === 'PlaybackStop')
    return { phase: 'final', says: flag(fields['PlayedToCompletion']) ? watched : position };
  if (flag(fields['Played'])) return { phase: 'final', says: watched };
  const isUnmark = fields['SaveReason'] === 'TogglePlayed';
  return { phase: 'final', says: isUnmark ? { ...SAYS_NOTHING, watched: false } : position };
}

function reasonToIgnore(notification: string, fields: Fields): string | null {
  if (notification !== GENERIC && !PERSONAL.has(notification)) return 'not-a-play-event';
  if (fields['SaveReason'] === 'UpdateUserRating') return 'only-a-rating';
  if (notification === 'PlaybackProgress' && !flag(fields['IsPaused'])) return 'still-playing';
  const type = text(fields['ItemType']) ?? '';
  if (notification === GENERIC && FOLDER_TYPES.has(type)) return null;
  return ITEM_TYPES.has(type) ? null : 'not-a-movie-or-episode';
}

/** The save that a starting player causes is a start, too: it explains why "played" is gone (5.4). */
const eventOf = (notification: string, fields: Fields): string =>
  fields['SaveReason'] === 'PlaybackStart' ? 'PlaybackStart' : notification;
