import { hash } from 'node:crypto';
import type { Tally } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

/** Where a page stands. */
export interface PagePlace {
  readonly backendId: number;
  readonly libraryId: string;
  readonly offset: number;
}

/** A page as it was last read, so that the very same need not be read again. */
export interface SeenPage extends PagePlace {
  /** Equal when the server sends the same and it is read in the same way. */
  readonly mark: string;
  readonly received: number;
  readonly total: number;
  /** What the page counts as when nothing in it has changed. */
  readonly counts: { readonly unchanged: number; readonly skipped: number };
  readonly tally: Tally;
  readonly remoteIds: readonly string[];
  /** `digestOf` of what was read. */
  readonly digest: string;
}

export interface Fingerprinted {
  readonly remoteId: string;
  readonly part: number;
  /** Equal when nothing that we keep has changed; of one length. */
  readonly fingerprint: string;
}

/** In SQL, the digest of copies that are in scope as `copies`. */
export const digestIn = (copies: string): string =>
  `md5(string_agg(${copies}.fingerprint, '' ORDER BY ${copies}.remote_id COLLATE "C", ${copies}.part))`;

/** As Postgres makes it by `digestIn`. Should the two ever sort differently, the page is compared copy by copy. */
export function digestOf(copies: readonly Fingerprinted[]): string {
  const sorted = copies.toSorted((a, b) =>
    a.remoteId === b.remoteId ? a.part - b.part : a.remoteId < b.remoteId ? -1 : 1,
  );
  return hash('md5', sorted.map(({ fingerprint }) => fingerprint).join(''));
}

/** A statement before another one, in its `WITH`: remembers the page that is the parameter of that name. */
export const rememberingPage = (page: string): string => `remembered AS (
    INSERT INTO seen_page (backend_id, library_id, "offset", mark, received, total, counts, tally, remote_ids, digest)
    SELECT b.id, p."libraryId", p."offset", p.mark, p.received, p.total, p.counts, p.tally, p."remoteIds", p.digest
      FROM jsonb_to_record(${page}::jsonb) AS p("backendId" int, "libraryId" text, "offset" int, mark text, received int, total int,
           counts jsonb, tally jsonb, "remoteIds" text[], digest text)
      JOIN backend b ON b.id = p."backendId"
    ON CONFLICT (backend_id, library_id, "offset") DO UPDATE SET mark = excluded.mark, received = excluded.received,
      total = excluded.total, counts = excluded.counts, tally = excluded.tally, remote_ids = excluded.remote_ids, digest = excluded.digest)`;

export class SeenPages {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  /**
   * The page at a place if it was read under this mark before and every copy in it is still kept just so. News by a
   * webhook, an export or a page of another place may have changed one since: then it has to be read, whatever its mark.
   */
  async recall({ backendId, libraryId, offset }: PagePlace, mark: string): Promise<SeenPage | null> {
    const [seen] = await this.sql.query<SeenPage>(
      `SELECT p.backend_id AS "backendId", p.library_id AS "libraryId", p."offset", p.mark, p.received, p.total, p.counts, p.tally,
              '{}'::text[] AS "remoteIds", p.digest
         FROM seen_page p
        WHERE p.backend_id = $1 AND p.library_id = $2 AND p."offset" = $3 AND p.mark = $4
          AND p.digest = (SELECT ${digestIn('o')} FROM observation o WHERE o.backend_id = $1 AND o.remote_id = ANY(p.remote_ids))`,
      [backendId, libraryId, offset, mark],
    );
    return seen ?? null;
  }
}
