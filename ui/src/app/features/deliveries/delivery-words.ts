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
  matched: { text: $localize`Matched`, tone: 'good' },
  ignored: { text: $localize`Ignored`, tone: 'quiet' },
  'not-wanted': { text: $localize`Not about watching`, tone: 'quiet' },
  'no-ids': { text: $localize`Without ids`, tone: 'warn' },
  'unmatched-server': { text: $localize`Unknown server`, tone: 'warn' },
  'unmatched-user': { text: $localize`Unknown user`, tone: 'warn' },
  failed: { text: $localize`Failed`, tone: 'bad' },
};

const SOURCE_WORDS: Readonly<Record<DeliverySource, string>> = {
  webhook: $localize`Webhook`,
  tautulli: $localize`Tautulli`,
  listener: $localize`Listening to Plex`,
  poll: $localize`Looking at sessions`,
};

const REASONS: Readonly<Record<string, string>> = {
  unchanged: $localize`It was read, and nothing had changed.`,
  same: $localize`The server shows the same as WatchState.`,
  echo: $localize`It is what WatchState wrote there itself.`,
  'no-news': $localize`The server shows what it showed before.`,
  stale: $localize`A later reading had come first.`,
  played: $localize`It was watched there, so it became watched.`,
  progress: $localize`It was played in part, so the resume position moved.`,
  'progress-cleared': $localize`The resume position was cleared there.`,
  unmarked: $localize`It was marked unwatched there, so it became unwatched.`,
  'first-seen-played': $localize`It was seen for the first time, and as watched.`,
  'not-an-opinion': $localize`It was seen for the first time, and as untouched.`,
  'older-than-truth': $localize`What the server shows is older than the last decision.`,
  'metadata-only': $localize`This backend gives titles and ids only.`,
  'unconfirmed-write': $localize`The server has not taken over what was written; it is written again.`,
  'may-not-unmark': $localize`It was marked unwatched there, but this backend may not do that.`,
  'read-incomplete': $localize`It looked unwatched, which this reading cannot prove; the next import decides.`,
  replaced: $localize`The file was replaced; it stays watched.`,
  'rewatch-started': $localize`A second viewing has begun; it stays watched.`,
  rewatched: $localize`A second viewing got further; it stays watched.`,
  'rewatch-ended': $localize`A second viewing has ended; it stays watched.`,
  'never-seen-played': $localize`It looked unwatched, but was never seen as watched there.`,
  conflict: $localize`Two backends say opposite things; it is listed under Conflicts.`,
  trusted: $localize`A person said that this backend is right.`,
  'unknown-sender': $localize`It does not look like Plex, Jellyfin, Emby or Tautulli.`,
  'not-a-play-event': $localize`The event says nothing about watching.`,
  'not-a-movie-or-episode': $localize`It is neither a movie nor an episode.`,
  'only-a-rating': $localize`Somebody rated it, which is not about watching.`,
  'not-a-plex-webhook': $localize`It is not a webhook of Plex.`,
  'not-a-jellyfin-webhook': $localize`It is not a webhook of Jellyfin.`,
  'not-an-emby-webhook': $localize`It is not a webhook of Emby.`,
  test: $localize`A test message: the address works.`,
  incomplete: $localize`It does not name its server and its item.`,
  'no-user': $localize`It does not say whose it is.`,
  'no-backend-of-this-server': $localize`No backend is on the server that sent it.`,
  'not-the-server-of-this-address': $localize`It came to the address of another backend.`,
  'no-backend-of-this-user': $localize`The server is known, but no backend belongs to this user.`,
  'backend-is-gone': $localize`The backend was removed meanwhile.`,
  'not-there-for-this-user': $localize`The server does not show the item to this user.`,
  'library-ignored': $localize`Its library is left out of imports.`,
  unreachable: $localize`The server could not be reached for two days.`,
  timeout: $localize`The server did not answer for two days.`,
  'token-rejected': $localize`The server refused the token.`,
  'server-error': $localize`The server answered with errors for two days.`,
  'bad-answer': $localize`The server answered with something that cannot be read.`,
  'rate-limited': $localize`The server asked to be left in peace for two days.`,
};

export const verdictText = (verdict: DeliveryVerdict): string => WORDS[verdict].text;
export const sourceText = (source: DeliverySource): string => SOURCE_WORDS[source];

/** A delivery that waits for its server has no verdict yet. */
export const outcomeOf = (verdict: DeliveryVerdict | null): Words =>
  verdict ? WORDS[verdict] : { text: $localize`Waiting`, tone: 'info' };

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
  return status === 'handled' ? '' : $localize`Its item has not been read yet.`;
}
