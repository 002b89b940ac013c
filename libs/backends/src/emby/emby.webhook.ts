import { SAYS_NOTHING, type WebhookPhase, type WebhookReading, type WebhookSays } from '../media-server.js';
import { canonicalId, positionOf } from '../mediabrowser/index.js';
import { flag, isoSeconds, record, text, type Fields } from '../reading.js';

const ITEM_TYPES: ReadonlySet<string> = new Set(['Movie', 'Episode']);
const FOLDER_TYPES: ReadonlySet<string> = new Set(['Series', 'Season']);
/** Grouped notifications name the season or series that episodes came to, and a person may mark one (jellyfin-emby.md 5.6). */
const OF_FOLDERS: ReadonlySet<string> = new Set(['library.new', 'item.markplayed', 'item.markunplayed']);
const PERSONAL: ReadonlyMap<string, WebhookPhase> = new Map([
  ['playback.start', 'moving'],
  ['playback.pause', 'paused'],
  ['playback.unpause', 'moving'],
  ['playback.stop', 'final'],
  ['playback.scrobble', 'final'],
  ['item.markplayed', 'final'],
  ['item.markunplayed', 'final'],
]);
/** Sent once for all users of the server. */
const GENERIC = 'library.new';
const RATING = 'item.rate';
const TESTS: ReadonlySet<string> = new Set(['system.notificationtest', 'system.webhooktest']);

/** Reads what Emby posts, the JSON already taken out of a form where it came in one (jellyfin-emby.md 5.6). */
export function readEmbyWebhook(payload: unknown): WebhookReading {
  const fields = record(payload);
  const [event, item] = [text(fields['Event']), record(fields['Item'])];
  if (event === null) return { kind: 'ignored', because: 'not-an-emby-webhook', event };
  const because = reasonToIgnore(event, item);
  if (because !== null) return { kind: 'ignored', because, event };

  const [server, remoteId] = [text(record(fields['Server'])['Id']), text(item['Id'])];
  if (server === null || remoteId === null) return { kind: 'ignored', because: 'incomplete', event };
  const about = { event, serverUuid: canonicalId(server), remoteId, ...meaningOf(event, fields) };
  if (event === GENERIC) return { kind: 'item-changed', ...about, user: null };
  const user = text(record(fields['User'])['Id']);
  if (user === null) return { kind: 'ignored', because: 'no-user', event };
  return { kind: 'item-changed', ...about, user: canonicalId(user) };
}

interface Meaning {
  readonly phase: WebhookPhase;
  readonly says: WebhookSays;
}

/** Marks and a completed stop say whether it is watched; a stop in the middle never says unplayed (5.6). */
function meaningOf(event: string, fields: Fields): Meaning {
  const phase = PERSONAL.get(event) ?? 'moving';
  const playback = record(fields['PlaybackInfo']);
  const at = isoSeconds(fields['Date']);
  switch (event) {
    case GENERIC:
      return { phase, says: SAYS_NOTHING };
    case 'item.markunplayed':
      return { phase, says: { ...SAYS_NOTHING, watched: false } };
    case 'item.markplayed':
    case 'playback.scrobble':
      return { phase, says: { watched: true, positionMs: null, playedAt: at } };
    default:
      return flag(playback['PlayedToCompletion'])
        ? { phase, says: { watched: true, positionMs: null, playedAt: at } }
        : { phase, says: { ...SAYS_NOTHING, positionMs: positionOf(playback['PositionTicks']) } };
  }
}

/** The event decides before the item does: a test has no item at all (jellyfin-emby.md 7, quirk 42). */
function reasonToIgnore(event: string, item: Fields): string | null {
  if (TESTS.has(event)) return 'test';
  if (event === RATING) return 'only-a-rating';
  if (event !== GENERIC && !PERSONAL.has(event)) return 'not-a-play-event';
  const type = text(item['Type']) ?? '';
  if (OF_FOLDERS.has(event) && FOLDER_TYPES.has(type)) return null;
  return ITEM_TYPES.has(type) ? null : 'not-a-movie-or-episode';
}
