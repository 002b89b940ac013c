import type { FakeUser } from './fake-media-server.js';
import { empty, json, text, type FakeReply } from './http-reply.js';
import { jellyfinDialect } from './mediabrowser/dialect.js';
import { FakeMediaBrowser, type FakeMediaBrowserOptions } from './mediabrowser/fake-mediabrowser.js';
import { jellyfinFlavour } from './mediabrowser/flavour.js';
import { jellyfinVoice } from './mediabrowser/jellyfin-webhook.js';

export interface FakeJellyfinOptions extends FakeMediaBrowserOptions {
  /** `10.8`, `10.9`, `10.10`, `10.11`, `12`, or a full version. Default: `12`, the strictest about credentials. */
  readonly version?: string;
  /** Whether the forms other than `Authorization: MediaBrowser` and `?ApiKey=` count; always off from 12 on. */
  readonly legacyAuth?: boolean;
  /** Whether people may sign in by a code; on unless this is false. */
  readonly quickConnect?: boolean;
}

export const DEFAULT_JELLYFIN_USERS: readonly FakeUser[] = [
  { id: 'a11ce0aa5f3b4c2d8e9f001122334455', name: 'alex', token: 'jellyfin-token-alex', admin: true },
  { id: 'b0b0b0bb6a7c4d8e9f10112233445566', name: 'sam', token: 'jellyfin-token-sam' },
];

const TITLES: Readonly<Record<number, string>> = {
  400: 'One or more validation errors occurred.',
  404: 'Not Found',
};

/** A Jellyfin server as the integration facts describe its versions. */
export class FakeJellyfin extends FakeMediaBrowser {
  readonly type = 'jellyfin';

  constructor(options: FakeJellyfinOptions = {}) {
    const uuid = options.uuid ?? '6b0f3c1d9a284e57b1c2d3e4f5061728';
    const dialect = jellyfinDialect(options.version ?? '12', options.legacyAuth);
    super(options, {
      dialect,
      voice: jellyfinVoice(dialect.version),
      flavour: jellyfinFlavour(uuid),
      uuid,
      name: options.name ?? 'Attic Jellyfin',
      users: options.users ?? DEFAULT_JELLYFIN_USERS,
      prefix: '',
    });
    this.site.credentials.quickConnects.isOn = options.quickConnect ?? true;
  }

  /** The person who is signed in there enters the code of a Quick Connect. */
  confirmCode(code: string, userId: string): void {
    const user = this.users.find(({ id }) => id === userId);
    if (!user) throw new Error(`there is no user ${userId}`);
    this.site.credentials.quickConnects.confirm(code, user);
  }

  /** Empty for a missing right to enter, problem details for what is wrong or missing, HTML while it starts up. */
  protected refusal(status: number): FakeReply {
    if (status === 401) return empty(401);
    if (status === 503) return startingUp();
    const title = TITLES[status];
    if (title === undefined) return text('Error processing request.', status);
    return json(
      { type: 'https://tools.ietf.org/html/rfc9110', title, status, traceId: '00-1a2b-3c4d-00' },
      status,
    );
  }
}

const startingUp = (): FakeReply => ({
  status: 503,
  headers: { 'Content-Type': 'text/html', 'Retry-After': '1' },
  body: '<html><body>The server is starting up.</body></html>',
});
