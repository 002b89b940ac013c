import { BackendError } from '../backend-error.js';
import { MediaServerHttp } from '../http.js';
import type { Connection, ConnectOptions, RemoteUser } from '../media-server.js';
import { record, records } from '../reading.js';
import { clientHeaders } from './plex.api.js';
import { readFriends, readPerson } from './plex.people.js';

/** How plex.tv answers a token that is no account's, or whose owner may not know (plex.md 1.2). */
const NOT_FOR_THIS_TOKEN: readonly number[] = [401, 403, 422, 498];

/** The Plex cloud, asked only who is who; nobody's state is read or written through it. */
export class PlexTv {
  private readonly http: MediaServerHttp;

  constructor(to: Connection, url: string, options?: ConnectOptions) {
    const headers = { ...clientHeaders(to), 'X-Plex-Token': to.token };
    // The pace is the media server's.
    const { pace: _, ...own } = options ?? {};
    this.http = new MediaServerHttp({ ...own, type: 'plex', url, headers });
  }

  /** Whose account token this is; null for a token that is good on one server only. */
  async account(): Promise<RemoteUser | null> {
    const body = await this.json('tv-account', '/api/v2/user');
    if (body === null) return null;
    const person = readPerson(record(body));
    if (!person) throw silent(null);
    return person;
  }

  /** The members of the home; null when this token may not know them. */
  async home(): Promise<readonly RemoteUser[] | null> {
    const body = await this.json('tv-home', '/api/v2/home/users/');
    if (body === null) return null;
    return records(record(body)['users'])
      .map(readPerson)
      .filter((person) => person !== null);
  }

  /** The friends who share this server; an old call that speaks XML only. */
  friendsOn(serverUuid: string): Promise<readonly RemoteUser[]> {
    const headers = { Accept: 'application/xml' };
    const call = { operation: 'tv-friends', path: '/api/users/', headers, accept: NOT_FOR_THIS_TOKEN };
    return speaking(async () => {
      const { status, text } = await this.http.request(call);
      return status === 200 ? readFriends(text, serverUuid) : [];
    });
  }

  private json(operation: string, path: string): Promise<unknown> {
    return speaking(async () => {
      const { body, answer } = await this.http.read({ operation, path, accept: NOT_FOR_THIS_TOKEN });
      return answer.status === 200 ? body : null;
    });
  }
}

/** An outage of plex.tv says nothing about the token or the server, and must not be told as if it did (quirk 31). */
async function speaking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof BackendError ? silent(error) : error;
  }
}

const OUTAGES: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'tls',
  'rate-limited',
  'server-error',
]);

function silent(error: BackendError | null): BackendError {
  const key = error && OUTAGES.has(error.key) ? error.key : 'bad-answer';
  const retryAt = error?.remedy.retry === 'at' ? { retryAt: error.remedy.time } : {};
  return new BackendError(key, 'plex.tv could not be asked whose token this is.', {
    hint: 'Nothing is known to be wrong with the token; try again when plex.tv answers.',
    ...retryAt,
  });
}
