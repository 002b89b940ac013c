import type { LoggedRequest } from './fake-media-server.js';

type OpenEntry = { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] };

const SECRET_QUERY =
  /([?&](?:x-plex-token|x-emby-token|x-mediabrowser-token|api_?key|access_?token|auth_?token|token|pin|code|pw|password)=)[^&#]*/gi;

/** Every request in order of arrival; what could open a door is masked before it is kept. */
export class RequestLog {
  private entries: OpenEntry[] = [];

  constructor(private readonly secrets: () => readonly string[] = () => []) {}

  get requests(): readonly LoggedRequest[] {
    return this.entries;
  }

  writes(): readonly LoggedRequest[] {
    return this.entries.filter((entry) => entry.write);
  }

  clear(): void {
    this.entries = [];
  }

  /** Opens an entry; its status stays 0 until the answer is sent, and for ever when none is. */
  open(method: string, url: string): OpenEntry {
    const entry: OpenEntry = { method, path: this.mask(url), write: false, status: 0, user: null };
    this.entries.push(entry);
    return entry;
  }

  private mask(url: string): string {
    return this.secrets()
      .filter((secret) => secret.length > 0)
      .reduce((text, secret) => text.replaceAll(secret, '***'), url.replace(SECRET_QUERY, '$1***'));
  }
}
