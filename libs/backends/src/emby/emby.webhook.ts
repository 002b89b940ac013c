import type { WebhookReading } from '../media-server.js';
import { canonicalId } from '../mediabrowser/index.js';
import { record, text, type Fields } from '../reading.js';

const ITEM_TYPES: ReadonlySet<string> = new Set(['Movie', 'Episode']);
const PERSONAL: ReadonlySet<string> = new Set([
  'playback.start',
  'playback.pause',
  'playback.unpause',
  'playback.stop',
  'playback.scrobble',
  'item.markplayed',
  'item.markunplayed',
]);
/** Sent once for all users of the server. */
const GENERIC = 'library.new';
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
  const about = { event, serverUuid: canonicalId(server), remoteId };
  if (event === GENERIC) return { kind: 'item-changed', ...about, user: null };
  const user = text(record(fields['User'])['Id']);
  if (user === null) return { kind: 'ignored', because: 'no-user', event };
  return { kind: 'item-changed', ...about, user: canonicalId(user) };
}

/** The event decides before the item does: a test has no item at all (jellyfin-emby.md 7, quirk 42). */
function reasonToIgnore(event: string, item: Fields): string | null {
  if (TESTS.has(event)) return 'test';
  if (event !== GENERIC && !PERSONAL.has(event)) return 'not-a-play-event';
  return ITEM_TYPES.has(text(item['Type']) ?? '') ? null : 'not-a-movie-or-episode';
}
