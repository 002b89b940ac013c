import { hash } from 'node:crypto';
import type { PagePlace, SeenPage, SeenPages } from '#libs/database';

/** What the pages of one library were when they were last read, as long as they would be read in the same way. */
export class PageMemory {
  constructor(
    private readonly pages: SeenPages,
    private readonly library: Omit<PagePlace, 'offset'>,
    /** All that decides, besides what the server sends, what comes of a page. */
    private readonly reading: unknown,
  ) {}

  /** The page at an offset, when the server sent it just so before and nothing that is kept of it has changed since. */
  recall(offset: number, mark: string): Promise<SeenPage | null> {
    return this.pages.recall(this.at(offset), this.markOf(mark));
  }

  at(offset: number): PagePlace {
    return { ...this.library, offset };
  }

  markOf(mark: string): string {
    return hash('sha1', JSON.stringify([mark, this.reading]), 'base64');
  }
}
