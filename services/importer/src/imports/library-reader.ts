import { Injectable } from '@nestjs/common';
import type { Library, MediaServerClient, Page } from '#libs/backends';
import type { SeenPage } from '#libs/database';
import { StepClock } from '../pages/step-clock.js';
import type { PageMemory } from '../pages/page-memory.js';

/** A page together with where it stands; `isLast` is the server's own word, by its total. */
export interface ReadPage {
  /** Without its items when it was seen. */
  readonly page: Page;
  /** The page is the very same as it was then. */
  readonly seen: SeenPage | null;
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
  /** What need not be read again; without it every page is. */
  readonly memory?: PageMemory | null;
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
        current.isLast ? null : this.fetch(client, library, { ...from, offset });
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

  private async fetch(client: MediaServerClient, library: Library, from: ReadFrom): Promise<ReadPage> {
    const readAt = seconds();
    const { page, seen } = await this.clock.timed('read', () => read(client, library, from));
    const isLast = page.received === 0 || from.offset + page.received >= page.total;
    return { page, seen, offset: from.offset, readAt, isLast };
  }
}

async function read(
  client: MediaServerClient,
  library: Library,
  { memory, ...at }: ReadFrom,
): Promise<Pick<ReadPage, 'page' | 'seen'>> {
  if (!memory) return { page: await client.page(library, at), seen: null };
  const known: SeenPage[] = [];
  const isSeen = async (mark: string): Promise<boolean> => {
    const page = await memory.recall(at.offset, mark);
    if (page) known.push(page);
    return page !== null;
  };
  const page = await client.pageUnless(isSeen, library, at);
  const [seen] = known;
  if (page) return { page, seen: null };
  if (!seen) throw new TypeError('A page that was never seen was passed over.');
  return { page: { ...seen, items: [] }, seen };
}
