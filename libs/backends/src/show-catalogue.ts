import type { ShowFacts } from './show-facts.js';
import { dropOldest, TimedMemory } from './timed-memory.js';

/** Passes over this many libraries at once keep their shows; one more starts over for the oldest. */
const MOST_LIBRARIES = 4;

export interface ShowPage {
  readonly shows: readonly (readonly [id: string, facts: ShowFacts])[];
  /** How many the server sent. */
  readonly received: number;
  readonly total: number;
  /** Equal when the answer is. */
  readonly mark: string;
}

/** How a kind of server is asked for shows. */
export interface ShowSource<Place extends { readonly id: string }> {
  page(library: Place, offset: number): Promise<ShowPage>;
  one(showId: string): Promise<ShowFacts>;
}

/** What a pass over a library's shows found; without a mark once a show had to be read by itself. */
interface Shows {
  readonly facts: Map<string, ShowFacts>;
  mark: string | null;
}

/** What episodes are told by their shows: read once per pass over a library, and one by one for single episodes. */
export class ShowCatalogue<Place extends { readonly id: string }> {
  private readonly passes = new Map<string, Promise<Shows>>();
  private readonly singles = new TimedMemory<ShowFacts>();

  constructor(private readonly source: ShowSource<Place>) {}

  /** Forgets the last pass over a library; the next one reads its shows anew. */
  begin(library: Place): void {
    this.passes.delete(library.id);
  }

  /** The shows of these ids, which a page names. */
  async ofPage(library: Place, showIds: readonly (string | null)[]): Promise<ReadonlyMap<string, ShowFacts>> {
    const needed = new Set(showIds.filter((id) => id !== null));
    if (needed.size === 0) return new Map();
    const known = await this.pass(library);
    for (const id of needed) if (!known.facts.has(id)) await this.addLate(known, id);
    return known.facts;
  }

  /** Equal when the list of shows is; null when that list does not tell all that was needed. */
  async markOf(library: Place): Promise<string | null> {
    return (await this.pass(library)).mark;
  }

  /** One show; a burst of its episodes asks once. */
  of(showId: string): Promise<ShowFacts> {
    return this.singles.get(showId, () => this.source.one(showId));
  }

  /** A show that is not in the list: it came late, or lies elsewhere. */
  private async addLate(shows: Shows, id: string): Promise<void> {
    shows.mark = null;
    shows.facts.set(id, await this.of(id));
  }

  private pass(library: Place): Promise<Shows> {
    const known = this.passes.get(library.id);
    if (known) return known;
    const shows = this.readAll(library);
    this.passes.set(library.id, shows);
    shows.catch(() => this.passes.delete(library.id));
    dropOldest(this.passes, MOST_LIBRARIES);
    return shows;
  }

  private async readAll(library: Place): Promise<Shows> {
    const facts = new Map<string, ShowFacts>();
    const marks: string[] = [];
    for (let offset = 0; ;) {
      const { shows, received, total, mark } = await this.source.page(library, offset);
      for (const [id, show] of shows) facts.set(id, show);
      marks.push(mark);
      offset += received;
      if (received === 0 || offset >= total) return { facts, mark: marks.join() };
    }
  }
}
