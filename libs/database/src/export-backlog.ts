import { DataSource } from 'typeorm';
import { WRITABLE } from './export-copies.js';
import { OUT_OF_STEP } from './intents.js';
import { NOT_REFUSED } from './refused-writes.js';
import { sqlOf, type Sql } from './sql-rows.js';

/** A transaction that was under way when an export began may carry an older date than it. */
export const OVERLAP_SECONDS = 600;

/** Whether item or copy changed after `$n`; what did not needs no second look. `item` and `o` must be in scope. */
export const changedSince = (parameter: string): string =>
  `greatest(item.updated_at, o.observed_at) > ${parameter}::timestamptz - interval '${OVERLAP_SECONDS} seconds'`;

export interface BacklogQuestion {
  readonly backendId: number;
  readonly identityId: number;
  readonly lastExport: Date;
  /** Seconds after which a title that the backend does not have is not waited for any more. */
  readonly patience: number;
}

export interface Backlog {
  /** Copies that changed since the last export and may need a write. */
  readonly changed: number;
  /** Whether a title changed that the backend was not seen to have, and that may have come to it lately. */
  readonly isIncomplete: boolean;
}

/** How much there is to tell a backend, without planning it. */
export class ExportBacklog {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async of({ backendId, identityId, lastExport, patience }: BacklogQuestion): Promise<Backlog> {
    const [row] = await this.sql.query<Backlog>(
      `SELECT (SELECT count(DISTINCT o.remote_id) FROM observation o JOIN item ON item.id = o.item_id
                WHERE o.backend_id = $1 AND ${changedSince('$3')} AND ${OUT_OF_STEP} AND ${WRITABLE} AND ${NOT_REFUSED}) AS changed,
              EXISTS (SELECT FROM item WHERE item.identity_id = $2 AND item.decision <> 'default'
                AND item.updated_at > $3::timestamptz - interval '${OVERLAP_SECONDS} seconds'
                AND NOT EXISTS (SELECT FROM observation o WHERE o.backend_id = $1 AND o.item_id = item.id)
                AND (SELECT max(a.added_at) FROM observation a WHERE a.item_id = item.id)
                    >= $3::timestamptz - make_interval(secs => $4)) AS "isIncomplete"`,
      [backendId, identityId, lastExport, patience],
    );
    return row ?? { changed: Number.POSITIVE_INFINITY, isIncomplete: true };
  }
}
