import type { ListAction, ListCopy, ListRule, ListWrite, PartOf } from '#libs/core';
import { DataSource } from 'typeorm';
import { advanceRun, type RunStep } from './run-steps.js';
import { epoch } from './seconds.js';
import { sqlOf, type Sql } from './sql-rows.js';

export interface NewListWrite {
  /** Null in a rehearsal, for a list that is not stored. */
  readonly listId: number | null;
  readonly backendId: number;
  readonly backendName: string;
  readonly accountGeneration: number;
  readonly title: string;
  readonly action: ListAction;
  readonly rule: ListRule;
  readonly before: ListCopy | null;
  readonly after: ListWrite | null;
  /** Of the version that is written, unix seconds. */
  readonly versionAt: number;
}

/** `making`: the server may have been asked. `made`: the new list is there, the old one is not removed yet. */
export type OpenStatus = 'planned' | 'making' | 'made';

export interface OpenListWrite extends NewListWrite {
  readonly listId: number;
  readonly id: number;
  readonly status: OpenStatus;
  readonly knownIds: readonly string[];
  readonly madeId: string | null;
}

export interface WriteEnd {
  readonly status: 'written' | 'skipped' | 'failed';
  readonly reason: string | null;
}

/** A copy that the write left behind; null when there is none any more. */
export interface LeftCopy {
  readonly remoteId: string;
  readonly title: string;
  readonly entries: ListCopy['entries'];
  readonly partOf: PartOf | null;
  readonly unconfirmed: number;
}

const OPEN = `('planned', 'making', 'made')`;

/** The ledger of playlists. Every step is noted before it is made, and its end in one transaction with what it changed. */
export class PlaylistWrites {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** What a run has still to do. */
  open(runId: string): Promise<OpenListWrite[]> {
    return this.select(`w.run_id = $1 AND w.status IN ${OPEN}`, [runId]);
  }

  /** What another run of these backends left half done. */
  leftovers(runId: string, backendIds: readonly number[]): Promise<OpenListWrite[]> {
    return this.select(
      `w.backend_id = ANY($2) AND w.run_id IS DISTINCT FROM $1 AND w.status IN ('making', 'made')`,
      [runId, backendIds],
    );
  }

  async making(id: number, knownIds: readonly string[]): Promise<void> {
    await this.sql.query(`UPDATE playlist_write SET status = 'making', known_ids = $2 WHERE id = $1`, [
      id,
      JSON.stringify(knownIds),
    ]);
  }

  async made(id: number, madeId: string): Promise<void> {
    await this.sql.query(`UPDATE playlist_write SET status = 'made', made_id = $2 WHERE id = $1`, [
      id,
      madeId,
    ]);
  }

  async planAgain(id: number): Promise<void> {
    await this.sql.query(
      `UPDATE playlist_write SET status = 'planned', known_ids = NULL, made_id = NULL WHERE id = $1`,
      [id],
    );
  }

