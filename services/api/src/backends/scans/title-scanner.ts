import { Injectable } from '@nestjs/common';
import { backendOf, type Library, type Title, type WebLinks } from '#libs/backends';
import type { IdentityRecord } from '#libs/database';
import { saysYes } from '../inspection/inspection.dto.js';
import { withoutSecrets } from '../inspection/without-secrets.js';
import { LibraryFinder, type Shelves } from './library-finder.js';
import type { MismatchedDto, MismatchQuery, ScanQuery, UnmatchedDto } from './scans.dto.js';
import { isUnmatched, mismatchOf } from './title-judge.js';

/** One request holds so many titles in memory, and no more. */
const PAGE = 500;

interface Place {
  readonly name: string;
  readonly libraryId: string | null;
}

interface ShelvedTitle {
  readonly title: Title;
  readonly library: Library;
}

/** Looks through the libraries of a server, page by page, for titles that something is wrong with. */
@Injectable()
export class TitleScanner {
  constructor(private readonly finder: LibraryFinder) {}

  /** Titles without any external id (feature F124). */
  async *unmatched(
    identity: IdentityRecord,
    place: Place,
    query: ScanQuery,
  ): AsyncGenerator<readonly UnmatchedDto[]> {
    const shelves = await this.shelves(identity, place, query);
    const links = backendOf(shelves.record.type).webLinks(shelves.record);
    for await (const page of titlesOf(shelves, false))
      yield page
        .filter(({ title }) => isUnmatched(title))
        .map((found) => toUnmatched(found, { links, isRaw: saysYes(query.raw) }));
  }

  /** Titles whose files are called quite differently (feature F127). */
  async *mismatched(
    identity: IdentityRecord,
    place: Place,
    query: MismatchQuery,
  ): AsyncGenerator<readonly MismatchedDto[]> {
    const shelves = await this.shelves(identity, place, query);
    const links = backendOf(shelves.record.type).webLinks(shelves.record);
    const shown = { links, isRaw: saysYes(query.raw) };
    for await (const page of titlesOf(shelves, true))
      yield page.flatMap((found) => {
        const mismatch = mismatchOf(found.title, query);
        return mismatch ? { ...toUnmatched(found, shown), ...mismatch } : [];
      });
  }

  private shelves(
    identity: IdentityRecord,
    { name, libraryId }: Place,
    { timeout }: ScanQuery,
  ): Promise<Shelves> {
    return libraryId === null
      ? this.finder.readable(identity, { name, timeout })
      : this.finder.one(identity, { name, libraryId, timeout });
  }
}

async function* titlesOf(
  { client, libraries }: Shelves,
  withPaths: boolean,
): AsyncGenerator<readonly ShelvedTitle[]> {
  for (const library of libraries)
    for (let offset = 0; ;) {
      const request = { offset, limit: PAGE, withPaths };
      const { titles, received, total } = await client.inspect.titles(library, request);
      yield titles.map((title) => ({ title, library }));
      offset += received;
      if (received === 0 || offset >= total) break;
    }
}

function toUnmatched(
  { title, library }: ShelvedTitle,
  { links, isRaw }: { readonly links: WebLinks; readonly isRaw: boolean },
): Pick<UnmatchedDto, keyof UnmatchedDto> {
  return {
    id: title.id,
    title: title.title,
    type: title.type,
    year: title.year,
    library: library.title,
    path: title.paths[0] ?? null,
    webUrl: links.item(title),
    ...(isRaw ? { raw: withoutSecrets(title.raw) } : {}),
  };
}
