import { Injectable } from '@nestjs/common';
import type { Library, MediaServerClient, Page } from '#libs/backends';
import { StepClock } from '../pages/step-clock.js';

/** A page together with where it stands; `isLast` is the server's own word, by its total. */
export interface ReadPage {
  readonly page: Page;
  readonly offset: number;
  /** Unix seconds before the page was asked for. */
  readonly readAt: number;
  readonly isLast: boolean;
}

const seconds = (): number => Math.floor(Date.now() / 1_000);

export interface ReadFrom {
  readonly offset: number;
  readonly limit: number;
  /** One request at a time, for a weak server: no page is fetched before the last one is done with. */
  readonly isSequential?: boolean;
}

/** Pages through a library; the next page is fetched while the last one is worked on, and never more than that. */
@Injectable()
export class LibraryReader {
  constructor(private readonly clock: StepClock) {}

  async *read(client: MediaServerClient, library: Library, from: ReadFrom): AsyncGenerator<ReadPage> {
    let next: Promise<ReadPage> | null = this.fetch(client, library, from);
    while (next) {
      const current: ReadPage = await next;
      const offset = current.offset + current.page.received;
      const fetchNext = (): Promise<ReadPage> | null =>
        current.isLast ? null : this.fetch(client, library, { offset, limit: from.limit });
      if (from.isSequential) {
        yield current;
        next = fetchNext();
        continue;
      }
      next = fetchNext();
      // A failure is thrown when its page is asked for, not while the one before is still worked on.
      next?.catch(() => undefined);
      yield current;
    }
  }

  private async fetch(
    client: MediaServerClient,
    library: Library,
    at: { readonly offset: number; readonly limit: number },
  ): Promise<ReadPage> {
    const readAt = seconds();
    const page = await this.clock.timed('read', () => client.page(library, at));
    const isLast = page.received === 0 || at.offset + page.received >= page.total;
    return { page, offset: at.offset, readAt, isLast };
  }
}
