import type { GuidRules } from '#libs/core';
import { bodyMark } from '../page-mark.js';
import { text, type Fields } from '../reading.js';
import { NO_SHOW, type ShowFacts } from '../show-facts.js';
import { MOST_PER_PAGE, type PlexApi } from './plex.api.js';
import { showFactsOf, showIdOf } from './plex.mapper.js';

/** What a pass over a section's shows found; without a mark once a show had to be read by itself. */
interface Shows {
  readonly facts: Map<string, ShowFacts>;
  mark: string | null;
}

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

  /** Forgets the last pass over a section; the next one reads its shows anew. */
  begin(sectionId: string): void {
    this.passes.delete(sectionId);
  }

  /** The shows that a page of episodes belongs to. */
  async ofPage(sectionId: string, episodes: readonly Fields[]): Promise<ReadonlyMap<string, ShowFacts>> {
    const needed = new Set(episodes.map(showIdOf).filter((id) => id !== null));
    if (needed.size === 0) return new Map();
    const known = await this.pass(sectionId);
    for (const id of needed) if (!known.facts.has(id)) await this.addLate(known, id);
    return known.facts;
  }

  /** Equal when the list of shows is; null when that list does not tell all that was needed. */
  async markOf(sectionId: string): Promise<string | null> {
    return (await this.pass(sectionId)).mark;
  }

  /** A show that came while the pass was under way. */
  private async addLate(shows: Shows, id: string): Promise<void> {
    shows.mark = null;
    shows.facts.set(id, await this.of(id));
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
    const facts = new Map<string, ShowFacts>();
    const marks: string[] = [];
    for (let offset = 0; ;) {
      const page = await this.api.page({ id, kind: 'show' }, { offset, limit: MOST_PER_PAGE });
      const { rows, total, answer } = page;
      for (const row of rows) {
        const key = text(row['ratingKey']);
        if (key !== null) facts.set(key, showFactsOf(row, this.rules));
      }
      marks.push(bodyMark(answer));
      offset += rows.length;
      if (rows.length === 0 || offset >= total) return { facts, mark: marks.join() };
    }
  }

  /** A show that this person may not see, or that is none, has no ids for us. */
  private async read(showId: string): Promise<ShowFacts> {
    const show = await this.api.item(showId);
    return show?.['type'] === 'show' ? showFactsOf(show, this.rules) : NO_SHOW;
  }
}
