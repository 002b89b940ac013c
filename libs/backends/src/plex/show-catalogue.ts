import type { GuidRules } from '#libs/core';
import { text, type Fields } from '../reading.js';
import { NO_SHOW, type ShowFacts } from '../show-facts.js';
import { MOST_PER_PAGE, type PlexApi } from './plex.api.js';
import { showFactsOf, showIdOf } from './plex.mapper.js';

type Shows = Map<string, ShowFacts>;

const MOST_SINGLE_SHOWS = 500;
const SINGLE_SHOW_MS = 60_000;

/** What episodes are told by their shows: read once per pass over a section, and one by one for single episodes (plex.md 3.5). */
export class ShowCatalogue {
  private readonly passes = new Map<string, Promise<Shows>>();
  private readonly singles = new Map<
    string,
    { readonly show: Promise<ShowFacts>; readonly readAt: number }
  >();

  constructor(
    private readonly api: PlexApi,
    private readonly rules?: GuidRules,
  ) {}

  /** The shows that a page of episodes belongs to. A pass over a section begins at offset 0. */
  async ofPage(
    sectionId: string,
    offset: number,
    episodes: readonly Fields[],
  ): Promise<ReadonlyMap<string, ShowFacts>> {
    if (offset === 0) this.passes.delete(sectionId);
    const needed = new Set(episodes.map(showIdOf).filter((id) => id !== null));
    if (needed.size === 0) return new Map();
    const known = await this.pass(sectionId);
    // A show that came while the pass was under way.
    for (const id of needed) if (!known.has(id)) known.set(id, await this.of(id));
    return known;
  }

  /** One show; a burst of its episodes asks once. */
  of(showId: string): Promise<ShowFacts> {
    const known = this.singles.get(showId);
    if (known && performance.now() - known.readAt < SINGLE_SHOW_MS) return known.show;
    if (this.singles.size >= MOST_SINGLE_SHOWS) this.singles.clear();
    const read = this.read(showId);
    this.singles.set(showId, { show: read, readAt: performance.now() });
    read.catch(() => this.singles.delete(showId));
    return read;
  }

  private pass(sectionId: string): Promise<Shows> {
    const known = this.passes.get(sectionId);
    if (known) return known;
    const shows = this.readAll(sectionId);
    this.passes.set(sectionId, shows);
    shows.catch(() => this.passes.delete(sectionId));
    return shows;
  }

  private async readAll(id: string): Promise<Shows> {
    const shows: Shows = new Map();
    for (let offset = 0; ;) {
      const { rows, total } = await this.api.page({ id, kind: 'show' }, { offset, limit: MOST_PER_PAGE });
      for (const row of rows) {
        const key = text(row['ratingKey']);
        if (key !== null) shows.set(key, showFactsOf(row, this.rules));
      }
      offset += rows.length;
      if (rows.length === 0 || offset >= total) return shows;
    }
  }

  /** A show that this person may not see, or that is none, has no ids for us. */
  private async read(showId: string): Promise<ShowFacts> {
    const show = await this.api.item(showId);
    return show?.['type'] === 'show' ? showFactsOf(show, this.rules) : NO_SHOW;
  }
}
