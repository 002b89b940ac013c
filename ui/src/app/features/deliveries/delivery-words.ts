import type { Delivery, DeliverySource, DeliveryVerdict } from '../../core/api/schema.gen.js';
import type { Tone } from '../../shared/status-pill/status-pill.js';

interface Words {
  readonly text: string;
  readonly tone: Tone;
}

export const VERDICTS: readonly DeliveryVerdict[] = [
  'matched',
  'ignored',
  'not-wanted',
  'no-ids',
  'unmatched-server',
  'unmatched-user',
  'failed',
];
export const SOURCES: readonly DeliverySource[] = ['webhook', 'tautulli', 'listener', 'poll'];
/** Those that can be read again all at once. */
export const REPLAYED = ['failed', 'unmatched-server', 'unmatched-user'] as const;

const WORDS: Readonly<Record<DeliveryVerdict, Words>> = {
  matched: { text: 'Matched', tone: 'good' },
  ignored: { text: 'Ignored', tone: 'quiet' },
  'not-wanted': { text: 'Not about watching', tone: 'quiet' },
  'no-ids': { text: 'Without ids', tone: 'warn' },
  'unmatched-server': { text: 'Unknown server', tone: 'warn' },
  'unmatched-user': { text: 'Unknown user', tone: 'warn' },
  failed: { text: 'Failed', tone: 'bad' },
};

const SOURCE_WORDS: Readonly<Record<DeliverySource, string>> = {
  webhook: 'Webhook',
  tautulli: 'Tautulli',
  listener: 'Listening to Plex',
  poll: 'Looking at sessions',
};

const REASONS: Readonly<Record<string, string>> = {
  unchanged: 'It was read, and nothing had changed.',
  same: 'The server shows the same as WatchState.',
  echo: 'It is what WatchState wrote there itself.',
  'no-news': 'The server shows what it showed before.',
  stale: 'A later reading had come first.',
  played: 'It was watched there, so it became watched.',
  progress: 'It was played in part, so the resume position moved.',
  'progress-cleared': 'The resume position was cleared there.',
  unmarked: 'It was marked unwatched there, so it became unwatched.',
  'first-seen-played': 'It was seen for the first time, and as watched.',
  'not-an-opinion': 'It was seen for the first time, and as untouched.',
  'older-than-truth': 'What the server shows is older than the last decision.',
  'metadata-only': 'This backend gives titles and ids only.',
  'unconfirmed-write': 'The server has not taken over what was written; it is written again.',
  'may-not-unmark': 'It was marked unwatched there, but this backend may not do that.',
  'read-incomplete': 'It looked unwatched, which this reading cannot prove; the next import decides.',
  replaced: 'The file was replaced; it stays watched.',
  'rewatch-started': 'A second viewing has begun; it stays watched.',
  'never-seen-played': 'It looked unwatched, but was never seen as watched there.',
  conflict: 'Two backends say opposite things; it is listed under Conflicts.',
  trusted: 'A person said that this backend is right.',
  'unknown-sender': 'It does not look like Plex, Jellyfin, Emby or Tautulli.',
  'not-a-play-event': 'The event says nothing about watching.',
  'not-a-movie-or-episode': 'It is neither a movie nor an episode.',
  'only-a-rating': 'Somebody rated it, which is not about watching.',
  'not-a-plex-webhook': 'It is not a webhook of Plex.',
  'not-a-jellyfin-webhook': 'It is not a webhook of Jellyfin.',
  'not-an-emby-webhook': 'It is not a webhook of Emby.',
  test: 'A test message: the address works.',
  incomplete: 'It does not name its server and its item.',
  'no-user': 'It does not say whose it is.',
  'no-backend-of-this-server': 'No backend is on the server that sent it.',
  'not-the-server-of-this-address': 'It came to the address of another backend.',
  'no-backend-of-this-user': 'The server is known, but no backend belongs to this user.',
  'backend-is-gone': 'The backend was removed meanwhile.',
  'not-there-for-this-user': 'The server does not show the item to this user.',
  'library-ignored': 'Its library is left out of imports.',
  unreachable: 'The server could not be reached for two days.',
  timeout: 'The server did not answer for two days.',
  'token-rejected': 'The server refused the token.',
  'server-error': 'The server answered with errors for two days.',
  'bad-answer': 'The server answered with something that cannot be read.',
  'rate-limited': 'The server asked to be left in peace for two days.',
};

export const verdictText = (verdict: DeliveryVerdict): string => WORDS[verdict].text;
export const sourceText = (source: DeliverySource): string => SOURCE_WORDS[source];

/** A delivery that waits for its server has no verdict yet. */
export const outcomeOf = (verdict: DeliveryVerdict | null): Words =>
  verdict ? WORDS[verdict] : { text: 'Waiting', tone: 'info' };

/** Several rules stand side by side, one for each backend. What is not known here is shown as it came. */
export function reasonText(reason: string | null): string {
  if (!reason) return '';
  const known = reason.split(', ').map((one) => REASONS[one] ?? one.replaceAll('-', ' '));
  return [...new Set(known)].join(' ');
}

/** What the delivery comes to as a whole: its own reason, or those of whom it was meant for. */
export function whyOf({ reason, targets, status }: Delivery): string {
  const reasons = reason ? [reason] : targets.flatMap((target) => target.reason ?? []);
  if (reasons.length > 0) return reasonText([...new Set(reasons)].join(', '));
  return status === 'handled' ? '' : 'Its item has not been read yet.';
}
