import { createHash } from 'node:crypto';
import type { FakeStore, StoredShow, StoredTitle } from '../fake-store.js';
import type { Entry, Library } from './entry.js';
import { EntryMaker } from './entry-maker.js';
import type { Flavour } from './flavour.js';

/** The store's titles as the server's own rows: libraries, series, seasons, movies and episodes. */
export class Catalogue {
  private readonly libraryList: Library[] = [];
  private readonly known = new Map<string, Entry>();
  private readonly missing = new Set<string>();
  private readonly maker: EntryMaker;
  private changes = 0;

  constructor(
    private readonly store: FakeStore,
    private readonly flavour: Flavour,
    private readonly isMixed: boolean,
  ) {
    this.maker = new EntryMaker(flavour);
  }

  get libraries(): readonly Library[] {
    return this.libraryList;
  }

  /** Rises with every change, so that sorted lists can be kept until then. */
  get version(): number {
    return this.changes;
  }

  addLibrary(name: string, collectionType: string | null): Library {
    const id = this.flavour.libraryId(this.libraryList.length + 1);
    const guid = createHash('md5').update(`library ${id}`).digest('hex');
    const library = { id, guid, name, collectionType, path: `${this.flavour.root}/${name.toLowerCase()}` };
    this.libraryList.push(library);
    this.changes += 1;
    return library;
  }

  /** To be told of every title that comes or goes. */
  changed(title: { readonly type: 'movie' | 'episode'; readonly id: string }, isMissing = false): void {
    this.libraryOf(title.type);
    if (isMissing) this.missing.add(title.id);
    this.known.clear();
    this.changes += 1;
  }

  library(id: string): Library | null {
    return this.libraryList.find((library) => library.id === id || library.guid === id) ?? null;
  }

  find(id: string): Entry | null {
    const known = this.known.get(id);
    if (known) return known;
    const made = this.make(id);
    if (made) this.known.set(id, made);
    return made;
  }

  /** The rows directly below a library, series or season. */
  childrenOf(parentId: string): readonly Entry[] {
    const library = this.library(parentId);
    if (library) return this.inLibrary(library).filter((entry) => entry.parentId === library.id);
    const show = this.store.show(parentId);
    if (show) return [...show.seasons.values()].map((season) => this.row(season));
    return (this.store.season(parentId)?.episodes ?? []).map((title) => this.row(title));
  }

  /** Everything below a library, series or season. */
  below(parentId: string): readonly Entry[] {
    const library = this.library(parentId);
    if (library) return this.inLibrary(library);
    return this.childrenOf(parentId).flatMap((child) => [child, ...this.childrenOf(child.id)]);
  }

  all(): readonly Entry[] {
    return this.libraryList.flatMap((library) => this.inLibrary(library));
  }

  /** The items that marking this one marks: itself, or all episodes below it. */
  playablesOf(entry: Entry): readonly Entry[] {
    return this.store.playable(entry.id).map((title) => this.row(title));
  }

  private inLibrary(library: Library): readonly Entry[] {
    const movies = this.holds(library, 'movie') ? this.store.list('movie') : [];
    const [shows, episodes] = this.holds(library, 'episode')
      ? [this.store.shows(), this.store.list('episode')]
      : [[], []];
    return [
      ...movies.map((title) => this.row(title)),
      ...shows.flatMap((show) => this.withSeasons(show)),
      ...episodes.map((title) => this.row(title)),
    ];
  }

  private withSeasons(show: StoredShow): readonly Entry[] {
    return [show, ...show.seasons.values()].map((each) => this.row(each));
  }

  private holds(library: Library, type: 'movie' | 'episode'): boolean {
    return library.collectionType === this.collectionTypeOf(type);
  }

  private collectionTypeOf(type: 'movie' | 'episode'): string | null {
    if (this.isMixed) return null;
    return type === 'movie' ? 'movies' : 'tvshows';
  }

  private libraryOf(type: 'movie' | 'episode'): Library {
    const known = this.libraryList.find((library) => this.holds(library, type));
    if (known) return known;
    const name = type === 'movie' ? 'Movies' : 'Shows';
    return this.addLibrary(this.isMixed ? 'Everything' : name, this.collectionTypeOf(type));
  }

  private row({ id }: { readonly id: string }): Entry {
    const entry = this.find(id);
    if (!entry) throw new Error(`the store lost ${id}`);
    return entry;
  }

  private make(id: string): Entry | null {
    const title = this.store.title(id);
    if (title) return this.titleRow(title);
    const show = this.store.show(id);
    if (show) return this.maker.series(show, this.libraryOf('episode'));
    const season = this.store.season(id);
    return season ? this.maker.season(season, this.row(season.show)) : null;
  }

  private titleRow(title: StoredTitle): Entry {
    const season = title.seasonId === undefined ? null : this.find(title.seasonId);
    if (!season) return this.maker.movie(title, this.libraryOf('movie'));
    return this.maker.episode(title, season, this.missing.has(title.id));
  }
}
