import type { IncomingHttpHeaders } from 'node:http';

/** The cookie of the UI's session. */
export const SESSION_COOKIE = 'ws_session';

/** What a request carries to prove who sent it; any one that is right will do (rest-api.md 1.2). */
export interface Credentials {
  readonly apiKeys: readonly string[];
  readonly tokens: readonly string[];
}

interface Carrier {
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, unknown>>;
}

export function readCredentials({ headers, query }: Carrier): Credentials {
  return {
    apiKeys: given(headers['x-apikey'], authorization(headers, 'bearer'), query['apikey']),
    tokens: given(authorization(headers, 'token'), sessionCookie(headers)),
  };
}

const given = (...values: readonly unknown[]): string[] =>
  values.filter((value) => typeof value === 'string').filter((value) => value !== '');

function authorization(headers: IncomingHttpHeaders, scheme: 'bearer' | 'token'): string | undefined {
  const [named, value] = (headers.authorization ?? '').split(' ');
  return named?.toLowerCase() === scheme ? value : undefined;
}

/** The browser adds the cookie by itself, so it counts only for requests that our own pages made. */
function sessionCookie(headers: IncomingHttpHeaders): string | undefined {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return undefined;
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === SESSION_COOKIE)?.[1];
}
