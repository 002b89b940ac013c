import type { IncomingHttpHeaders } from 'node:http';
import { FakeLibraryServer, type FakeServerOptions } from '../fake-library-server.js';
import type { FakeMediaServer, FakeTitle, FakeUser, FakeUserData } from '../fake-media-server.js';
import type { StoredKind } from '../fake-store.js';
import type { Caller, Route } from '../http-fake.js';
import type { FakeReply } from '../http-reply.js';
import { Catalogue } from './catalogue.js';
import { Credentials } from './credentials.js';
import type { Dialect } from './dialect.js';
import type { Entry, Library } from './entry.js';
import type { Flavour } from './flavour.js';
import type { Happening } from './happening.js';
import { ItemJson } from './item-json.js';
import { ItemLister } from './item-lister.js';
import { PlayRecords } from './play-records.js';
import { Pictures, type Picture, type PictureKind } from './pictures.js';
import { Player } from './player.js';
import { ROUTE_TABLES } from './route-tables.js';
import { pathPattern, type FakePolicy, type Site } from './site.js';
import { WebhookSettings } from './webhook-settings.js';
import type { WebhookTarget } from './webhook-target.js';
import { WebhookSender, type WebhookEvent, type WebhookVoice } from './webhook.js';

export interface FakeMediaBrowserOptions extends FakeServerOptions {
  readonly adminToken?: string;
  /** One library without a collection type that holds movies and shows, instead of two. */
  readonly mixedLibrary?: boolean;
  /** Rows with equal sort keys change places from call to call, as on a busy server. */
  readonly unstableSort?: boolean;
  /** The server's own zone; some versions add it to dates that come with an offset. */
  readonly zoneMinutes?: number;
  /** Hidden and disabled accounts, by user id. */
  readonly policies?: Readonly<Record<string, FakePolicy>>;
  /** Emby sends webhooks with it only; it has it unless this is false. */
  readonly premiere?: boolean;
  /** Where the server lives below its address, e.g. `/jellyfin`. */
  readonly basePath?: string;
}

interface Make {
  readonly dialect: Dialect;
  readonly flavour: Flavour;
  readonly uuid: string;
  readonly name: string;
  readonly users: readonly FakeUser[];
  readonly voice: WebhookVoice;
  /** What may stand before every path, as a regular expression. */
  readonly prefix: string;
}

/** What Jellyfin and Emby have in common; they differ by dialect (behaviour) and flavour (names). */
export abstract class FakeMediaBrowser extends FakeLibraryServer {
  readonly uuid: string;
  readonly name: string;
  readonly version: string;
  readonly users: readonly FakeUser[];
  readonly adminToken: string;
  protected readonly routes: readonly Route[];
  protected readonly site: Site;

  private readonly flavour: Flavour;
  private readonly basePath: string;
  private readonly catalogue: Catalogue;
  private readonly records: PlayRecords;
  private readonly player: Player;
  private readonly credentials: Credentials;
  private readonly pictures = new Pictures();
  private readonly hidden = new Set<string>();
  private isPretending = false;
  private readonly deletedIds: string[] = [];
  private readonly webhookSettings = new WebhookSettings();
  private readonly webhooks: WebhookSender;
  private readonly ownTargets: WebhookTarget[] = [];

  constructor(options: FakeMediaBrowserOptions, make: Make) {
    super(options);
    const { dialect, flavour, uuid, name, users } = make;
    this.uuid = uuid;
    this.name = name;
    this.version = dialect.version;
    this.users = users;
    this.adminToken = options.adminToken ?? `${dialect.type}-admin-key`;
    this.flavour = flavour;
    this.basePath = options.basePath ?? '';
    this.catalogue = new Catalogue(this.store, flavour, options.mixedLibrary ?? false);
    this.records = new PlayRecords(this.states, dialect, this.now);
    this.player = new Player(this.records);
    this.credentials = new Credentials(dialect, users, this.adminToken);
    this.webhooks = new WebhookSender(make.voice);
    this.site = this.makeSite(options, dialect);
    const at = pathPattern(`${this.basePath}${make.prefix}`);
    this.routes = ROUTE_TABLES.flatMap((table) => table(this.site, at));
  }

