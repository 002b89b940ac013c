import type { GuidRules, RemoteItem } from '#libs/core';
import type {
  Connection,
  ConnectOptions,
  Library,
  MediaServerClient,
  MediaServerInspector,
  Page,
  PageRequest,
  PlaylistKeeper,
  RecentList,
  RemoteUser,
  StateWrite,
  Validated,
} from '../media-server.js';
import type { Answer } from '../http.js';
import { isKnownBy, markOf } from '../page-mark.js';
import { text, type Fields } from '../reading.js';
import { ShowCatalogue } from '../show-catalogue.js';
import { cloudFor } from './cloud/cloud-for.js';
import { PlexInspector } from './inspection/plex-inspector.js';
import { PlexAccounts } from './plex.accounts.js';
import { PlexApi, unexpected, windowToldBy, type PlexPage } from './plex.api.js';
import {
  isPlayable,
  readPlexItem,
  readPlexLibrary,
  seasonIdOf,
  showIdOf,
  withoutListedTwice,
} from './plex.mapper.js';
import { readPlaying } from './plex.sessions.js';
import { PlexPlaylists } from './plex.playlists.js';
import { planWrite } from './plex.write-plan.js';
import { recentOf } from './recent.js';
import { PlexShows } from './show-source.js';

/** One person's view of a Plex Media Server. The token alone decides whose state is read and written. */
export class PlexClient implements MediaServerClient {
  readonly inspect: MediaServerInspector;
  readonly playlists: PlaylistKeeper;

  private readonly api: PlexApi;
  private readonly accounts: PlexAccounts;
  private readonly shows: ShowCatalogue<Library>;
  readonly rules: GuidRules | undefined;

  constructor(
    readonly to: Connection,
    options?: ConnectOptions,
  ) {
    this.api = new PlexApi(to, options);
    this.playlists = new PlexPlaylists(this.api);
    const cloud = cloudFor(to, options);
    this.accounts = new PlexAccounts(this.api, cloud);
    this.rules = options?.guidRules;
    this.shows = new ShowCatalogue(new PlexShows(this.api, this.rules));
    this.inspect = new PlexInspector(this.api, { accounts: this.accounts, cloud, rules: this.rules });
  }

  async validate(): Promise<Validated> {
    const server = await this.api.server();
    return { server, user: await this.accounts.owner() };
  }

  async users(): Promise<readonly RemoteUser[]> {
    return (await this.accounts.list()).map(({ id, name, admin }) => ({ id, name, admin }));
  }

  async libraries(): Promise<readonly Library[]> {
    return (await this.api.sections()).map(readPlexLibrary).filter((library) => library !== null);
  }

  /** At most 1,000 items come at once, however many are asked for. */
  async page(library: Library, request: PageRequest): Promise<Page> {
    if (request.offset === 0) this.shows.begin(library);
    return this.pageOf(await this.api.page(sectionOf(library), request), library);
  }

  async pageUnless(
    isSeen: (mark: string) => Promise<boolean>,
    library: Library,
    request: PageRequest,
  ): Promise<Page | null> {
    if (request.offset === 0) this.shows.begin(library);
    const isKnown = isKnownBy(isSeen, (answer) => this.markOf(answer, library));
    const page = await this.api.pageUnless(isKnown, sectionOf(library), request);
    return page && this.pageOf(page, library);
  }

  private async pageOf(page: PlexPage, library: Library): Promise<Page> {
    const { rows, total, answer } = page;
    const isOfMovies = sectionOf(library).kind === 'movie';
    const shows = isOfMovies ? null : await this.shows.ofPage(library, rows.map(showIdOf));
    const context = {
      libraryId: library.id,
      show: (showId: string) => shows?.get(showId),
      rules: this.rules,
    };
    const items = rows.map((row) => readPlexItem(row, context)).filter((item) => item !== null);
    const mark = rows.length === 0 ? null : await this.markOf(answer, library);
    return { items: withoutListedTwice(items, items), received: rows.length, total, mark };
  }

  /** The ids of an episode's show come from another list: it has part in the mark. */
  private async markOf(answer: Answer, library: Library): Promise<string | null> {
    const isOfMovies = sectionOf(library).kind === 'movie';
    const shows = isOfMovies ? '' : await this.shows.markOf(library);
    return shows === null ? null : markOf(this, answer, JSON.stringify([windowToldBy(answer), shows]));
  }

  async find(remoteId: string): Promise<RemoteItem | null> {
    const row = await this.api.item(remoteId);
    if (!row) return null;
    const showId = row['type'] === 'episode' ? showIdOf(row) : null;
    const show = showId === null ? undefined : await this.shows.of(showId);
    const item = readPlexItem(row, { libraryId: null, show: () => show, rules: this.rules });
    // Nobody may take what cannot be read for what is not there.
    if (!item && isPlayable(row)) throw unexpected('an item that can be read');
    return item && (await this.withoutNeighbours(item, row));
  }

  async below(remoteId: string, request: PageRequest): Promise<Page | null> {
    const folder = await this.api.item(remoteId);
    const kind = folder?.['type'];
    if (!folder || (kind !== 'show' && kind !== 'season')) return null;
    const page = await this.api.below(remoteId, kind, request);
    if (!page) return null;
    const showId = kind === 'show' ? remoteId : showIdOf(folder);
    const show = showId === null ? undefined : await this.shows.of(showId);
    const libraryId = text(folder['librarySectionID']);
    const items = page.rows.map((row) =>
      readPlexItem(row, { libraryId, show: () => show, rules: this.rules }),
    );
    const read = items.filter((item) => item !== null);
    const { rows, total } = page;
    return { items: withoutListedTwice(read, read), received: rows.length, total, mark: null };
  }

  async recent(limit: number): Promise<readonly RecentList[]> {
    return recentOf(this.api, await this.libraries(), limit);
  }

  async sessions(): Promise<readonly string[]> {
    return readPlaying((await this.api.sessions()) ?? [], {
      id: this.to.user,
      uuid: this.to.plex?.userUuid ?? null,
    });
  }

  async write(current: RemoteItem, wanted: StateWrite): Promise<void> {
    for (const step of planWrite(current, wanted)) await this.api.write(current.id, step);
  }

  /** A page sees the other episodes of a shared file; a single item has to look for them. */
  private async withoutNeighbours(item: RemoteItem, row: Fields): Promise<RemoteItem> {
    const seasonId = item.lastEpisode === null ? null : seasonIdOf(row);
    if (seasonId === null) return item;
    const context = { libraryId: null, show: () => undefined, rules: this.rules };
    const neighbours = (await this.api.episodes(seasonId)).map((episode) => readPlexItem(episode, context));
    const [alone = item] = withoutListedTwice(
      [item],
      neighbours.filter((neighbour) => neighbour !== null),
    );
    return alone;
  }
}

const sectionOf = ({ id, type }: Library) => ({ id, kind: type === 'movie' ? 'movie' : 'episode' }) as const;
