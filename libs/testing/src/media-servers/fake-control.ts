import { bulkTitles } from './bulk-titles.js';
import { BadControlCall, faultOf, itemIdOf, numberOf, titleOf, userIdOf, valuesOf } from './control-input.js';
import { makePlaylist, playlistsOf } from './control-playlists.js';
import type { FakeMediaServer, FakeUser, FakeTitle, Fault, LoggedRequest } from './fake-media-server.js';
import { HttpFake, type FakeCall, type Route } from './http-fake.js';
import { json, type FakeReply } from './http-reply.js';

/** Anything that logs and can be told to fail: the media servers and the fake cloud. */
export interface Controlled {
  readonly requests: readonly LoggedRequest[];
  writes(): readonly LoggedRequest[];
  clearRequests(): void;
  fault(fault: Fault): void;
  clearFaults(): void;
}

interface Rig {
  readonly servers: readonly FakeMediaServer[];
  /** Others that only log and fail, by name. */
  readonly others: Readonly<Record<string, Controlled>>;
}

/** A server as a test or the demo needs it to configure a backend. */
export const serverCard = ({ type, url, uuid, users, adminToken }: FakeMediaServer) => ({
  type,
  url,
  uuid,
  users: users.map(({ id, name, token }: FakeUser) => ({ id, name, token })),
  adminToken,
});

/** Remote hands for tests that run in another process: what `FakeMediaServer` offers, as plain HTTP. */
export class FakeControl extends HttpFake {
  private readonly bulkCounts = new Map<string, number>();

  protected readonly routes: readonly Route[] = [
    this.route('GET', /^\/servers$/, () => this.rig.servers.map(serverCard)),
    this.route('GET', /^\/([\w-]+)\/requests$/, (_call, name) => this.controlled(name).requests),
    this.route('DELETE', /^\/([\w-]+)\/requests$/, (_call, name) => this.controlled(name).clearRequests()),
    this.route('GET', /^\/([\w-]+)\/writes$/, (_call, name) => this.controlled(name).writes()),
    this.route('POST', /^\/([\w-]+)\/fault$/, ({ body }, name) =>
      this.controlled(name).fault(faultOf(valuesOf(body))),
    ),
    this.route('DELETE', /^\/([\w-]+)\/faults$/, (_call, name) => this.controlled(name).clearFaults()),
    this.route('POST', /^\/(\w+)\/(play|unplay|pause)$/, ({ body }, name, verb) =>
      this.act(name, verb, body),
    ),
    this.route('GET', /^\/(\w+)\/state$/, ({ query }, name) => this.state(name, query)),
    this.route('POST', /^\/(\w+)\/add$/, ({ body }, name) => this.add(name, body)),
    this.route('POST', /^\/(\w+)\/remove$/, ({ body }, name) => this.remove(name, body)),
    this.route('GET', /^\/(\w+)\/playlists$/, ({ query }, name) =>
      playlistsOf(this.serverNamed(name), Object.fromEntries(query)),
    ),
    this.route('POST', /^\/(\w+)\/playlist$/, ({ body }, name) =>
      makePlaylist(this.serverNamed(name), valuesOf(body)),
    ),
    this.route('DELETE', /^\/(\w+)\/playlist\/(\w+)$/, (_call, name, id = '') =>
      this.serverNamed(name).playlists.drop(id),
    ),
    this.route('POST', /^\/(\w+)\/session$/, ({ body }, name) => this.startSession(name, body)),
    this.route('DELETE', /^\/(\w+)\/session\/([\w-]+)$/, (_call, name, key) => this.endSession(name, key)),
    this.route('POST', /^\/plex-tv\/approve$/, ({ body }) => this.approve(body)),
    this.route('POST', /^\/(\w+)\/webhook$/, ({ body }, name) => this.webhook(name, body)),
  ];

  constructor(private readonly rig: Rig) {
    super();
  }

  protected callerOf(): null {
    return null;
  }

  protected secrets(): readonly string[] {
    return [];
  }

  protected refusal(status: number): FakeReply {
    return json({ error: status === 404 ? 'there is no such control call' : `status ${status}` }, status);
  }

  private route(method: string, path: RegExp, act: (call: FakeCall, ...groups: string[]) => unknown): Route {
    return {
      methods: [method],
      path,
      open: true,
      handle: async (call, ...groups) => {
        try {
          return json((await act(call, ...groups)) ?? {});
        } catch (error) {
          return json({ error: error instanceof Error ? error.message : String(error) }, 400);
        }
      },
    };
  }

  private controlled(name = ''): Controlled {
    return this.rig.others[name] ?? this.serverNamed(name);
  }

  private serverNamed(name = ''): FakeMediaServer {
    const server = this.rig.servers.find(({ type }) => type === name);
    if (!server) throw new BadControlCall(`there is no server ${name}`);
    return server;
  }