  override get url(): string {
    return `${super.url}${this.basePath}`;
  }

  /** The libraries so far; each is made when its first title is added. */
  get libraries(): readonly Library[] {
    return this.catalogue.libraries;
  }

  /** Items that a client deleted, which takes the files along: any id in here is a mistake of the client. */
  get deletions(): readonly string[] {
    return this.deletedIds;
  }

  override add(title: FakeTitle): string {
    const { id } = this.store.add(title);
    this.catalogue.changed({ type: title.type, id });
    this.tellAdded(id);
    return id;
  }

  /** An episode that the server knows from metadata only, without a file. */
  addMissing(title: FakeTitle & { readonly type: 'episode' }): string {
    const { id } = this.store.add(title);
    this.catalogue.changed({ type: title.type, id }, true);
    return id;
  }

  /** An empty library of any kind, for instance music. */
  addLibrary(name: string, collectionType: string | null): string {
    return this.catalogue.addLibrary(name, collectionType).id;
  }

  override remove(id: string): void {
    const entry = this.entry(id);
    this.store.remove(id);
    this.records.forget(entry);
    this.playlists.forgetItem(id);
    this.catalogue.changed({ type: entry.type === 'Movie' ? 'movie' : 'episode', id });
  }

  hideLibrary(userId: string, libraryId: string): void {
    this.hidden.add(`${userId} ${libraryId}`);
  }

  setFavourite(userId: string, id: string, favourite: boolean): void {
    const { user, entry } = this.stage(userId, id);
    this.records.setFavourite(userId, entry, favourite);
    this.tell(user, entry, 'rated');
  }

  /** Null takes the picture away. */
  setPicture(id: string, kind: PictureKind, picture: Picture | null): void {
    this.pictures.set(id, kind, picture);
  }

  /** All keys but the one that a test began with. */
  forgetKeys(): void {
    for (const { token } of this.credentials.apiKeys())
      if (token !== this.adminToken) this.credentials.removeKey(token);
  }

  passwordOf(user: FakeUser): string {
    return `password of ${user.name}`;
  }

  override play(userId: string, id: string, at: number): void {
    this.startPlaying(userId, id, at);
    this.stopPlaying(userId, id, this.entry(id).runtimeTicks / 10_000);
  }

  override forgetDate(userId: string, id: string): void {
    this.mustKnow(userId, id);
    this.records.forgetDate(userId, this.entry(id));
  }

  override unplay(userId: string, id: string): void {
    const { user, entry } = this.stage(userId, id);
    this.records.markUnplayed(userId, entry);
    this.tell(user, entry, 'toggled');
  }

  /**
   * Starts and stops there, under the server's rules: below 5 % nothing stays, above 90 % is the end, and before
   * Jellyfin 12 the start takes the watched mark away (integration facts 4.1).
   */
  override pauseAt(...[userId, id, positionMs, at]: Parameters<FakeMediaServer['pauseAt']>): void {
    this.startPlaying(userId, id, at);
    this.stopPlaying(userId, id, positionMs);
  }

  override stateOf(userId: string, id: string): FakeUserData {
    this.mustKnow(userId, id);
    return this.records.get(userId, this.entry(id));
  }

  /** Somebody presses play; shown in the sessions until `stopPlaying`. */
  startPlaying(userId: string, id: string, at: number): void {
    const { user, entry } = this.stage(userId, id);
    this.player.start(userId, entry, at);
    this.tell(user, entry, 'started');
  }

  progressPlaying(userId: string, id: string, positionMs: number): void {
    const { user, entry } = this.stage(userId, id);
    this.player.progress(userId, entry, positionMs);
    this.tell(user, entry, 'progressed');
  }

  /** The players of Jellyfin report a pause as they report progress. */
  pausePlaying(userId: string, id: string, positionMs: number): void {
    const { user, entry } = this.stage(userId, id);
    this.player.pause(userId, entry, positionMs);
    this.tell(user, entry, 'progressed');
  }

