import type { FakeStore, StoredTitle } from './fake-store.js';
import { Refused, type FakeCall, type Route } from './http-fake.js';
import type { FakeReply } from './http-reply.js';
import { container, listed, paged, pageOf } from './plex-answers.js';
import { locationJson, seasonJson, showJson, titleJson, type PlexView } from './plex-items.js';
import type { PlexDialect } from './plex-dialect.js';
import { pictureRoutes } from './plex-pictures.js';
import {
  MOVIES,
  otherSectionJson,
  sectionJson,
  SHOWS,
  type OtherSection,
  type PlexSection,
} from './plex-sections.js';
import type { UserStates } from './user-states.js';

interface PlexShelves {
  readonly store: FakeStore;
  readonly states: UserStates;
  /** Legacy guids by item or show id. */
  readonly agentGuids: ReadonlyMap<string, string>;
  /** The library types that a user may see, by user id; everything where the user is not named. */
  readonly shares: Readonly<Record<string, readonly PlexSection['type'][]>>;
  readonly dialect: PlexDialect;
  /** Libraries that hold nothing of ours, such as music. */
  readonly otherSections: readonly OtherSection[];
}

const GET = ['GET'];

/** The reading half of a Plex server: sections, their pages, single items and the search. */
export class PlexLibrary {
  readonly routes: readonly Route[] = [
    { methods: GET, path: /^\/library\/sections(?:\/all)?$/, handle: (call) => this.sections(call) },
    {
      methods: GET,
      path: /^\/library\/sections\/(\d+)\/all$/,
      handle: (call, key) => this.section(call, key),
    },
    {
      methods: GET,
      path: /^\/library\/metadata\/([\d,]+)$/,
      handle: (call, ids) => this.metadata(call, ids),
    },
    {
      methods: GET,
      path: /^\/library\/metadata\/(\d+)\/children$/,
      handle: (call, id) => this.children(call, id),
    },
    {
      methods: GET,
      path: /^\/library\/metadata\/(\d+)\/allLeaves$/,
      handle: (call, id) => this.leaves(call, id),
    },
    { methods: GET, path: /^\/hubs\/search$/, handle: (call) => this.search(call) },
    ...pictureRoutes((call, id) => this.itemJson(call, id) !== null),
  ];

  constructor(private readonly shelves: PlexShelves) {}

  private sections(call: FakeCall): FakeReply {
    const visible = [MOVIES, SHOWS].filter((section) => this.isVisible(section, call));
    const others = this.shelves.otherSections.map(otherSectionJson);
    const directories = [...visible.map(sectionJson), ...others];
    return container(call, { title1: 'Plex Library', ...listed('Directory', directories) });
  }

  private section(call: FakeCall, key: string | undefined): FakeReply {
    const section = [MOVIES, SHOWS].find((one) => one.key === key && this.isVisible(one, call));
    if (!section) throw new Refused(404);
    const head = {
      allowSync: true,
      librarySectionID: Number(section.key),
      librarySectionTitle: section.title,
    };
    const { store } = this.shelves;
    const view = this.viewOf(call, call.query.get('includeGuids') === '1');
    const type = call.query.get('type') ?? section.itemTypes[0] ?? '';
    const at: Place = { call, head, dialect: this.shelves.dialect };
    if (!section.itemTypes.includes(type)) return page(at, [], String);
    if (type === '2') return page(at, store.shows(), (show) => showJson(show, view));
    if (type === '3') return page(at, store.seasons(), (season) => seasonJson(season, view));
    return page(at, inOrder(store.list(section.holds), call, view), (title) => titleJson(title, view));
  }

  private metadata(call: FakeCall, ids: string | undefined): FakeReply {
    const items = (ids ?? '').split(',').flatMap((id) => this.itemJson(call, id) ?? []);
    if (items.length === 0) throw new Refused(404);
    return container(call, { allowSync: true, ...listed('Metadata', items) });
  }

  private children(call: FakeCall, id = ''): FakeReply {
    const show = this.shelves.store.show(id);
    if (!show) return this.leaves(call, id);
    const view = this.viewOf(call, true);
    return page({ call, head: {}, dialect: this.shelves.dialect }, [...show.seasons.values()], (season) =>
      seasonJson(season, view),
    );
  }

