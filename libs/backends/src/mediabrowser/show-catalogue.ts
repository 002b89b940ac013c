import type { GuidRules } from '#libs/core';
import type { Library } from '../media-server.js';
import { record, text } from '../reading.js';
import type { ShowFacts } from '../show-facts.js';
import { genresOf, readProviderIds, showIdOf } from './item-mapper.js';
import * as libraryQuery from './library-query.js';
import type { MediaBrowserApi } from './mediabrowser.api.js';
import { dropOldest, TimedMemory } from './timed-memory.js';

type Shows = Map<string, ShowFacts>;

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

  /** All shows that the rows of a page belong to. A pass over a library begins at offset 0. */
  async ofPage(
    library: Library,
    offset: number,
    rows: readonly unknown[],
  ): Promise<ReadonlyMap<string, ShowFacts>> {
    if (offset === 0) this.passes.delete(library.id);
    const needed = new Set(rows.map(showIdOf).filter((id) => id !== null));
    if (needed.size === 0) return new Map();
    const known = await this.pass(library);
    for (const id of needed) if (!known.has(id)) known.set(id, await this.read(id));
    return known;
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
    const found: Shows = new Map();
    for (let offset = 0; ;) {
      const query = libraryQuery.shows(library, { offset, limit: PAGE_SIZE });
      const { rows, total } = await this.api.items('shows', query);
      for (const row of rows) {
        const id = text(record(row)['Id']);
        if (id !== null) found.set(id, this.factsOf(row));
      }
      offset += rows.length;
      if (rows.length === 0 || offset >= total) return found;
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