  /** Sets the state as a person would, and tells it. */
  private act(name: string | undefined, verb: string | undefined, body: string) {
    const server = this.serverNamed(name);
    const values = valuesOf(body);
    const [user, id] = [userIdOf(server, values), itemIdOf(server, values)];
    const at = numberOf(values, 'at', Math.floor(Date.now() / 1000));
    if (verb === 'play') server.play(user, id, at);
    else if (verb === 'unplay') server.unplay(user, id);
    else if (values['stays'] === true)
      restOn(server, { user, id, positionMs: numberOf(values, 'positionMs'), at });
    else server.pauseAt(user, id, numberOf(values, 'positionMs'), at);
    if (values['undated'] === true) server.forgetDate(user, id);
    return { id, ...server.stateOf(user, id) };
  }

  private state(name: string | undefined, query: URLSearchParams) {
    const server = this.serverNamed(name);
    const values = Object.fromEntries(query);
    const id = itemIdOf(server, values);
    const isEpisode = values['episode'] !== undefined;
    const folders = isEpisode && {
      showId: server.folderOf(id, 'show'),
      seasonId: server.folderOf(id, 'season'),
    };
    return { id, ...folders, ...server.stateOf(userIdOf(server, values), id) };
  }

  /** One title, or `{ bulk, type }` for so many more of the invented ones. */
  private add(name: string | undefined, body: string) {
    const server = this.serverNamed(name);
    const values = valuesOf(body);
    if (values['bulk'] === undefined) return { id: server.add(titleOf(values)) };
    const { type } = titleOf({ ...values, title: 'bulk' });
    return { added: this.addBulk(server, type, numberOf(values, 'bulk')) };
  }

  private addBulk(server: FakeMediaServer, type: FakeTitle['type'], count: number): number {
    const counter = `${server.type} ${type}`;
    const first = this.bulkCounts.get(counter) ?? 0;
    for (const title of bulkTitles(type, count, first)) server.add(title);
    this.bulkCounts.set(counter, first + count);
    return count;
  }

  private remove(name: string | undefined, body: string): { readonly id: string } {
    const server = this.serverNamed(name);
    const id = itemIdOf(server, valuesOf(body));
    server.remove(id);
    return { id };
  }

  /** Somebody plays from now on; tells the key that ends it. */
  private startSession(name: string | undefined, body: string) {
    const server = this.serverNamed(name);
    if (!stages(server)) throw new BadControlCall(`${server.type} has no sessions to stage`);
    const values = valuesOf(body);
    const [user, id] = [userIdOf(server, values), itemIdOf(server, values)];
    return { key: server.startSession(user, id, numberOf(values, 'positionMs', 0)) };
  }

  private endSession(name: string | undefined, key = ''): void {
    const server = this.serverNamed(name);
    if (stages(server)) server.endSession(key);
  }

  /** The person confirms the sign-in that was begun last, or the one that is named by its code. */
  private approve(body: string) {
    const cloud = this.rig.others['plex-tv'];
    const [server] = this.rig.servers.filter(({ type }) => type === 'plex');
    if (!cloud || !approves(cloud) || !server) throw new BadControlCall('there is no fake plex.tv');
    const values = valuesOf(body);
    const code = typeof values['code'] === 'string' ? values['code'] : cloud.latestCode;
    if (code === null) throw new BadControlCall('no sign-in was begun');
    cloud.approve(code, userIdOf(server, values));
    return { code };
  }

  /** Posts one webhook to `url`, the way the server would; tells the receiver's status. */
  private async webhook(name: string | undefined, body: string) {
    const server = this.serverNamed(name);
    const values = valuesOf(body);
    const { url, event } = values;
    if (!rings(server)) throw new BadControlCall(`${server.type} sends no webhooks`);
    if (typeof url !== 'string' || typeof event !== 'string')
      throw new BadControlCall('url and event must be texts');
    const { reason } = values;
    const told = typeof reason === 'string' ? { event, reason } : { event };
    const about = { ...told, userId: userIdOf(server, values), id: itemIdOf(server, values) };
    return { status: await server.ring(url, about) };
  }
}

/** A server that posts webhooks in its vendor's form. */
export interface Ringing {
  /** Posts one webhook about an item in its present state; returns the receiver's status. */
  ring(
    url: string,
    about: {
      readonly event: string;
      readonly reason?: string;
      readonly userId: string;
      readonly id: string;
    },
  ): Promise<number>;
}

/** A server whose players stay on the screen. */
interface Screening {
  startPlaying(userId: string, id: string, at: number): void;
  pausePlaying(userId: string, id: string, positionMs: number): void;
}

/** Paused, and the player is not left. */
function restOn(
  server: FakeMediaServer,
  { user, id, positionMs, at }: { user: string; id: string; positionMs: number; at: number },
): void {
  if (!screens(server)) throw new BadControlCall(`${server.type} has no players to stage`);
  server.startPlaying(user, id, at);
  server.pausePlaying(user, id, positionMs);
}

interface Staging {
  startSession(userId: string, id: string, positionMs?: number): string;
  endSession(key: string): void;
}

interface Approving {
  readonly latestCode: string | null;
  approve(code: string, userId: string): void;
}

const stages = (server: FakeMediaServer): server is FakeMediaServer & Staging => 'startSession' in server;

const screens = (server: FakeMediaServer): server is FakeMediaServer & Screening => 'pausePlaying' in server;

const approves = (cloud: Controlled): cloud is Controlled & Approving => 'approve' in cloud;

const rings = (server: FakeMediaServer): server is FakeMediaServer & Ringing => 'ring' in server;