  private leaves(call: FakeCall, id = ''): FakeReply {
    const titles = this.shelves.store.playable(id);
    if (titles.length === 0 || !this.isVisible(SHOWS, call)) throw new Refused(404);
    const view = this.viewOf(call, call.query.get('includeGuids') === '1');
    return page({ call, head: {}, dialect: this.shelves.dialect }, titles, (title) => titleJson(title, view));
  }

  private search(call: FakeCall): FakeReply {
    const { store } = this.shelves;
    const view = this.viewOf(call, call.query.get('includeGuids') === '1');
    const limit = Number(call.query.get('limit') ?? 10);
    const wanted = (call.query.get('query') ?? '').toLowerCase();
    const found = <Item>(items: readonly Item[], name: (item: Item) => string | undefined) =>
      items.filter((item) => wanted !== '' && name(item)?.toLowerCase().includes(wanted)).slice(0, limit);

    const score = { score: '0.92' };
    const movies = found(store.list('movie'), ({ title }) => title).map((one) => titleJson(one, view));
    const shows = found(store.shows(), ({ title }) => title).map((one) => ({
      ...score,
      ...showJson(one, view),
      ...locationJson(one),
    }));
    const episodes = found(store.list('episode'), ({ episodeTitle }) => episodeTitle);
    const hubs = [
      { type: 'movie', title: 'Movies', ...listed('Metadata', movies) },
      { type: 'show', title: 'Shows', ...listed(this.shelves.dialect.showsInHubs, shows) },
      {
        type: 'episode',
        title: 'Episodes',
        ...listed(
          'Metadata',
          episodes.map((one) => titleJson(one, view)),
        ),
      },
    ];
    return container(call, listed('Hub', hubs));
  }

  /** A single item tells its section, too, and carries `Guid` without being asked (plex.md 8.8, quirk 47). */
  private itemJson(call: FakeCall, id: string) {
    const { store } = this.shelves;
    const view = { ...this.viewOf(call, true), isAlone: true };
    const [title, show, season] = [store.title(id), store.show(id), store.season(id)];
    const section = title?.type === 'movie' ? MOVIES : SHOWS;
    const item =
      (title && titleJson(title, view)) ??
      (show && { ...showJson(show, view), ...locationJson(show) }) ??
      (season && seasonJson(season, view));
    if (!item || !this.isVisible(section, call)) return null;
    const { key, title: librarySectionTitle } = section;
    const librarySectionKey = `/library/sections/${key}`;
    return { ...item, librarySectionTitle, librarySectionID: Number(key), librarySectionKey };
  }

  private isVisible({ type, holds }: PlexSection, { caller }: FakeCall): boolean {
    const shared = this.shelves.shares[caller?.user?.id ?? ''];
    return this.shelves.store.list(holds).length > 0 && (shared?.includes(type) ?? true);
  }

  private viewOf({ caller }: FakeCall, includeGuids: boolean): PlexView {
    const { states, agentGuids } = this.shelves;
    const userId = caller?.user?.id ?? '';
    return { stateOf: (id) => states.get(userId, id), agentGuidOf: (id) => agentGuids.get(id), includeGuids };
  }
}

interface Place {
  readonly call: FakeCall;
  readonly head: Readonly<Record<string, unknown>>;
  readonly dialect: PlexDialect;
}

function page<Item>(
  { call, head, dialect }: Place,
  items: readonly Item[],
  toJson: (item: Item) => unknown,
): FakeReply {
  const part = pageOf(call, items, dialect);
  return paged(call, part, { ...listed('Metadata', part.items.map(toJson)), ...head });
}

/** By `addedAt`, in which order the library lies, or by `lastViewedAt`; what was never viewed is the oldest. */
function inOrder(
  titles: readonly StoredTitle[],
  { query }: FakeCall,
  { stateOf }: PlexView,
): readonly StoredTitle[] {
  const sort = query.get('sort') ?? '';
  const rows = sort.includes('lastViewedAt')
    ? titles.toSorted((one, other) => (stateOf(one.id).playedAt ?? 0) - (stateOf(other.id).playedAt ?? 0))
    : titles;
  return sort.endsWith(':desc') ? rows.toReversed() : rows;
}
