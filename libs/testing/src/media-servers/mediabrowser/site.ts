import type { FakeUser } from '../fake-media-server.js';
import type { FakePlaylists } from '../fake-playlists.js';
import { Refused, type FakeCall, type Route } from '../http-fake.js';
import type { Catalogue } from './catalogue.js';
import type { Credentials } from './credentials.js';
import type { Dialect } from './dialect.js';
import type { Entry, Library } from './entry.js';
import type { Happening } from './happening.js';
import type { ItemJson } from './item-json.js';
import type { ItemLister } from './item-lister.js';
import type { PlayRecords } from './play-records.js';
import type { Player } from './player.js';
import type { Pictures } from './pictures.js';
import { Query } from './query.js';
import type { WebhookSettings } from './webhook-settings.js';
import type { WebhookTarget } from './webhook-target.js';

export interface FakePolicy {
  readonly hidden?: boolean;
  readonly disabled?: boolean;
}

/** Everything that the routes of one fake server share. */
export interface Site {
  readonly dialect: Dialect;
  readonly uuid: string;
  readonly name: string;
  readonly users: readonly FakeUser[];
  /** The server's offset from UTC: what some versions add to dates that they misread. */
  readonly zoneMinutes: number;
  readonly catalogue: Catalogue;
  readonly records: PlayRecords;
  readonly lister: ItemLister;
  readonly json: ItemJson;
  readonly credentials: Credentials;
  readonly player: Player;
  readonly pictures: Pictures;
  readonly playlists: FakePlaylists;
  readonly webhookSettings: WebhookSettings;
  readonly now: () => number;
  url(): string;
  policyOf(user: FakeUser): FakePolicy;
  passwordOf(user: FakeUser): string;
  canSee(user: FakeUser, library: Library): boolean;
  /** Called after a user's data of an item was written by a client. */
  wrote(user: FakeUser, entry: Entry, happening: Happening): void;
  deleted(id: string): void;
  /** Whether what this person plays rests. */
  isPaused(userId: string): boolean;
  /** Posts this to a webhook; nothing happens on an Emby without Premiere. */
  post(target: WebhookTarget, payload: Readonly<Record<string, unknown>>): void;
}

/** `/Users/{uid}/Items` as a pattern that minds neither letter case nor the server's own prefix. */
export type PathPattern = (template: string) => RegExp;
export type RouteTable = (site: Site, at: PathPattern) => readonly Route[];

export const pathPattern =
  (prefix: string): PathPattern =>
  (template) =>
    new RegExp(`^${prefix}${template.replaceAll(/\{\w+\}/g, '([^/]+)')}$`, 'i');

export const queryOf = (call: FakeCall): Query => new Query(call.query);

/** The user named in a path, if the caller may act for that one. */
export function userInPath(site: Site, call: FakeCall, id: string): FakeUser {
  const user = site.users.find((each) => each.id === checkedId(site, id));
  if (!user) throw new Refused(404);
  const { caller } = call;
  if (caller && !caller.admin && caller.user?.id !== user.id) throw new Refused(403);
  return user;
}

/** The user of a modern path: the one named, else the token's own; an API key has none. */
export function userInQuery(site: Site, call: FakeCall): FakeUser | null {
  const named = queryOf(call).text('UserId');
  return named === null ? (call.caller?.user ?? null) : userInPath(site, call, named);
}

export function mustHaveUser(user: FakeUser | null): FakeUser {
  if (!user) throw new Refused(400);
  return user;
}

export function mustBeAdmin(call: FakeCall): void {
  if (!call.caller?.admin) throw new Refused(403);
}

/** The item with that id, if this user may know of it. */
export function entryFor(site: Site, user: FakeUser | null, id: string): Entry {
  const entry = site.catalogue.find(checkedId(site, id));
  if (!entry) throw new Refused(404);
  const isHidden = user !== null && !site.canSee(user, entry.library);
  if (isHidden && site.dialect.hidesInvisibleItems) throw new Refused(404);
  return entry;
}

/** Letter case and dashes mean nothing; Jellyfin refuses what is no id at all, Emby just does not find it. */
export function checkedId(site: Site, id: string): string {
  const plain = id.toLowerCase().replaceAll('-', '');
  if (site.dialect.type === 'jellyfin' && !/^[0-9a-f]{32}$/.test(plain)) throw new Refused(400);
  return plain;
}

export function bodyOf(call: FakeCall): Readonly<Record<string, unknown>> {
  const parsed = parsedJson(call.body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Refused(400);
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), value]));
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refused(400);
  }
}