  /** Ends a write, with the copy that it left. Whether a person asked to stop. */
  settle(
    write: OpenListWrite,
    end: WriteEnd & { readonly left: LeftCopy | null },
    { runId, ...advance }: { readonly runId: string; readonly step: RunStep; readonly cursor: unknown },
  ): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const [settled] = await sql.query(
        `UPDATE playlist_write SET status = $2, reason = $3, settled_at = now() WHERE id = $1 AND status IN ${OPEN} RETURNING id`,
        [write.id, end.status, end.reason],
      );
      if (settled && end.status === 'written') await remember(sql, write, end.left);
      if (settled && end.reason === 'unconfirmed') await countUnconfirmed(sql, write);
      return advanceRun(sql, runId, advance);
    });
  }

  /** What a run that ends does not do any more; what is half done stays, for the next run to finish. */
  async dropRest(runId: string, reason: string): Promise<void> {
    await this.sql.query(
      `UPDATE playlist_write SET status = 'failed', reason = $2, settled_at = now() WHERE run_id = $1 AND status = 'planned'`,
      [runId, reason],
    );
  }

  /** Runs of this person that wait for a word are of yesterday when another one has planned. */
  async supersede(identityId: number, runId: string): Promise<void> {
    await this.sql.query(
      `WITH ended AS (
         UPDATE run SET status = 'cancelled', finished_at = now(), heartbeat_at = now()
          WHERE identity_id = $1 AND kind = 'playlist' AND status = 'awaiting_approval' AND id <> $2 RETURNING id)
       UPDATE playlist_write w SET status = 'rejected', reason = 'superseded', settled_at = now()
         FROM ended WHERE w.run_id = ended.id AND w.status = 'planned'`,
      [identityId, runId],
    );
  }

  /** False when the run does not wait for a word. What was to be deleted is to stay: that it was missing somewhere is forgotten. */
  async reject(runId: string): Promise<boolean> {
    const rows = await this.sql.query(
      `WITH ended AS (
         UPDATE run SET status = 'cancelled', finished_at = now(), heartbeat_at = now()
          WHERE id = $1 AND status = 'awaiting_approval' RETURNING id),
       writes AS (
         UPDATE playlist_write w SET status = 'rejected', settled_at = now() FROM ended WHERE w.run_id = ended.id AND w.status = 'planned'
         RETURNING w.list_id, w.action),
       graves AS (
         DELETE FROM playlist_copy c USING writes w WHERE c.list_id = w.list_id AND w.action = 'delete' AND c.deleted_at IS NOT NULL)
       SELECT id FROM ended`,
      [runId],
    );
    return rows.length > 0;
  }

  /** Everything that was planned for these backends has been done. */
  async noteWritten(backendIds: readonly number[]): Promise<void> {
    await this.sql.query(
      `INSERT INTO playlist_sync (backend_id, written_at) SELECT id, now() FROM unnest($1::int[]) AS t(id)
       ON CONFLICT (backend_id) DO UPDATE SET written_at = excluded.written_at`,
      [backendIds],
    );
  }

  private select(where: string, parameters: readonly unknown[]): Promise<OpenListWrite[]> {
    return this.sql.query<OpenListWrite>(
      `SELECT w.id, w.list_id AS "listId", w.backend_id AS "backendId", w.backend_name AS "backendName",
              w.account_generation AS "accountGeneration", w.title, w.action, w.rule, w.status, w.before, w.after,
              ${epoch('w.version_at')} AS "versionAt", coalesce(w.known_ids, '[]') AS "knownIds", w.made_id AS "madeId"
         FROM playlist_write w WHERE ${where} AND w.backend_id IS NOT NULL AND w.list_id IS NOT NULL ORDER BY w.id`,
      parameters,
    );
  }
}

export async function insertWrites(
  sql: Sql,
  { identityId, runId }: { readonly identityId: number; readonly runId: string },
  writes: readonly NewListWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  await sql.query(
    `INSERT INTO playlist_write (identity_id, run_id, list_id, backend_id, backend_name, account_generation, title, action, rule, before, after, version_at)
     SELECT $1, $2, r."listId", r."backendId", r."backendName", r."accountGeneration", r.title, r.action, r.rule,
            nullif(r.before, 'null'::jsonb), nullif(r.after, 'null'::jsonb), to_timestamp(r."versionAt")
       FROM jsonb_to_recordset($3::jsonb) AS r("listId" bigint, "backendId" int, "backendName" text, "accountGeneration" int,
            title text, action text, rule text, before jsonb, after jsonb, "versionAt" bigint, place int) ORDER BY place`,
    [identityId, runId, JSON.stringify(writes.map((write, place) => ({ ...write, place })))],
  );
}

/** The old copy is gone, and what is there now is what we made: no news of anybody. */
async function remember(sql: Sql, write: OpenListWrite, left: LeftCopy | null): Promise<void> {
  const { backendId, listId, before, versionAt, accountGeneration } = write;
  if (left === null) {
    await sql.query(
      `UPDATE playlist_copy SET deleted_at = to_timestamp($3::bigint), version_at = to_timestamp($3::bigint), because = NULL
        WHERE backend_id = $1 AND remote_id = $2`,
      [backendId, before?.remoteId ?? '', versionAt],
    );
    return;
  }
  await sql.query('DELETE FROM playlist_copy WHERE backend_id = $1 AND list_id = $2', [backendId, listId]);
  await sql.query(
    `INSERT INTO playlist_copy (backend_id, remote_id, list_id, account_generation, title, entries, version_at, part_of, unconfirmed, because, seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7::bigint), $8, $9, $10, now())
     ON CONFLICT (backend_id, remote_id) DO NOTHING`,
    [
      backendId,
      left.remoteId,
      listId,
      accountGeneration,
      left.title,
      JSON.stringify(left.entries),
      versionAt,
      left.partOf && JSON.stringify(left.partOf),
      left.unconfirmed,
      left.partOf ? 'partial' : null,
    ],
  );
}

async function countUnconfirmed(sql: Sql, { backendId, before }: OpenListWrite): Promise<void> {
  await sql.query(
    'UPDATE playlist_copy SET unconfirmed = unconfirmed + 1 WHERE backend_id = $1 AND remote_id = $2',
    [backendId, before?.remoteId ?? ''],
  );
}
