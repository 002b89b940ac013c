import type { BackendError } from '../../backend-error.js';
import { MediaServerHttp, type Answer, type Call } from '../../http.js';
import type { ConnectOptions } from '../../media-server.js';
import { clientHeaders } from '../plex.headers.js';
import { isRefusal, outage, REFUSALS, refusalOf, speaking } from './failure.js';
import { hooksBody, readHooks } from './hooks.js';
import { readAccount, readFriends, readHome, readSharedTokens, type CloudPerson } from './people.js';
import { readDevices, readResources, type CloudServer } from './servers.js';
import { readSignIn, readSwitchToken, type CloudSignIn } from './sign-in.js';

/** Where plex.tv is, and who asks. */
export interface CloudSettings extends ConnectOptions {
  readonly url: string;
  /** Names this installation; a sign-in must be begun and asked for under the same one. */
  readonly deviceId: string;
  readonly version: string;
}

/** The public cloud has a second host for what changes accounts (plex.md quirk 29); a fake answers for both. */
const PUBLIC = 'https://plex.tv';
const ACCOUNTS = 'https://clients.plex.tv';

const XML = { Accept: 'application/xml' };

interface Asked extends Call {
  readonly token?: string;
  readonly host?: 'accounts';
  /** Whether what the call names may be gone: then a 404 is an answer. Else it is an outage. */
  readonly mayBeGone?: boolean;
}

/**
 * The Plex cloud: who is who, who reaches which server, with which token. Nobody's play state is read or written
 * through it. Every call names its token: an answer counts for the person of that token, and there is no second try with
 * another one. Throws `BackendError`; an outage says nothing about the token.
 */
export class PlexCloud {
  private readonly hosts: Readonly<Record<'main' | 'accounts', MediaServerHttp>>;

  constructor({ url, deviceId, version, ...options }: CloudSettings) {
    const host = (base: string) =>
      new MediaServerHttp({
        ...options,
        type: 'plex',
        url: base,
        headers: clientHeaders({ deviceId, version }),
      });
    this.hosts = { main: host(url), accounts: host(url.replace(/\/+$/, '') === PUBLIC ? ACCOUNTS : url) };
  }

  /** Begins a sign-in, to be confirmed by the person in the browser (T1). */
  async startSignIn(): Promise<CloudSignIn> {
    const body = { strong: true };
    const call = { operation: 'tv-pin', method: 'POST', path: '/api/v2/pins', body } as const;
    // No token was sent that could be refused.
    return understood(readSignIn((await this.json(call)).body));
  }

  /** How far a sign-in is (T2); null when it expired or never was. */
  async pollSignIn({
    id,
    code,
  }: {
    readonly id: string;
    readonly code: string;
  }): Promise<CloudSignIn | null> {
    const path = `/api/v2/pins/${encodeURIComponent(id)}`;
    const { body, refusal } = await this.json({
      operation: 'tv-pin',
      path,
      query: { code },
      mayBeGone: true,
    });
    if (refusal?.key === 'not-found') return null;
    if (refusal) throw refusal;
    return understood(readSignIn(body));
  }

  /** Whose account token this is (T11); null for one that is good on a server only, or no longer. */
  async account(token: string): Promise<CloudPerson | null> {
    const { body, refusal } = await this.json({ operation: 'tv-account', path: '/api/v2/user', token });
    return refusal ? null : understood(readAccount(body));
  }

  /** The members of the home (T4); null when this token may not know them. */
  async home(token: string): Promise<readonly CloudPerson[] | null> {
    const { body, refusal } = await this.json({ operation: 'tv-home', path: '/api/v2/home/users/', token });
    return refusal ? null : understood(readHome(body));
  }

  /** The friends with whom a server is shared (T5); none for a token that may not know them. */
  async friends(token: string, serverUuid: string): Promise<readonly CloudPerson[]> {
    const answer = await this.text({ operation: 'tv-friends', path: '/api/users/', token });
    return answer === null ? [] : understood(readFriends(answer, serverUuid));
  }

