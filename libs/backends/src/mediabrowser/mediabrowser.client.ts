import type { GuidRules, RemoteItem } from '#libs/core';
import type { MediaServerInspector } from '../inspection.js';
import type {
  Connection,
  ConnectOptions,
  Library,
  MediaServerClient,
  Page,
  PageRequest,
  PlaylistKeeper,
  RecentList,
  RemoteUser,
  StateWrite,
  Validated,
} from '../media-server.js';
import { ShowCatalogue } from '../show-catalogue.js';
import type { ShowFacts } from '../show-facts.js';
import type { Answer } from '../http.js';
import { isKnownBy, markOf } from '../page-mark.js';
import { checkAccount, listUsers } from './account-check.js';
import type { Dialect } from './dialect.js';
import { MediaBrowserInspector } from './inspector.js';
import { readItem, showIdOf, type Reading, type Surroundings } from './item-mapper.js';
import { LibraryFinder } from './library-finder.js';
import * as libraryQuery from './library-query.js';
import { MediaBrowserApi, type Rows } from './mediabrowser.api.js';
import { MediaBrowserPlaylists } from './playlists.js';
import * as problems from './problems.js';
import { recentOf } from './recent.js';
import { readLibrary } from './server-mapper.js';
import { MediaBrowserShows } from './show-source.js';
import { StateWriter } from './state-writer.js';

/** One person's account on a Jellyfin or Emby server. */
export class MediaBrowserClient implements MediaServerClient {
  readonly inspect: MediaServerInspector;
  readonly playlists: PlaylistKeeper;
  private readonly api: MediaBrowserApi;
  private readonly shows: ShowCatalogue<Library>;
  readonly rules: GuidRules | undefined;
  private readonly libraryFinder: LibraryFinder;
  private readonly writer: StateWriter;

  constructor(
    private readonly dialect: Dialect,
    readonly to: Connection,
    options?: ConnectOptions,
  ) {
    this.api = new MediaBrowserApi(dialect, to, options);
    this.rules = options?.guidRules;
    this.shows = new ShowCatalogue(new MediaBrowserShows(this.api, this.rules));
    this.libraryFinder = new LibraryFinder(this.api);
    this.writer = new StateWriter(this.api);
    this.playlists = new MediaBrowserPlaylists(this.api);
    this.inspect = new MediaBrowserInspector(this.api, this.rules);
  }

  validate(): Promise<Validated> {
    return checkAccount(this.api);
  }

  users(): Promise<readonly RemoteUser[]> {
    return listUsers(this.api);
  }

  /** The children of the user's root; views would merge several libraries into one (jellyfin-emby.md 3.1). */
  async libraries(): Promise<readonly Library[]> {
    const { rows } = await this.api.items('libraries', {});
    return rows.map(readLibrary).filter((library) => library !== null);
  }

  async page(library: Library, request: PageRequest): Promise<Page> {
    if (request.offset === 0) this.shows.begin(library);
    const query = libraryQuery.watchable(this.dialect, library, request);
    return this.pageOf(await this.api.items('page', query), library);
  }

  async pageUnless(
    isSeen: (mark: string) => Promise<boolean>,
    library: Library,
    request: PageRequest,
  ): Promise<Page | null> {
    if (request.offset === 0) this.shows.begin(library);
    const isKnown = isKnownBy(isSeen, (answer) => this.markOf(answer, library));
    const query = libraryQuery.watchable(this.dialect, library, request);
    const page = await this.api.itemsUnless(isKnown, 'page', query);
    return page && this.pageOf(page, library);
  }

  private async pageOf({ rows, total, answer }: Rows, library: Library): Promise<Page> {
    const shows = await this.shows.ofPage(library, rows.map(showIdOf));
    const items = this.itemsOf(rows, { libraryId: library.id, shows, rules: this.rules });
    const isCovered = rows.length > 0 && (hasShows(library) || shows.size === 0);
    const mark = isCovered ? await this.markOf(answer, library) : null;
    return { items, received: rows.length, total, mark };
  }

  /** What an episode's show adds comes from another list: it has part in the mark. */
  private async markOf(answer: Answer, library: Library): Promise<string | null> {
    const shows = hasShows(library) ? await this.shows.markOf(library) : '';
    return shows === null ? null : markOf(this, answer, shows);
  }

  /** An unknown parent may mean the whole server, so the folder is asked for first. */
  async below(remoteId: string, request: PageRequest): Promise<Page | null> {
    const folder = await this.api.item('show', remoteId);
    if (!folder || !FOLDERS.has(folder['Type'])) return null;
    const { rows, total } = await this.api.items(
      'page',
      libraryQuery.watchable(this.dialect, { id: remoteId }, request),
    );
    const shows = new Map<string, ShowFacts>();
    for (const showId of new Set(rows.map(showIdOf)))
      if (showId !== null) shows.set(showId, await this.shows.of(showId));
    const items = this.itemsOf(rows, { libraryId: null, shows, rules: this.rules });
    const [first] = items;
    const libraryId = first ? await this.libraryFinder.libraryOf(first) : null;
    return { items: items.map((item) => ({ ...item, libraryId })), received: rows.length, total, mark: null };
  }

  private itemsOf(rows: readonly unknown[], around: Surroundings): readonly RemoteItem[] {
    const readings = rows.map((row) => readItem(row, around));
    // A row or two may be broken; when all are, the answer is, and must not pass for an empty library.
    if (rows.length > 0 && readings.every(isUnreadable))
      throw problems.unexpected(this.dialect, 'a page of items');
    return withoutDoubles(readings);
  }

  async find(remoteId: string): Promise<RemoteItem | null> {
    const row = await this.api.item('item', remoteId);
    if (!row) return null;
    const showId = showIdOf(row);
    const shows = new Map(showId === null ? [] : [[showId, await this.shows.of(showId)]]);
    const reading = readItem(row, { libraryId: null, shows, rules: this.rules });
    if (reading.kind === 'unreadable') throw problems.unexpected(this.dialect, 'an item');
    if (reading.kind !== 'item') return null;
    return { ...reading.item, libraryId: await this.libraryFinder.libraryOf(reading.item) };
  }

  recent(limit: number): Promise<readonly RecentList[]> {
    return recentOf(this.api, limit);
  }

  sessions(): Promise<readonly string[]> {
    return this.api.playing();
  }

  write(current: RemoteItem, wanted: StateWrite): Promise<void> {
    return this.writer.write(current, wanted);
  }

  async signOut(): Promise<void> {
    await this.api.request({
      operation: 'sign-out',
      method: 'POST',
      path: '/Sessions/Logout',
      accept: [401],
    });
  }
}

const FOLDERS: ReadonlySet<unknown> = new Set(['Series', 'Season']);
const hasShows = ({ type }: Library): boolean => type !== 'movie';

const isUnreadable = ({ kind }: Reading): boolean => kind === 'unreadable';

/** Without doubles: a page may show an item twice when the server breaks ties anew (jellyfin-emby.md 3.2). */
function withoutDoubles(readings: readonly Reading[]): readonly RemoteItem[] {
  const byId = new Map<string, RemoteItem>();
  for (const reading of readings) if (reading.kind === 'item') byId.set(reading.item.id, reading.item);
  return [...byId.values()];
}
