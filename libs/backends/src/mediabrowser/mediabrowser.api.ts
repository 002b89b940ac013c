import { MediaServerHttp, type Answer, type Call, type StreamedAnswer } from '../http.js';
import type { Connection, ConnectOptions, RemoteUser, ServerInfo } from '../media-server.js';
import { integer, record, text, type Fields } from '../reading.js';
import { userAgent } from './credentials.js';
import type { Dialect } from './dialect.js';
import type { Endpoint, Endpoints } from './endpoints.js';
import { sameId } from './ids.js';
import * as problems from './problems.js';
import { readPlaying, readServerInfo, readUser, typeOf } from './server-mapper.js';
import { isAtLeast } from './server-version.js';

type Query = NonNullable<Call['query']>;

/** For whom and by which paths the calls are made. */
export interface Account {
  readonly user: string;
  readonly endpoints: Endpoints;
  readonly version: string;
}

export interface Rows {
  readonly rows: readonly unknown[];
  readonly total: number;
  readonly answer: Answer;
}

/** The calls of the dialect. No credential leaves before the server at the address has proved to be the right one. */
export class MediaBrowserApi {
  private readonly http: MediaServerHttp;
  private readonly withoutCredential: MediaServerHttp;
  private recognised: Promise<ServerInfo> | null = null;

  constructor(
    readonly dialect: Dialect,
    readonly to: Connection,
    options: ConnectOptions = {},
  ) {
    const settings = { ...options, type: dialect.type, url: dialect.address(to.url), headers: userAgent(to) };
    this.withoutCredential = new MediaServerHttp(settings);
    this.http = new MediaServerHttp({
      ...settings,
      headers: { ...settings.headers, ...dialect.credentials(to) },
    });
  }

  /** The server behind the address, recognised once per client: kind, version and identity. */
  server(): Promise<ServerInfo> {
    this.recognised ??= this.recognise().catch((error: unknown) => {
      this.recognised = null;
      throw error;
    });
    return this.recognised;
  }

  async account(): Promise<Account> {
    const { version } = await this.server();
    if (this.to.user === null) throw problems.noUser(this.dialect);
    return { user: this.to.user, endpoints: this.dialect.endpoints(version), version };
  }

  async request(call: Call): Promise<Answer> {
    await this.server();
    return this.http.request(call);
  }

  /** A call that no credential goes with, to the server that was recognised. */
  async openly(call: Call): Promise<Answer> {
    await this.server();
    return this.withoutCredential.request(call);
  }

  async read(call: Call): Promise<{ readonly body: unknown }> {
    await this.server();
    return this.http.read(call);
  }

  async stream(call: Call): Promise<StreamedAnswer> {
    await this.server();
    return this.http.stream(call);
  }

  /** Null when the server does not show this user to us. */
  async user(id: string): Promise<RemoteUser | null> {
    const row = await this.userRow(id);
    if (row === null) return null;
    const user = readUser(row);
    if (!user) throw problems.unexpected(this.dialect, 'a user');
    return user;
  }

  /** The user whose token this is; null for a key. */
  async owner(): Promise<RemoteUser | null> {
    const id = await this.ownerId();
    return id === null ? null : this.user(id);
  }

  /** The same as the server describes that user. */
  async ownerRow(): Promise<unknown> {
    const id = await this.ownerId();
    return id === null ? null : this.userRow(id);
  }

  private async userRow(id: string): Promise<unknown> {
    const path = `/Users/${encodeURIComponent(id)}`;
    const answer = await this.request({ operation: 'user', path, accept: [400, 403, 404] });
    return answer.status >= 400 ? null : answer.json();
  }

  private async ownerId(): Promise<string | null> {
    const answer = await this.request({
      operation: 'owner',
      ...this.dialect.ownerCall(this.to),
      accept: [400, 403, 404],
    });
    return answer.status >= 400 ? null : this.dialect.readOwner(answer.json(), this.to);
  }

  /** Ids of what the account's user is playing. */
  async playing(): Promise<readonly string[]> {
    const { user } = await this.account();
    const answer = await this.http.request({
      operation: 'sessions',
      path: '/Sessions',
      accept: [401, 403, 404],
    });
    return answer.status >= 400 ? [] : readPlaying(answer.json(), user);
  }

  /** A list of items of the account's user. */
  async items(operation: string, query: Query): Promise<Rows> {
    return this.rowsOf(await this.http.read(await this.itemsCall(operation, query)));
  }

  /** The same, unless the caller knows the answer already: null then. */
  async itemsUnless(
    isSeen: (answer: Answer) => Promise<boolean>,
    operation: string,
    query: Query,
  ): Promise<Rows | null> {
    const read = await this.http.readUnless(isSeen, await this.itemsCall(operation, query));
    return read && this.rowsOf(read);
  }

  /** Any list that is paged as lists of items are. */
  async rows(operation: string, endpoint: Pick<Call, 'path' | 'query'>): Promise<Rows> {
    return this.rowsOf(await this.http.read({ operation, ...endpoint }));
  }

  private async itemsCall(operation: string, query: Query): Promise<Call> {
    const { user, endpoints } = await this.account();
    return { operation, ...withQuery(endpoints.items(user), query) };
  }

  private rowsOf({ body, answer }: { readonly body: unknown; readonly answer: Answer }): Rows {
    const { Items: rows, TotalRecordCount: total } = record(body);
    const count = integer(total);
    if (!Array.isArray(rows) || count === null) throw problems.unexpected(this.dialect, 'a list');
    return { rows, total: count, answer };
  }

  /** Whether the token may read what the account's user watched. */
  async mayRead(): Promise<boolean> {
    const { user, endpoints } = await this.account();
    const endpoint = withQuery(endpoints.items(user), { limit: 0 });
    return (await this.http.request({ operation: 'user', ...endpoint, accept: [403, 404] })).status < 400;
  }

  /** Null when the server does not have the item, or not for this user. A user who is gone is an error instead. */
  async item(operation: string, id: string): Promise<Fields | null> {
    const { user, endpoints } = await this.account();
    const query = { fields: this.dialect.itemFields.join(','), enableUserData: true, enableImages: false };
    const endpoint = withQuery(endpoints.item(user, id), query);
    const answer = await this.http.request({ operation, ...endpoint, accept: [400, 404] });
    if (answer.status < 400) {
      const item = record(answer.json());
      if (!sameId(text(item['Id']) ?? '', id))
        throw problems.unexpected(this.dialect, 'the item that was asked for');
      return item;
    }
    await this.proveUser(user);
    return null;
  }

  /** Both an unknown user and an address that lost its server answer 404 to everything. */
  private async proveUser(id: string): Promise<void> {
    if (await this.user(id)) return;
    await this.recognise();
    throw problems.unknownUser(this.dialect);
  }

  private async recognise(): Promise<ServerInfo> {
    const { dialect, to } = this;
    const { body } = await this.withoutCredential.read({ operation: 'server', path: '/System/Info/Public' });
    const server = readServerInfo(body);
    if (!server) throw problems.notAnApi(dialect);
    const type = typeOf(body);
    if (type !== dialect.type) throw problems.wrongType(dialect, type);
    if (!isAtLeast(server.version, dialect.minimumVersion)) throw problems.tooOld(dialect, server.version);
    if (to.uuid !== null && !sameId(to.uuid, server.uuid)) throw problems.anotherServer(dialect);
    return server;
  }
}

const withQuery = ({ path, query }: Endpoint, more: Query) => ({ path, query: { ...query, ...more } });
