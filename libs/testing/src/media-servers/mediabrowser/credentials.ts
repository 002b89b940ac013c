import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FakeUser } from '../fake-media-server.js';
import type { Caller } from '../http-fake.js';
import type { Dialect } from './dialect.js';
import { Query } from './query.js';
import { QuickConnects } from './quick-connects.js';

export interface Device {
  readonly client: string;
  readonly device: string;
  readonly deviceId: string;
  readonly version: string;
}

interface Login {
  readonly user: FakeUser;
  readonly deviceId: string;
}

/** Which credential acts for whom, in the forms that the version accepts (integration facts 2.1 and 2.2). */
export class Credentials {
  readonly quickConnects = new QuickConnects();
  private readonly keys = new Map<string, string>();
  private readonly logins = new Map<string, Login>();
  private sequence = 0;

  constructor(
    private readonly dialect: Dialect,
    private readonly users: readonly FakeUser[],
    adminToken: string,
  ) {
    this.keys.set(adminToken, 'Tests');
    for (const user of users) this.logins.set(user.token, { user, deviceId: '' });
  }

  callerOf(headers: IncomingHttpHeaders, search: URLSearchParams): Caller | null {
    const token = this.tokenOf(headers, search);
    if (token === null) return null;
    if (this.keys.has(token)) return { user: null, admin: true };
    const login = this.logins.get(token);
    return login ? { user: login.user, admin: login.user.admin ?? false } : null;
  }

  tokenOf(headers: IncomingHttpHeaders, search: URLSearchParams): string | null {
    const query = new Query(search);
    const modern = headerValues(headers.authorization, this.schemes())?.get('token');
    if (modern) return modern;
    if (this.dialect.type === 'jellyfin' && query.text('ApiKey')) return query.text('ApiKey');
    if (!this.dialect.legacyCredentials) return null;
    const legacy = headerValues(single(headers['x-emby-authorization']), ['mediabrowser', 'emby'])?.get(
      'token',
    );
    return (
      legacy ??
      single(headers['x-emby-token']) ??
      single(headers['x-mediabrowser-token']) ??
      query.text('api_key')
    );
  }

  /** The device a login names in its header; a login without one is refused. */
  deviceOf(headers: IncomingHttpHeaders): Device | null {
    const values =
      headerValues(headers.authorization, this.schemes()) ??
      (this.dialect.legacyCredentials
        ? headerValues(single(headers['x-emby-authorization']), ['mediabrowser', 'emby'])
        : null);
    const [client, device, deviceId, version] = ['client', 'device', 'deviceid', 'version'].map((name) =>
      values?.get(name),
    );
    return client && device && deviceId && version ? { client, device, deviceId, version } : null;
  }

  /** A new token for this device. Jellyfin ends older tokens of it: the user's own, before 10.9 everybody else's. */
  login(user: FakeUser, deviceId: string): string {
    const ofDevice = [...this.logins].filter(([, login]) => login.deviceId === deviceId);
    const own = ofDevice.find(([, login]) => login.user.id === user.id);
    for (const [token, login] of ofDevice) {
      const isOwn = login.user.id === user.id;
      if (this.dialect.type === 'jellyfin' && isOwn !== this.dialect.loginEndsOtherUsers)
        this.logins.delete(token);
    }
    if (own && this.dialect.loginEndsOtherUsers) return own[0];
    const token = this.newToken(`login ${user.id}`);
    this.logins.set(token, { user, deviceId });
    return token;
  }

  end(token: string): void {
    this.logins.delete(token);
  }

  addKey(app: string): void {
    this.keys.set(this.newToken(`key ${app}`), app);
  }

  removeKey(key: string): void {
    this.keys.delete(key);
  }

  apiKeys(): readonly { readonly token: string; readonly app: string }[] {
    return [...this.keys].map(([token, app]) => ({ token, app }));
  }

  secrets(): readonly string[] {
    return [...this.keys.keys(), ...this.logins.keys(), ...this.quickConnects.secrets()];
  }

  private schemes(): readonly string[] {
    return this.dialect.legacyCredentials ? ['mediabrowser', 'emby'] : ['mediabrowser'];
  }

  private newToken(purpose: string): string {
    this.sequence += 1;
    return createHash('md5').update(`${this.users.length} ${purpose} ${this.sequence}`).digest('hex');
  }
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** `Scheme Name="value", …`: names in lower case, values percent-decoded; null when it is another scheme. */
function headerValues(header: string | undefined, schemes: readonly string[]): Map<string, string> | null {
  const match = /^\s*(\w+)\s+(.*)$/.exec(header ?? '');
  const [, scheme = '', rest = ''] = match ?? [];
  if (!schemes.includes(scheme.toLowerCase())) return null;
  const pairs = [...rest.matchAll(/(\w+)="([^"]*)"/g)];
  return new Map(pairs.map(([, name = '', value = '']) => [name.toLowerCase(), decoded(value)]));
}

function decoded(value: string): string {
  return /%(?![0-9a-f]{2})/i.test(value) ? value : decodeURIComponent(value);
}
