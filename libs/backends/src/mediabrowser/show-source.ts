import type { GuidRules } from '#libs/core';
import type { Library } from '../media-server.js';
import { bodyMark } from '../page-mark.js';
import { record, text } from '../reading.js';
import type { ShowPage, ShowSource } from '../show-catalogue.js';
import type { ShowFacts } from '../show-facts.js';
import { genresOf, readProviderIds } from './item-mapper.js';
import * as libraryQuery from './library-query.js';
import type { MediaBrowserApi } from './mediabrowser.api.js';

const PAGE_SIZE = 1_000;

export class MediaBrowserShows implements ShowSource<Library> {
  constructor(
    private readonly api: MediaBrowserApi,
    private readonly rules?: GuidRules,
  ) {}

  async page(library: Library, offset: number): Promise<ShowPage> {
    const query = libraryQuery.shows(library, { offset, limit: PAGE_SIZE });
    const { rows, total, answer } = await this.api.items('shows', query);
    const shows = rows.flatMap((row) => {
      const id = text(record(row)['Id']);
      return id === null ? [] : [[id, this.factsOf(row)] as const];
    });
    return { shows, received: rows.length, total, mark: bodyMark(answer) };
  }

  /** A show that this user may not see has no ids for us. */
  async one(showId: string): Promise<ShowFacts> {
    return this.factsOf(await this.api.item('show', showId));
  }

  private factsOf(row: unknown): ShowFacts {
    return { guids: readProviderIds(row, this.rules), genres: genresOf(record(row)) };
  }
}
