import type { FakeUser } from '../fake-media-server.js';
import type { FakePlaylist } from '../fake-playlists.js';
import { Refused, type FakeCall, type Route } from '../http-fake.js';
import { empty, json, type FakeReply } from '../http-reply.js';
import type { Wanted } from './item-json.js';
import {
  bodyOf,
  checkedId,
  mustHaveUser,
  queryOf,
  userInPath,
  userInQuery,
  type RouteTable,
  type Site,
} from './site.js';
import { toWireDate } from './times.js';

/** Playlists (integration facts C25 to C29 and 8.17). */
export const playlistRoutes: RouteTable = (site, at) => [
  route('GET', at('/Playlists/{id}/Items'), (call, id) => entries(site, call, id)),
  route('POST', at('/Playlists'), (call) => create(site, call)),
  route('POST', at('/Playlists/{id}/Items'), (call, id) => append(site, call, id)),
  ...(site.dialect.tellsPlaylists
    ? [route('GET', at('/Playlists/{id}'), (call, id) => shares(site, call, id))]
    : []),
];

const route = (method: string, path: RegExp, handle: (call: FakeCall, id: string) => FakeReply): Route => ({
  methods: [method],
  path,
  write: method !== 'GET',
  handle: (call, id = '') => handle(call, id),
});

/** A list as a row of `/Items` shows it. */
export function playlistRow(site: Site, list: FakePlaylist, { fields, userId }: Wanted) {
  const children = list.itemIds.filter((id) => site.catalogue.find(id)).length;
  const isMine = userId === null || list.ownerId === userId;
  const gated = {
    DateCreated: toWireDate(list.createdAt * 1000),
    CanDelete: !list.isReadOnly && isMine,
    ...(site.dialect.tellsLastSaved && { DateLastSaved: toWireDate(list.changedAt * 1000) }),
    RecursiveItemCount: children,
    ...(site.dialect.type === 'emby' && { ChildCount: children }),
  };
  const asked = Object.entries(gated).filter(([name]) => fields === 'all' || fields.has(name.toLowerCase()));
  return {
    Name: list.title,
    ServerId: site.uuid,
    Id: list.id,
    ...Object.fromEntries(asked),
    IsFolder: true,
    Type: 'Playlist',
    ...(site.dialect.type === 'jellyfin' && { ChildCount: children }),
    MediaType: list.holds === 'video' ? 'Video' : 'Audio',
  };
}

/** Those that a user may see; of an old Jellyfin only the own ones. */
export function playlistsFor(site: Site, user: FakeUser | null): readonly FakePlaylist[] {
  if (user === null) return site.users.flatMap(({ id }) => site.playlists.of(id));
  const seen = site.playlists.of(user.id);
  return site.dialect.sharesPlaylists ? seen : seen.filter(({ ownerId }) => ownerId === user.id);
}

export function playlistFor(site: Site, user: FakeUser | null, id: string): FakePlaylist | null {
  const plain = checkedId(site, id);
  return playlistsFor(site, user).find((list) => list.id === plain) ?? null;
}

/** The files of what is in it stay where they are. */
export function removePlaylist(site: Site, call: FakeCall, list: FakePlaylist): FakeReply {
  if (!call.caller?.admin && call.caller?.user?.id !== list.ownerId) throw new Refused(403);
  site.playlists.drop(list.id);
  return empty(204);
}

function entries(site: Site, call: FakeCall, id: string): FakeReply {
  const user = mustHaveUser(userInQuery(site, call));
  const list = playlistFor(site, user, id);
  if (!list) throw new Refused(404);
  const query = queryOf(call);
  const wanted = { fields: new Set(query.list('Fields')), userId: user.id };
  const rows = list.itemIds.flatMap((itemId, place) => {
    const entry = site.catalogue.find(itemId);
    const isShown = entry !== null && site.canSee(user, entry.library);
    const entryId = site.dialect.type === 'emby' ? String(place + 1) : itemId;
    return isShown ? [{ ...site.json.item(entry, wanted), PlaylistItemId: entryId }] : [];
  });
  const start = Math.max(query.integer('StartIndex') ?? 0, 0);
  const items = rows.slice(start, start + (query.integer('Limit') ?? rows.length));
  const page = { Items: items, TotalRecordCount: rows.length };
  return json(site.dialect.type === 'jellyfin' ? { ...page, StartIndex: start } : page);
}

function create(site: Site, call: FakeCall): FakeReply {
  const asked = site.dialect.type === 'emby' ? fromQuery(call) : fromBody(call);
  if (asked.title === null) throw new Refused(400);
  const owner = asked.userId === null ? call.caller?.user : userInPath(site, call, asked.userId);
  if (!owner) throw new Refused(400);
  const itemIds = known(site, asked.itemIds);
  if (!site.catalogue.libraries.some(({ collectionType }) => collectionType === 'playlists'))
    site.catalogue.addLibrary('Playlists', 'playlists');
  const wish = { title: asked.title, itemIds, at: site.now() };
  const isPublic = site.dialect.sharesPlaylists && asked.isPublic;
  const id = site.playlists.make(owner.id, { ...wish, isPublic });
  if (site.dialect.type === 'jellyfin') return json({ Id: id });
  return json({ Id: id, Name: asked.title, ItemAddedCount: itemIds.length });
}

function append(site: Site, call: FakeCall, id: string): FakeReply {
  const user = mustHaveUser(userInQuery(site, call));
  const list = playlistFor(site, user, id);
  if (!list) throw new Refused(404);
  if (list.ownerId !== user.id) throw new Refused(403);
  const more = known(site, queryOf(call).list('Ids'));
  site.playlists.edit(list.id, { itemIds: [...list.itemIds, ...more], at: site.now() });
  return site.dialect.type === 'jellyfin' ? empty(204) : json({ ItemAddedCount: more.length });
}

/** Who may change it: only the user of the token is told, so a key is refused (integration facts 2.1). */
function shares(site: Site, call: FakeCall, id: string): FakeReply {
  const { user } = call.caller ?? { user: null };
  if (!user) throw new Refused(400);
  const list = playlistFor(site, user, id);
  if (!list) throw new Refused(404);
  return json({ OpenAccess: list.isPublic, Shares: [], ItemIds: list.itemIds });
}

interface Asked {
  readonly title: string | null;
  readonly itemIds: readonly string[];
  readonly userId: string | null;
  readonly isPublic: boolean;
}

function fromQuery(call: FakeCall): Asked {
  const query = queryOf(call);
  const [title, userId] = [query.text('Name'), query.text('UserId')];
  return { title, userId, itemIds: query.list('Ids'), isPublic: false };
}

/** A list is everybody's unless its maker says otherwise. */
function fromBody(call: FakeCall): Asked {
  const { name, ids, userid, ispublic } = bodyOf(call);
  return {
    title: typeof name === 'string' && name !== '' ? name : null,
    itemIds: Array.isArray(ids) ? ids.map((id) => String(id).toLowerCase().replaceAll('-', '')) : [],
    userId: typeof userid === 'string' ? userid : null,
    isPublic: ispublic !== false,
  };
}

const known = (site: Site, ids: readonly string[]): readonly string[] =>
  ids.filter((id) => site.catalogue.find(id) !== null);
