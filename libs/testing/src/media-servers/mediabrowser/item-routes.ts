import type { FakeUser } from '../fake-media-server.js';
import { Refused, type FakeCall, type Route } from '../http-fake.js';
import { empty, json, type FakeReply } from '../http-reply.js';
import type { Wanted } from './item-json.js';
import { readItemQuery } from './item-query.js';
import { playlistFor, playlistRow, playlistsFor, removePlaylist } from './playlist-routes.js';
import type { Query } from './query.js';
import {
  checkedId,
  entryFor,
  mustBeAdmin,
  mustHaveUser,
  queryOf,
  userInPath,
  userInQuery,
  type RouteTable,
  type Site,
} from './site.js';

/** Libraries, lists and single items (integration facts C08 to C14, C29). */
export const itemRoutes: RouteTable = (site, at) => [
  get(at('/Users/{uid}/Items'), (call, uid) => list(site, call, userInPath(site, call, uid))),
  get(at('/Users/{uid}/Items/{id}'), (call, uid, id) => oneItem(site, userInPath(site, call, uid), id)),
  get(at('/Users/{uid}/Views'), (call, uid) => libraries(site, userInPath(site, call, uid))),
  get(at('/Items'), (call) => list(site, call, userInQuery(site, call))),
  get(at('/Items/{id}/Ancestors'), (call, id) => ancestors(site, userInQuery(site, call), id)),
  ...(site.dialect.modernPaths
    ? [
        get(at('/Items/{id}'), (call, id) => oneItem(site, userInQuery(site, call), id)),
        get(at('/UserViews'), (call) => libraries(site, mustHaveUser(userInQuery(site, call)))),
      ]
    : []),
  ...folderRoutes(site, at),
  {
    methods: ['DELETE'],
    path: at('/Items/{id}'),
    write: true,
    handle: (call, id = '') => removeItem(site, call, id),
  },
];

const folderRoutes: RouteTable = (site, at) => {
  const folders = (call: FakeCall) => {
    mustBeAdmin(call);
    return site.catalogue.libraries.map(({ id, guid, name, path, collectionType }) => ({
      Name: name,
      Locations: [path],
      ...(collectionType !== null && { CollectionType: collectionType }),
      LibraryOptions: { PathInfos: [{ Path: path }] },
      ItemId: id,
      ...(site.dialect.type === 'emby' && { Id: id, Guid: guid }),
    }));
  };
  const array = get(at('/Library/VirtualFolders'), (call) => json(folders(call)));
  if (site.dialect.type === 'jellyfin') return [array];
  const paged = get(at('/Library/VirtualFolders/Query'), (call) => {
    const rows = folders(call);
    return json({ Items: rows, TotalRecordCount: rows.length });
  });
  return [array, paged];
};

type Groups = readonly [string, string];

function get(path: RegExp, handle: (call: FakeCall, ...groups: Groups) => FakeReply): Route {
  return { methods: ['GET'], path, handle: (call, first = '', second = '') => handle(call, first, second) };
}

function list(site: Site, call: FakeCall, user: FakeUser | null): FakeReply {
  const query = queryOf(call);
  const wanted = readItemQuery(query);
  const isRoot = wanted.parentId === null && !wanted.recursive && wanted.ids.length === 0;
  if (isRoot && wanted.search === null) return libraries(site, user);
  const shown = wantedOf(query, user);
  if (asksForPlaylists(site, query)) return playlists(site, { query, user, shown });
  const rows = site.lister.list(
    wanted.search === null ? wanted : { ...wanted, recursive: true },
    viewer(site, user),
  );
  const start = Math.max(query.integer('StartIndex') ?? 0, 0);
  const limit = query.integer('Limit') ?? rows.length;
  const items = rows.slice(start, start + limit).map((entry) => site.json.item(entry, shown));
  return envelope(site, { items, total: rows.length, start });
}

/** With a media type an Emby forgets which types of items were asked for (integration facts quirk 44). */
const asksForPlaylists = (site: Site, query: Query): boolean =>
  query.list('IncludeItemTypes').join() === 'playlist' &&
  !(site.dialect.type === 'emby' && query.list('MediaTypes').length > 0);

function playlists(
  site: Site,
  { query, user, shown }: { readonly query: Query; readonly user: FakeUser | null; readonly shown: Wanted },
): FakeReply {
  const media = query.list('MediaTypes');
  const lists = playlistsFor(site, user).filter(({ holds }) => media.length === 0 || media.includes(holds));
  const start = Math.max(query.integer('StartIndex') ?? 0, 0);
  const page = lists.slice(start, start + (query.integer('Limit') ?? lists.length));
  const seen = { ...shown, userId: user?.id ?? null };
  const items = page.map((list) => playlistRow(site, list, seen));
  return envelope(site, { items, total: lists.length, start });
}

function libraries(site: Site, user: FakeUser | null): FakeReply {
  const seen = site.catalogue.libraries.filter((library) => user === null || site.canSee(user, library));
  const items = seen.map((library) => site.json.library(library, user?.id ?? null));
  return envelope(site, { items, total: items.length, start: 0 });
}

/** One item by its id tells everything, whatever fields were asked for. */
function oneItem(site: Site, user: FakeUser | null, id: string): FakeReply {
  const userId = user?.id ?? null;
  const library = site.catalogue.library(checkedId(site, id));
  if (library && (user === null || site.canSee(user, library)))
    return json(site.json.library(library, userId));
  const shown = { fields: 'all', userId } as const;
  const list = playlistFor(site, user, id);
  return json(list ? playlistRow(site, list, shown) : site.json.item(entryFor(site, user, id), shown));
}

/** Everything above an item, the nearest first, up to its library. */
function ancestors(site: Site, user: FakeUser | null, id: string): FakeReply {
  const { season, series, library } = entryFor(site, user, id);
  const shown = { fields: new Set<string>(), userId: null };
  const folders = [season, series]
    .filter((folder) => folder !== null)
    .map((folder) => site.json.item(folder, shown));
  return json([...folders, site.json.library(library, null)]);
}

/** Deletes files of anything but a playlist, as the real call does; nobody of ours may ever send that, so it is remembered. */
function removeItem(site: Site, call: FakeCall, id: string): FakeReply {
  const list = site.playlists.find(checkedId(site, id));
  if (list) return removePlaylist(site, call, list);
  if (!call.caller?.admin) throw new Refused(403);
  site.deleted(entryFor(site, null, id).id);
  return empty(204);
}

function viewer(site: Site, user: FakeUser | null) {
  const hidden = new Set(
    site.catalogue.libraries
      .filter((library) => user !== null && !site.canSee(user, library))
      .map(({ id }) => id),
  );
  return {
    userId: user?.id ?? null,
    view: [...hidden].join(),
    canSee: (entry: { readonly library: { readonly id: string } }) => !hidden.has(entry.library.id),
  };
}

function wantedOf(query: Query, user: FakeUser | null): Wanted {
  const isShown = query.flag('EnableUserData') !== false;
  return { fields: new Set(query.list('Fields')), userId: isShown ? (user?.id ?? null) : null };
}

function envelope(
  site: Site,
  page: { readonly items: readonly unknown[]; total: number; start: number },
): FakeReply {
  const counted = { Items: page.items, TotalRecordCount: page.total };
  return json(site.dialect.type === 'jellyfin' ? { ...counted, StartIndex: page.start } : counted);
}
