import type { Capability, CapabilityKey } from '../../media-server.js';
import { flag, text, type Fields } from '../../reading.js';

/** What was found out about a server and the token. */
export interface PlexFindings {
  /** The answer of `/`. */
  readonly server: Fields;
  /** Whether the server tells this token who plays what. */
  readonly seesSessions: boolean;
  readonly seesUsers: boolean;
  /** Whether plex.tv lets this token change webhooks; null while plex.tv does not answer. */
  readonly managesWebhooks: boolean | null;
}

/** Older servers do not list an item under Continue Watching after it was marked as watched (plex.md quirk 70). */
const RECOMMENDED = [1, 41, 6, 9606];

/** What a Plex server can do for us with this token, one entry for each key, in their order. */
export function capabilitiesOf(findings: PlexFindings): readonly Capability[] {
  const { server, seesSessions, seesUsers } = findings;
  return [
    can('progress', true, progressNote(text(server['version']) ?? '')),
    can('played-dates', false, 'Plex stores the time of the mark itself; an older date cannot be written.'),
    can('sessions', seesSessions, seesSessions ? 'Sessions are seen.' : 'The server tells its owner only.'),
    can(
      'users',
      seesUsers,
      seesUsers ? 'Home and friends can be listed.' : "Only the server's owner may list users.",
    ),
    can('other-users', false, 'A Plex token reads and writes for its own person only.'),
    webhooks(server),
    registration(findings),
    can('playlists', true, 'Playlists belong to the person of the token.'),
  ];
}

const can = (key: CapabilityKey, isAvailable: boolean | null, note: string): Capability => ({
  key,
  isAvailable,
  note,
});

function progressNote(version: string): string {
  const stored = 'Resume positions below 90 % of the runtime are stored.';
  return isOlder(version)
    ? `${stored} Before 1.41.6 an item that was marked as watched is missing under Continue Watching.`
    : stored;
}

/** Whether a version is below the recommended one; one that cannot be read is not. */
export function isOlder(version: string): boolean {
  if (!/^\d/.test(version)) return false;
  const parts = version.split(/[.-]/).map(Number);
  for (const [place, wanted] of RECOMMENDED.entries()) {
    const part = parts[place] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}

function webhooks(server: Fields): Capability {
  const { myPlexSubscription } = server;
  if (myPlexSubscription === undefined || myPlexSubscription === null)
    return can(
      'webhooks',
      null,
      "Needs Plex Pass of the server's owner; the server does not say whether there is one.",
    );
  return flag(myPlexSubscription)
    ? can('webhooks', true, 'The owner has Plex Pass; push notifications must be on for newly added items.')
    : can(
        'webhooks',
        false,
        "Needs Plex Pass of the server's owner; Tautulli and the event stream work without.",
      );
}

function registration({ managesWebhooks }: PlexFindings): Capability {
  if (managesWebhooks === null)
    return can('webhook-registration', null, 'plex.tv does not answer, so nobody can tell.');
  return managesWebhooks
    ? can('webhook-registration', true, 'Webhooks can be set up on the account of this token.')
    : can(
        'webhook-registration',
        false,
        'Needs an account token with Plex Pass; a token of one server is not enough.',
      );
}
