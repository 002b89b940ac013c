import type { FakeUser } from './fake-media-server.js';
import { text, type FakeReply } from './http-reply.js';
import { embyDialect } from './mediabrowser/dialect.js';
import { embyVoice } from './mediabrowser/emby-webhook.js';
import { FakeMediaBrowser, type FakeMediaBrowserOptions } from './mediabrowser/fake-mediabrowser.js';
import { embyFlavour } from './mediabrowser/flavour.js';

export interface FakeEmbyOptions extends FakeMediaBrowserOptions {
  /** `4.7`, `4.8`, `4.9`, `4.10`, or a full version. Default: `4.9`. */
  readonly version?: string;
}

export const DEFAULT_EMBY_USERS: readonly FakeUser[] = [
  { id: 'e11a11ce00000000000000000000a1a1', name: 'alex', token: 'emby-token-alex', admin: true },
  { id: 'e11ab0b000000000000000000000b0b0', name: 'sam', token: 'emby-token-sam' },
];

const REASONS: Readonly<Record<number, string>> = {
  400: 'Value is not valid.',
  401: 'Access token is invalid or expired.',
  403: 'User does not have access.',
  404: 'Object not found.',
};

/** An Emby server as the integration facts describe it; every path also answers below `/emby`. */
export class FakeEmby extends FakeMediaBrowser {
  readonly type = 'emby';

  constructor(options: FakeEmbyOptions = {}) {
    const dialect = embyDialect(options.version ?? '4.9');
    super(options, {
      dialect,
      voice: embyVoice(dialect),
      flavour: embyFlavour(),
      uuid: options.uuid ?? 'e3b0aa11bb22cc33dd44ee55ff667788',
      name: options.name ?? 'Attic Emby',
      users: options.users ?? DEFAULT_EMBY_USERS,
      prefix: '(?:/emby)?',
    });
  }

  /** One line of text, whatever is wrong. */
  protected refusal(status: number): FakeReply {
    return text(REASONS[status] ?? 'Something went wrong.', status);
  }
}