  /** Without a position the server takes it for watched to the end. */
  stopPlaying(userId: string, id: string, positionMs: number | null): void {
    const { user, entry } = this.stage(userId, id);
    this.player.stop(userId, entry, positionMs);
    this.tell(user, entry, 'stopped');
  }

  /** From now on every event goes to this address, as to one that a client registered. */
  sendWebhooksTo(url: string, form = this.webhooks.form): void {
    this.ownTargets.push({ url, form, events: [] });
  }

  /** Resolves when every webhook so far was sent, heard or not. */
  async webhooksSent(): Promise<void> {
    await this.webhooks.sent();
  }

  /** Posts one webhook about an item in its present state; returns the receiver's status. */
  async ring(
    url: string,
    about: WebhookEvent & { readonly userId: string; readonly id: string },
  ): Promise<number> {
    const subject = { site: this.site, ...this.stage(about.userId, about.id) };
    return this.webhooks.ring(about, subject, { url, form: this.webhooks.form, events: [] });
  }

  protected newId(_kind: StoredKind, sequence: number): string {
    return this.flavour.itemId(sequence);
  }

  protected newPlaylistId(sequence: number): string {
    return this.flavour.playlistId(sequence);
  }

  protected callerOf(headers: IncomingHttpHeaders, query: URLSearchParams): Caller | null {
    return this.credentials.callerOf(headers, query);
  }

  protected override secrets(): readonly string[] {
    return this.credentials.secrets();
  }

  protected entry(id: string): Entry {
    const entry = this.catalogue.find(id);
    if (!entry) throw new Error(`there is no item ${id}`);
    return entry;
  }

  private stage(userId: string, id: string) {
    const user = this.users.find((each) => each.id === userId);
    if (!user) throw new Error(`there is no user ${userId}`);
    return { user, entry: this.entry(id) };
  }

  private targets(): readonly WebhookTarget[] {
    return [...this.ownTargets, ...this.webhookSettings.targets()];
  }

  /** What did not happen rings no bell either. */
  protected override async pretended(act: () => FakeReply | Promise<FakeReply>): Promise<FakeReply> {
    this.isPretending = true;
    try {
      return await super.pretended(act);
    } finally {
      this.isPretending = false;
    }
  }

  private tell(user: FakeUser, entry: Entry, happening: Happening): void {
    if (this.isPretending) return;
    this.webhooks.tell(happening, { site: this.site, user, entry }, this.targets());
  }

  /** Names no user; and while nobody listens a large library is filled without a thought. */
  private tellAdded(id: string): void {
    const [anybody] = this.users;
    if (anybody && this.targets().length > 0) this.tell(anybody, this.entry(id), 'added');
  }

  private makeSite(options: FakeMediaBrowserOptions, dialect: Dialect): Site {
    const { uuid, name, users, catalogue, records, credentials, player, now } = this;
    return {
      dialect,
      uuid,
      name,
      users,
      catalogue,
      records,
      credentials,
      player,
      pictures: this.pictures,
      playlists: this.playlists,
      webhookSettings: this.webhookSettings,
      now,
      zoneMinutes: options.zoneMinutes ?? 0,
      json: new ItemJson({ dialect, uuid, catalogue, records }),
      lister: new ItemLister(catalogue, records, options.unstableSort ?? false),
      url: () => this.url,
      policyOf: ({ id }) => options.policies?.[id] ?? {},
      passwordOf: (user) => this.passwordOf(user),
      canSee: (user, library) => !this.hidden.has(`${user.id} ${library.id}`),
      wrote: (user, entry, happening) => this.tell(user, entry, happening),
      deleted: (id) => this.delete(id),
      isPaused: (userId) => player.playing.some((screen) => screen.userId === userId && screen.isPaused),
      post: (target, payload) => {
        if (options.premiere !== false) this.webhooks.send(target, payload);
      },
    };
  }

  private delete(id: string): void {
    this.deletedIds.push(id);
    for (const { id: each } of this.catalogue.playablesOf(this.entry(id))) this.remove(each);
  }
}
