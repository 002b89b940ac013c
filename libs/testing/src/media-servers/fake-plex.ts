import type { IncomingHttpHeaders } from 'node:http';
import { FakeLibraryServer, type FakeServerOptions } from './fake-library-server.js';
import type { FakeTitle } from './fake-media-server.js';
import type { StoredKind } from './fake-store.js';
import { Refused, type Caller, type FakeCall, type Route, type Upgrade } from './http-fake.js';
import { html, type FakeReply } from './http-reply.js';
import { container, listed } from './plex-answers.js';
import { dialectOf, type PlexDialect } from './plex-dialect.js';
import { PlexLibrary } from './plex-library.js';
import { lied, type PlexLies } from './plex-lies.js';
import { PlexNotices } from './plex-notices.js';
import { PlexPlayback } from './plex-playback.js';
import { PlexPlaylistRoutes } from './plex-playlists.js';
import type { OtherSection, PlexSection } from './plex-sections.js';
import { plexWebhook } from './plex-webhook.js';
import { DEFAULT_PLEX_USERS, plexPerson, type PlexPerson, type PlexUser } from './plex-users.js';

export interface FakePlexOptions extends FakeServerOptions {
  readonly users?: readonly PlexUser[];
  /** The library types that a user may see, by user id; everything where the user is not named. */
  readonly shares?: Readonly<Record<string, readonly PlexSection['type'][]>>;
  /** Libraries that hold nothing of ours, such as `MUSIC`. */
  readonly otherSections?: readonly OtherSection[];
  /** Whether the owner pays for webhooks; yes unless told otherwise. */
  readonly hasPass?: boolean;
}

/** A title with a legacy agent's guid, e.g. `com.plexapp.agents.imdb://tt1?lang=en`, which has no `Guid` array. */
export interface PlexTitle extends FakeTitle {
  readonly agentGuid?: string;
  readonly showAgentGuid?: string;
}

/** What a webhook is about. */
interface RingAbout {
  readonly event: string;
  readonly userId: string;
  readonly id: string;
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A Plex Media Server as plex.md describes it: the token alone says whose state is read and written. */
export class FakePlex extends FakeLibraryServer {
  readonly type = 'plex';
  readonly uuid: string;
  readonly name: string;
  readonly version: string;
  readonly users: readonly PlexPerson[];
  readonly adminToken: string;
  protected readonly routes: readonly Route[];

  readonly hasPass: boolean;
  private targets: () => readonly string[] = () => [];
  private readonly rings = new Set<Promise<unknown>>();
  private readonly dialect: PlexDialect;
  private lies: PlexLies = {};
  private readonly signedOut = new Set<string>();
  private readonly agentGuids = new Map<string, string>();
  private readonly playback: PlexPlayback;
  /** Its notification socket: who listens, and whatever a test wants it to say. */
  readonly notices = new PlexNotices();

  constructor(options: FakePlexOptions = {}) {
    super(options);
    this.users = (options.users ?? DEFAULT_PLEX_USERS).map(plexPerson);
    const owner = this.users.find(({ role }) => role === 'owner');
    if (!owner) throw new Error('a Plex server has an owner: mark one user as admin');
    this.adminToken = owner.token;
    this.uuid = options.uuid ?? 'f0e1d2c3b4a5968778695a4b3c2d1e0f12345678';
    this.name = options.name ?? 'Attic Server';
    this.hasPass = options.hasPass ?? true;
    this.version = options.version ?? '1.42.1.10060-4e8b05daf';

    const { store, states, now, notices, agentGuids, playlists } = this;
    this.dialect = dialectOf(this.version);
    const { dialect } = this;
    const { shares = {}, otherSections = [] } = options;
    const library = new PlexLibrary({ store, states, agentGuids, shares, dialect, otherSections });
    const personOf = (call: FakeCall) => this.personOf(call);
    const bell = (event: string, { id: userId }: PlexPerson, { id }: { readonly id: string }) =>
      this.tell({ event, userId, id });
    this.playback = new PlexPlayback({ store, states, now, notices, dialect, personOf, bell });
    this.routes = [
      { methods: ['GET'], path: /^\/identity$/, open: true, handle: (call) => this.identity(call) },
      { methods: ['GET'], path: /^\/$/, handle: (call) => this.root(call) },
      { methods: ['GET'], path: /^\/accounts$/, handle: (call) => this.accounts(call) },
      ...library.routes,
      ...this.playback.routes,
      ...new PlexPlaylistRoutes({ playlists, store, states, agentGuids, dialect, machineId: this.uuid, now })
        .routes,
    ];
  }

  override add(title: PlexTitle): string {
    const { agentGuid, showAgentGuid, ...plain } = title;
    const stored = this.store.add(plain);
    const { id, show } = stored;
    this.notices.library(stored, 'created', this.now());
    this.notices.library(stored, 'processed', this.now());
    const owner = this.users.find(({ role }) => role === 'owner');
    if (owner) this.tell({ event: 'library.new', userId: owner.id, id });
    if (agentGuid !== undefined) this.agentGuids.set(id, agentGuid);
    if (showAgentGuid !== undefined && show) this.agentGuids.set(show.id, showAgentGuid);
    return id;
  }

