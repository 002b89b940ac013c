import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

/** A scan that is silent for so long has lost its process; another one can be started. */
const LONGEST_SILENCE_S = 45;
const IS_ALIVE = `s.running_since IS NOT NULL AND s.heartbeat_at > now() - interval '${LONGEST_SILENCE_S} seconds'`;

export type ScanKind = 'unmatched' | 'mismatched' | 'stale';

export interface ScanPlace {
  readonly backendId: number;
  readonly kind: ScanKind;
  /** The server's own id; null for all libraries. */
  readonly libraryId: string | null;
}

export interface ScanStanding {
  readonly kind: ScanKind;
  readonly libraryId: string | null;
  readonly runningSince: Date | null;
  /** Whether the last one ended without a word, with its process. */
  readonly isLost: boolean;
  readonly failure: string | null;
  readonly completedAt: Date | null;
  readonly found: number | null;
}

export interface ScanRecord extends ScanStanding {
  /** What the last complete one found, as it was given. */
  readonly result: unknown;
}

const STANDING = `s.kind, nullif(s.library_id, '') AS "libraryId", CASE WHEN ${IS_ALIVE} THEN s.running_since END AS "runningSince",
  s.running_since IS NOT NULL AND NOT (${IS_ALIVE}) AS "isLost", s.failure, s.completed_at AS "completedAt", s.found`;
const HERE = 'backend_id = $1 AND kind = $2 AND library_id = $3';
const keyOf = ({ backendId, kind, libraryId }: ScanPlace) => [backendId, kind, libraryId ?? ''];

/** Scans of servers: at most one of a kind at a time, and the last result of each. */
export class BackendScans {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Without their results. */
  list(backendId: number): Promise<ScanStanding[]> {
    return this.sql.query(
      `SELECT ${STANDING} FROM backend_scan s WHERE s.backend_id = $1 ORDER BY s.kind, s.library_id`,
      [backendId],
    );
  }

  async find(place: ScanPlace): Promise<ScanRecord | null> {
    const [row] = await this.sql.query<ScanRecord>(
      `SELECT ${STANDING}, s.result FROM backend_scan s WHERE s.${HERE.replaceAll('AND ', 'AND s.')}`,
      keyOf(place),
    );
    return row ?? null;
  }

  /** Begins one; false while another is under way. What the last one found stays until this one is done. */
  async begin(place: ScanPlace): Promise<boolean> {
    const begun = await this.sql.query(
      `INSERT INTO backend_scan AS s (backend_id, kind, library_id, running_since) VALUES ($1, $2, $3, now())
       ON CONFLICT (backend_id, kind, library_id) DO UPDATE SET running_since = now(), heartbeat_at = now(), failure = NULL
       WHERE NOT (${IS_ALIVE}) RETURNING 1`,
      keyOf(place),
    );
    return begun.length > 0;
  }

  async beat(place: ScanPlace): Promise<void> {
    await this.sql.query(`UPDATE backend_scan SET heartbeat_at = now() WHERE ${HERE}`, keyOf(place));
  }

  async complete(
    place: ScanPlace,
    { found, result }: { readonly found: number; readonly result: object },
  ): Promise<void> {
    await this.sql.query(
      `UPDATE backend_scan SET running_since = NULL, failure = NULL, completed_at = now(), found = $4, result = $5::jsonb WHERE ${HERE}`,
      [...keyOf(place), found, JSON.stringify(result)],
    );
  }

  async fail(place: ScanPlace, failure: string): Promise<void> {
    await this.sql.query(`UPDATE backend_scan SET running_since = NULL, failure = $4 WHERE ${HERE}`, [
      ...keyOf(place),
      failure,
    ]);
  }
}
