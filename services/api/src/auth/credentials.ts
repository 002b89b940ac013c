import type { IncomingHttpHeaders } from 'node:http';

/** The cookie of the UI's session. */
export const SESSION_COOKIE = 'ws_session';

/** A header that no form and no link of another page can set; its value does not matter. */
export const OWN_REQUEST = 'x-requested-with';

/** What a request carries to prove who sent it; any one that is right will do (rest-api.md 1.2). */
export interface Credentials {
  readonly apiKeys: readonly string[];
  readonly tokens: readonly string[];
  /** Of the browser; it renews itself. */
  readonly cookie: string | null;
}

interface Carrier {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, unknown>>;
}

export function readCredentials({ method, headers, query }: Carrier): Credentials {
  const isReading = method === 'GET' || method === 'HEAD';
  return {
    apiKeys: given(headers['x-apikey'], authorization(headers, 'bearer'), query['apikey']),
    // In an address for what cannot set headers: event streams, images, downloads.
    tokens: given(authorization(headers, 'token'), isReading ? query['ws_token'] : undefined),
    cookie: isFromAnotherPage(headers, isReading) ? null : sessionCookie(headers),
  };
}

const given = (...values: readonly unknown[]): string[] =>
  values.filter((value) => typeof value === 'string').filter((value) => value !== '');

function authorization(headers: IncomingHttpHeaders, scheme: 'bearer' | 'token'): string | undefined {
  const [named, value] = (headers.authorization ?? '').split(' ');
  return named?.toLowerCase() === scheme ? value : undefined;
}

/**
 * The browser adds the cookie by itself, so it counts only for requests that our own pages made. Browsers say so in
 * `Sec-Fetch-Site`, but only over TLS or on this machine; elsewhere a change needs the header that other pages cannot set.
 */
function isFromAnotherPage(headers: IncomingHttpHeaders, isReading: boolean): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return !isReading && (headers[OWN_REQUEST] ?? '') === '';
}

function sessionCookie(headers: IncomingHttpHeaders): string | null {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === SESSION_COOKIE)?.[1] || null;
}
