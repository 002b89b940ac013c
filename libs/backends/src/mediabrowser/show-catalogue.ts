import type { GuidRules } from '#libs/core';
import type { Library } from '../media-server.js';
import { bodyMark } from '../page-mark.js';
import { record, text } from '../reading.js';
import type { ShowFacts } from '../show-facts.js';
import { genresOf, readProviderIds, showIdOf } from './item-mapper.js';
import * as libraryQuery from './library-query.js';
import type { MediaBrowserApi } from './mediabrowser.api.js';
import { dropOldest, TimedMemory } from './timed-memory.js';

/** What a pass over a library's shows found; without a mark once a show had to be read by itself. */
interface Shows {
  readonly facts: Map<string, ShowFacts>;
  mark: string | null;
}

const PAGE_SIZE = 1_000;
/** Passes over this many libraries at once keep their shows; one more starts over for the oldest. */
const MOST_LIBRARIES = 4;

/** What episodes are told by their shows: read once per pass over a library, and one by one for single items. */
export class ShowCatalogue {
  private readonly passes = new Map<string, Promise<Shows>>();
  private readonly singles = new TimedMemory<ShowFacts>();

  constructor(
    private readonly api: MediaBrowserApi,
    private readonly rules?: GuidRules,
  ) {}

  /** Forgets the last pass over a library; the next one reads its shows anew. */
  begin(library: Library): void {
    this.passes.delete(library.id);
  }

  /** All shows that the rows of a page belong to. */
  async ofPage(library: Library, rows: readonly unknown[]): Promise<ReadonlyMap<string, ShowFacts>> {
    const needed = new Set(rows.map(showIdOf).filter((id) => id !== null));
    if (needed.size === 0) return new Map();
    const known = await this.pass(library);
    for (const id of needed) if (!known.facts.has(id)) await this.addLate(known, id);
    return known.facts;
  }

  /** Equal when the list of shows is; null when that list does not tell all that was needed. */
  async markOf(library: Library): Promise<string | null> {
    return (await this.pass(library)).mark;
  }

  /** A show that is not in the list: it came late, or lies elsewhere. */
  private async addLate(shows: Shows, id: string): Promise<void> {
    shows.mark = null;
    shows.facts.set(id, await this.read(id));
  }

  /** One show; a burst of its episodes asks once. */
  of(showId: string): Promise<ShowFacts> {
    return this.singles.get(showId, () => this.read(showId));
  }

  private pass(library: Library): Promise<Shows> {
    const known = this.passes.get(library.id);
    if (known) return known;
    const shows = this.readAll(library);
    this.passes.set(library.id, shows);
    shows.catch(() => this.passes.delete(library.id));
    dropOldest(this.passes, MOST_LIBRARIES);
    return shows;
  }

  private async readAll(library: Library): Promise<Shows> {
    const facts = new Map<string, ShowFacts>();
    const marks: string[] = [];
    for (let offset = 0; ;) {
      const query = libraryQuery.shows(library, { offset, limit: PAGE_SIZE });
      const { rows, total, answer } = await this.api.items('shows', query);
      for (const row of rows) {
        const id = text(record(row)['Id']);
        if (id !== null) facts.set(id, this.factsOf(row));
      }
      marks.push(bodyMark(answer));
      offset += rows.length;
      if (rows.length === 0 || offset >= total) return { facts, mark: marks.join() };
    }
  }

  /** A show that this user may not see has no ids for us. */
  private async read(showId: string): Promise<ShowFacts> {
    return this.factsOf(await this.api.item('show', showId));
  }

  private factsOf(row: unknown): ShowFacts {
    return { guids: readProviderIds(row, this.rules), genres: genresOf(record(row)) };
  }
}