  override remove(id: string): void {
    const title = this.store.title(id);
    super.remove(id);
    if (title) this.notices.library(title, 'deleted', this.now());
  }

  override async stop(): Promise<void> {
    this.notices.hangUp();
    await super.stop();
  }

  /** Somebody plays right now; listed in `/status/sessions` until `endSession`. Returns the session's key. */
  startSession(userId: string, id: string, positionMs = 0): string {
    const client = `player-of-${userId}-${id}`;
    return this.playback.open({ client, ...this.stage(userId, id), positionMs, state: 'playing' });
  }

  endSession(key: string): void {
    this.playback.close(key);
  }

  /** Whom its webhooks call; the cloud of its owner knows. */
  hookTo(targets: () => readonly string[]): void {
    this.targets = targets;
  }

  /** Resolves when all webhooks that were sent are answered, or lost: nobody sends one twice. */
  async rung(): Promise<void> {
    await Promise.all(this.rings);
  }

  private tell(about: RingAbout): void {
    // When many titles come at once, most of the news are lost (plex.md quirk 60).
    if (!this.hasPass || (about.event === 'library.new' && this.rings.size > 20)) return;
    for (const target of this.targets()) {
      const ring: Promise<unknown> = this.ring(target, about).catch(() => null);
      this.rings.add(ring);
      void ring.then(() => this.rings.delete(ring));
    }
  }

  /** Posts one native webhook about an item in its present state; returns the receiver's status. */
  async ring(url: string, about: RingAbout): Promise<number> {
    const folder = this.store.show(about.id) ?? this.store.season(about.id);
    const playable = folder ? (this.store.playable(about.id)[0]?.id ?? '') : about.id;
    const { person, title } = this.stage(about.userId, playable);
    const state = this.stateOf(about.userId, playable);
    const { event } = about;
    const response = await fetch(url, {
      method: 'POST',
      ...plexWebhook({ event, person, title, folder, state, server: this, dialect: this.dialect }),
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** From now on the server says what is not so; `{}` ends it. */
  lie(lies: PlexLies): void {
    this.lies = lies;
  }

  /** No token of this person is good any more, until `signIn`. */
  signOut(userId: string): void {
    this.signedOut.add(userId);
  }

  signIn(userId: string): void {
    this.signedOut.delete(userId);
  }

  protected override retouch(reply: FakeReply): FakeReply {
    return lied(this.lies, reply);
  }

  protected override secrets(): readonly string[] {
    return [...super.secrets(), ...this.users.map(({ serverToken }) => serverToken)];
  }

  protected override upgrade({ path, request, socket, head }: Upgrade): number {
    if (path !== '/:/websockets/notifications') return 404;
    this.notices.accept(request, socket, head);
    return 101;
  }

  protected newId(_kind: StoredKind, sequence: number): string {
    return String(100 + sequence);
  }

  protected newPlaylistId(sequence: number): string {
    return String(9_000_000 + sequence);
  }

  protected callerOf(headers: IncomingHttpHeaders, query: URLSearchParams): Caller | null {
    const token = headers['x-plex-token'] ?? query.get('X-Plex-Token');
    const user = this.users.find((person) => [person.token, person.serverToken].includes(String(token)));
    return user && !this.signedOut.has(user.id) ? { user, admin: user.role === 'owner' } : null;
  }

  protected refusal(status: number): FakeReply {
    const reason = REASONS[status] ?? 'Error';
    return html(reason, status, `${status} ${reason}`);
  }

  private stage(userId: string, id: string) {
    const person = this.users.find((user) => user.id === userId);
    const title = this.store.title(id);
    if (!person || !title) throw new Error(`there is no user ${userId} or no title ${id}`);
    return { person, title };
  }

  private personOf({ caller }: FakeCall): PlexPerson {
    const person = this.users.find(({ id }) => id === caller?.user?.id);
    if (!person) throw new Refused(401);
    return person;
  }

  private identity(call: FakeCall): FakeReply {
    const { uuid: machineIdentifier, version } = this;
    return container(call, { size: 0, apiVersion: '1.2.0', claimed: true, machineIdentifier, version });
  }

  private root(call: FakeCall): FakeReply {
    return container(call, {
      size: 2,
      friendlyName: this.name,
      machineIdentifier: this.uuid,
      multiuser: true,
      myPlex: true,
      myPlexSubscription: this.hasPass,
      ownerFeatures: this.hasPass ? 'home,pass,webhooks' : 'home',
      pushNotifications: true,
      platform: 'Linux',
      platformVersion: '6.8.0',
      version: this.version,
      Directory: ['library', 'playlists'].map((key) => ({ count: 1, key, title: key })),
    });
  }

  /** Local account ids: the owner is 1, everybody else keeps the plex.tv id. */
  private accounts(call: FakeCall): FakeReply {
    if (!call.caller?.admin) throw new Refused(403);
    const rows = this.users.map(({ id, name, role }) => {
      const localId = role === 'owner' ? 1 : Number(id);
      return { id: localId, key: `/accounts/${localId}`, name };
    });
    return container(call, { identifier: 'com.plexapp.system.accounts', ...listed('Account', rows) });
  }
}
