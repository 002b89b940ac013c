import type { GuidRules } from '#libs/core';
import { bodyMark } from '../page-mark.js';
import { text } from '../reading.js';
import type { ShowPage, ShowSource } from '../show-catalogue.js';
import { NO_SHOW, type ShowFacts } from '../show-facts.js';
import { MOST_PER_PAGE, type PlexApi } from './plex.api.js';
import { showFactsOf } from './plex.mapper.js';

/** The shows of a section (plex.md 3.5). */
export class PlexShows implements ShowSource<{ readonly id: string }> {
  constructor(
    private readonly api: PlexApi,
    private readonly rules?: GuidRules,
  ) {}

  async page({ id }: { readonly id: string }, offset: number): Promise<ShowPage> {
    const { rows, total, answer } = await this.api.page(
      { id, kind: 'show' },
      { offset, limit: MOST_PER_PAGE },
    );
    const shows = rows.flatMap((row) => {
      const key = text(row['ratingKey']);
      return key === null ? [] : [[key, showFactsOf(row, this.rules)] as const];
    });
    return { shows, received: rows.length, total, mark: bodyMark(answer) };
  }

  /** A show that this person may not see, or that is none, has no ids for us. */
  async one(showId: string): Promise<ShowFacts> {
    const show = await this.api.item(showId);
    return show?.['type'] === 'show' ? showFactsOf(show, this.rules) : NO_SHOW;
  }
}
