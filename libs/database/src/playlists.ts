import type { ListAction, ListEntry, ListRule } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

/** One copy for a person to look at. */
export interface PlaylistCopyRecord {
  readonly backend: string;
  readonly remoteId: string;
  readonly title: string;
  readonly items: number;
  readonly status: 'live' | 'missing' | 'deleted';
  readonly isPartial: boolean;
  /** Why it was left as it is. */
  readonly because: string | null;
  readonly versionAt: Date;
  readonly seenAt: Date;
}

export interface PlaylistRecord {
  readonly id: number;
  readonly title: string;
  readonly entries: readonly ListEntry[];
  readonly versionAt: Date | null;
  readonly via: string | null;
  readonly deletedAt: Date | null;
  readonly copies: readonly PlaylistCopyRecord[];
}

export type ListWriteStatus = 'planned' | 'making' | 'made' | 'written' | 'skipped' | 'failed' | 'rejected';

/** A line of the ledger. */
export interface PlaylistChange {
  readonly id: number;
  readonly playlistId: number | null;
  readonly runId: string | null;
  readonly backend: string;
  readonly title: string;
  readonly action: ListAction;
  readonly rule: ListRule;
  readonly status: ListWriteStatus;
  readonly reason: string | null;
  readonly before: { readonly title: string; readonly entries: readonly ListEntry[] } | null;
  readonly after: {
    readonly title: string;
    readonly entries: readonly ListEntry[];
    readonly partOf: string | null;
  } | null;
  readonly at: Date;
}

export interface PlaylistFilter {
  readonly identityId: number;
  readonly id: number | null;
  readonly limit: number;
  readonly offset: number;
}

export interface PlaylistChangeFilter {
  readonly identityId: number;
  readonly playlistId: number | null;
  readonly runId: string | null;
  readonly limit: number;
  readonly offset: number;
}

export interface PlaylistSync {
  readonly backend: string;
  readonly readAt: Date | null;
  readonly writtenAt: Date | null;
}

const COPIES = `coalesce((SELECT jsonb_agg(jsonb_build_object('backend', b.name, 'remoteId', c.remote_id, 'title', c.title,
      'items', jsonb_array_length(c.entries), 'isPartial', c.part_of IS NOT NULL, 'because', c.because,
      'status', CASE WHEN c.deleted_at IS NOT NULL THEN 'deleted' WHEN c.missing_since IS NOT NULL THEN 'missing' ELSE 'live' END,
      'versionAt', c.version_at, 'seenAt', c.seen_at) ORDER BY b.id)
    FROM playlist_copy c JOIN backend b ON b.id = c.backend_id AND b.account_generation = c.account_generation WHERE c.list_id = p.id), '[]')`;

/** Playlists and their history, for people to look at. */
export class Playlists {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async list(filter: PlaylistFilter): Promise<{ total: number; lists: PlaylistRecord[] }> {
    const { identityId, id, limit, offset } = filter;
    const where = 'p.identity_id = $1 AND ($2::bigint IS NULL OR p.id = $2)';
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total FROM playlist p WHERE ${where}`,
      [identityId, id],
    );
    const rows = await this.sql.query<PlaylistRecord>(
      `SELECT p.id, p.title, p.entries, p.version_at AS "versionAt", p.via, p.deleted_at AS "deletedAt", ${COPIES} AS copies
         FROM playlist p WHERE ${where} ORDER BY p.title, p.id LIMIT $3 OFFSET $4`,
      [identityId, id, limit, offset],
    );
    return { total: counted?.total ?? 0, lists: rows.map(withDates) };
  }

  async changes(filter: PlaylistChangeFilter): Promise<{ total: number; changes: PlaylistChange[] }> {
    const { identityId, playlistId, runId, limit, offset } = filter;
    const where =
      'w.identity_id = $1 AND ($2::bigint IS NULL OR w.list_id = $2) AND ($3::uuid IS NULL OR w.run_id = $3)';
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total FROM playlist_write w WHERE ${where}`,
      [identityId, playlistId, runId],
    );
    const changes = await this.sql.query<PlaylistChange>(
      `SELECT w.id, w.list_id AS "playlistId", w.run_id AS "runId", w.backend_name AS backend, w.title, w.action, w.rule, w.status,
              w.reason, w.before, w.after, coalesce(w.settled_at, w.created_at) AS at
         FROM playlist_write w WHERE ${where} ORDER BY w.id DESC LIMIT $4 OFFSET $5`,
      [identityId, playlistId, runId, limit, offset],
    );
    return { total: counted?.total ?? 0, changes };
  }

  /** When the lists of each backend were read and written last. */
  syncs(identityId: number): Promise<PlaylistSync[]> {
    return this.sql.query(
      `SELECT b.name AS backend, s.read_at AS "readAt", s.written_at AS "writtenAt"
         FROM backend b LEFT JOIN playlist_sync s ON s.backend_id = b.id WHERE b.identity_id = $1 ORDER BY b.id`,
      [identityId],
    );
  }
}

/** Dates inside of JSON come as text. */
const withDates = (record: PlaylistRecord): PlaylistRecord => ({
  ...record,
  copies: record.copies.map((copy) => ({
    ...copy,
    versionAt: new Date(copy.versionAt),
    seenAt: new Date(copy.seenAt),
  })),
});