  /** The friends' own tokens for a server, by their ids (T6). Plex took them away once, and may again (quirk 27). */
  async sharedTokens(token: string, serverUuid: string): Promise<ReadonlyMap<string, string>> {
    const path = `/api/servers/${encodeURIComponent(serverUuid)}/shared_servers`;
    const answer = await this.text({ operation: 'tv-shares', path, token, mayBeGone: true });
    return answer === null ? new Map() : understood(readSharedTokens(answer));
  }

  /** An account token of a member of the home, for a short use (T7). Throws `forbidden` for a PIN that is missing or wrong. */
  async switchTo(
    token: string,
    who: { readonly uuid: string; readonly pin: string | null },
  ): Promise<string> {
    const path = `/api/v2/home/users/${encodeURIComponent(who.uuid)}/switch`;
    const call = { operation: 'tv-switch', method: 'POST', path, token, host: 'accounts' } as const;
    const query = { pin: who.pin ?? undefined };
    // Each switch gives a token of its own and changes nothing else.
    const { body, refusal } = await this.json({ ...call, query, mayBeGone: true, repeatable: true });
    if (refusal) throw refusal;
    return understood(readSwitchToken(body));
  }

  /** The servers that the token's person reaches, with that person's own token for each (T8, else T3). */
  async servers(token: string): Promise<readonly CloudServer[]> {
    const query = { includeHttps: 1, includeRelay: 1, includeIPv6: 1 };
    const call = { operation: 'tv-servers', path: '/api/v2/resources', query, token, mayBeGone: true };
    const { body, refusal } = await this.json(call);
    if (refusal?.key === 'not-found') return this.devices(token);
    if (refusal) throw refusal;
    return understood(readResources(body));
  }

  /** The addresses that plex.tv calls for the account (T9). */
  async hooks(token: string): Promise<readonly string[]> {
    const { body, refusal } = await this.json({ ...HOOKS, token });
    if (refusal) throw refusal;
    return understood(readHooks(body));
  }

  /** Replaces the whole list (T10). */
  async setHooks(token: string, urls: readonly string[]): Promise<void> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    // Setting the same list twice leads to the same list.
    const call = { ...HOOKS, method: 'POST', headers, body: hooksBody(urls), repeatable: true } as const;
    const answer = await this.ask({ ...call, token });
    if (isRefusal(answer)) throw refusalOf(answer);
  }

  private async devices(token: string): Promise<readonly CloudServer[]> {
    const query = { includeHttps: 1, includeRelay: 1 };
    const answer = await this.text({ operation: 'tv-servers', path: '/api/resources', query, token });
    if (answer === null) throw outage(null);
    return understood(readDevices(answer));
  }

  private json(call: Asked): Promise<{ readonly body: unknown; readonly refusal: BackendError | null }> {
    return speaking(async () => {
      const { body, answer } = await this.http(call).read(asked(call));
      return { body, refusal: isRefusal(answer) ? refusalOf(answer) : null };
    });
  }

  /** The text of an XML answer; null for a refusal. */
  private async text(call: Asked): Promise<string | null> {
    const answer = await this.ask({ ...call, headers: XML });
    return isRefusal(answer) ? null : answer.text;
  }

  private ask(call: Asked): Promise<Answer> {
    return speaking(() => this.http(call).request(asked(call)));
  }

  private http({ host }: Asked): MediaServerHttp {
    return this.hosts[host ?? 'main'];
  }
}

const HOOKS = { operation: 'tv-webhooks', path: '/api/v2/user/webhooks', host: 'accounts' } as const;

function asked({ token, host: _, mayBeGone, ...call }: Asked): Call {
  const headers = { ...call.headers, ...(token === undefined ? {} : { 'X-Plex-Token': token }) };
  return { ...call, headers, accept: mayBeGone ? [...REFUSALS, 404] : REFUSALS };
}

/** What plex.tv said when it can be understood; an answer that cannot is an outage, never an empty list. */
function understood<T>(read: T | null): T {
  if (read === null) throw outage(null);
  return read;
}
