import type { ListCopy, ListPlan, ListStep, PartOf } from '#libs/core';
import { DataSource } from 'typeorm';
import { insertWrites, type NewListWrite } from './playlist-writes.js';
import { advanceRun, type RunStep } from './run-steps.js';
import { epoch } from './seconds.js';
import { sqlOf, type Sql } from './sql-rows.js';

/** A copy as it is remembered, with what its server's list said of it. */
export interface RememberedCopy extends ListCopy {
  readonly mark: string | null;
}

/** A list after a reading: its copies, which one won, and what is to be written. */
export interface DecidedList {
  readonly listId: number;
  readonly copies: readonly RememberedCopy[];
  readonly plan: ListPlan;
  /** Name of the winner's backend. */
  readonly via: string | null;
}

export interface PlaylistDecisions {
  readonly identityId: number;
  readonly runId: string;
  readonly lists: readonly DecidedList[];
  /** Which account each backend was read with. */
  readonly generations: ReadonlyMap<number, number>;
  /** Backends that were read whole. */
  readonly read: readonly number[];
  readonly writes: readonly NewListWrite[];
  /** Only what would be written is noted. */
  readonly isRehearsal: boolean;
  readonly step: RunStep;
  readonly cursor: unknown;
}

interface CopyRow extends Omit<ListCopy, 'partOf'> {
  readonly mark: string | null;
  readonly partOf: PartOf | null;
}

/** A tombstone this old is forgotten. */
const TOMBSTONE_DAYS = 90;

/** What is known of the playlists of a person: one row for each copy. Only the worker of playlists writes it. */
export class PlaylistMemory {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Copies of the present accounts; what an account before said is nothing. */
  async load(identityId: number): Promise<RememberedCopy[]> {
    return this.sql.query<CopyRow>(
      `SELECT c.list_id AS "listId", c.backend_id AS "backendId", c.remote_id AS "remoteId", c.title, c.entries, c.hindrance, c.mark,
              ${epoch('c.version_at')} AS "versionAt", ${epoch('c.missing_since')} AS "missingSince", ${epoch('c.deleted_at')} AS "deletedAt",
              c.part_of AS "partOf", c.unconfirmed
         FROM playlist_copy c JOIN backend b ON b.id = c.backend_id AND b.account_generation = c.account_generation
        WHERE b.identity_id = $1 ORDER BY c.list_id, c.backend_id, c.remote_id`,
      [identityId],
    );
  }

  /** Our items by the ids that backends have for them; of a file with several episodes the first. */
  async itemsOf(backendId: number, remoteIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.sql.query<{ remoteId: string; itemId: number }>(
      `SELECT DISTINCT ON (remote_id) remote_id AS "remoteId", item_id AS "itemId" FROM observation
        WHERE backend_id = $1 AND remote_id = ANY($2) ORDER BY remote_id, part`,
      [backendId, [...new Set(remoteIds)]],
    );
    return new Map(rows.map(({ remoteId, itemId }) => [remoteId, itemId]));
  }

  /** The item of these keys; null when there is none, or more than one. */
  async itemByKeys(identityId: number, keys: readonly string[]): Promise<number | null> {
    const rows = await this.sql.query<{ itemId: number }>(
      `SELECT DISTINCT item_id AS "itemId" FROM item_key WHERE identity_id = $1 AND key = ANY($2)`,
      [identityId, keys],
    );
    return rows.length === 1 ? (rows[0]?.itemId ?? null) : null;
  }

  /** Where backends have items of ours: the whole file before a part of one, then the lowest id. */
  async placesOf(
    backendIds: readonly number[],
    itemIds: readonly number[],
  ): Promise<(backendId: number, itemId: number) => string | null> {
    const rows = await this.sql.query<{ backendId: number; itemId: number; remoteId: string }>(
      `SELECT DISTINCT ON (backend_id, item_id) backend_id AS "backendId", item_id AS "itemId", remote_id AS "remoteId" FROM observation
        WHERE backend_id = ANY($1) AND item_id = ANY($2) ORDER BY backend_id, item_id, part, remote_id`,
      [backendIds, [...new Set(itemIds)]],
    );
    const places = new Map(rows.map((row) => [`${row.backendId} ${row.itemId}`, row.remoteId]));
    return (backendId, itemId) => places.get(`${backendId} ${itemId}`) ?? null;
  }

  /** What was read and decided, and the writes that follow from it, all at once. Whether a person asked to stop. */
  keep(decisions: PlaylistDecisions): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const ids = decisions.isRehearsal ? new Map<number, number>() : await remember(sql, decisions);
      const listIdOf = ({ listId }: NewListWrite): number | null =>
        ids.get(listId ?? 0) ?? (listId !== null && listId > 0 ? listId : null);
      const writes = decisions.writes.map((write) => ({ ...write, listId: listIdOf(write) }));
      await insertWrites(sql, decisions, writes);
      await sql.query('UPDATE run SET total = done + $2 WHERE id = $1', [decisions.runId, writes.length]);
      return advanceRun(sql, decisions.runId, decisions);
    });
  }
}

async function remember(sql: Sql, decisions: PlaylistDecisions): Promise<ReadonlyMap<number, number>> {
  await forgetOld(sql, decisions.identityId);
  const ids = await keepLists(sql, decisions);
  await replaceCopies(sql, decisions, ids);
  await noteReadings(sql, decisions.read);
  return ids;
}

/** Copies of accounts that were changed, tombstones past their time, and lists without any copy. */
async function forgetOld(sql: Sql, identityId: number): Promise<void> {
  await sql.query(
    `DELETE FROM playlist_copy c USING backend b WHERE b.id = c.backend_id AND b.identity_id = $1
        AND (c.account_generation <> b.account_generation OR c.deleted_at < now() - interval '${TOMBSTONE_DAYS} days')`,
    [identityId],
  );
}

/** The stored id of each list; new ones get theirs. */
async function keepLists(
  sql: Sql,
  { identityId, lists }: PlaylistDecisions,
): Promise<ReadonlyMap<number, number>> {
  const isNew = lists.filter(({ listId }) => listId < 0);
  const fresh = await sql.query<{ id: number }>(
    `SELECT nextval(pg_get_serial_sequence('playlist', 'id')) AS id FROM generate_series(1, $1::int)`,
    [isNew.length],
  );
  const ids = new Map(lists.map(({ listId }) => [listId, listId]));
  for (const [place, { listId }] of isNew.entries()) ids.set(listId, Number(fresh[place]?.id));
  const rows = lists.map((list) => ({ ...versionOf(list), id: ids.get(list.listId) }));
  await sql.query(
    `INSERT INTO playlist AS p (id, identity_id, title, entries, version_at, via, deleted_at) OVERRIDING SYSTEM VALUE
     SELECT r.id, $1, r.title, r.entries, to_timestamp(r."versionAt"), r.via, to_timestamp(r."deletedAt")
       FROM jsonb_to_recordset($2::jsonb) AS r(id bigint, title text, entries jsonb, "versionAt" bigint, via text, "deletedAt" bigint)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, entries = excluded.entries, version_at = excluded.version_at, via = excluded.via,
       deleted_at = excluded.deleted_at, updated_at = now()`,
    [identityId, JSON.stringify(rows)],
  );
  return ids;
}

/** What a list is: the version that won, else any copy of it. */
function versionOf({ plan: { winner }, copies, via }: DecidedList): object {
  const { title, entries } = winner ?? copies[0] ?? { title: '', entries: [] };
  return { title, entries, versionAt: winner?.versionAt ?? null, via, deletedAt: winner?.deletedAt ?? null };
}

async function replaceCopies(
  sql: Sql,
  { identityId, lists, generations, read }: PlaylistDecisions,
  ids: ReadonlyMap<number, number>,
): Promise<void> {
  const rows = lists.flatMap(({ copies, listId, plan }) =>
    copies.map((copy) => ({
      ...copy,
      listId: ids.get(listId) ?? listId,
      generation: generations.get(copy.backendId) ?? 0,
      because: reasonOf(plan.steps.get(copy.backendId)) ?? copy.hindrance,
      isRead: read.includes(copy.backendId),
    })),
  );
  await sql.query(
    `DELETE FROM playlist_copy c USING backend b WHERE b.id = c.backend_id AND b.identity_id = $1
        AND c.backend_id = ANY($2)`,
    [identityId, [...generations.keys()]],
  );
  await saveCopies(sql, rows);
  await sql.query(
    `DELETE FROM playlist p WHERE p.identity_id = $1 AND NOT EXISTS (SELECT FROM playlist_copy c WHERE c.list_id = p.id)`,
    [identityId],
  );
}

const reasonOf = (step: ListStep | undefined): string | null =>
  step?.kind === 'skip' || step?.kind === 'settled' ? step.because : null;

type SavedCopy = RememberedCopy & {
  readonly generation: number;
  readonly because: string | null;
  readonly isRead: boolean;
};

/** One statement, however many there are. */
async function saveCopies(sql: Sql, rows: readonly SavedCopy[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `INSERT INTO playlist_copy AS c (backend_id, remote_id, list_id, account_generation, title, entries, mark, hindrance, version_at,
            missing_since, deleted_at, part_of, unconfirmed, because, seen_at)
     SELECT r."backendId", r."remoteId", r."listId", r.generation, r.title, r.entries, r.mark, r.hindrance, to_timestamp(r."versionAt"),
            to_timestamp(r."missingSince"), to_timestamp(r."deletedAt"), nullif(r."partOf", 'null'::jsonb), r.unconfirmed, r.because, now()
       FROM jsonb_to_recordset($1::jsonb) AS r("backendId" int, "remoteId" text, "listId" bigint, generation int, title text, entries jsonb,
            mark text, hindrance text, "versionAt" bigint, "missingSince" bigint, "deletedAt" bigint, "partOf" jsonb, unconfirmed int, because text)
     ON CONFLICT (backend_id, remote_id) DO UPDATE SET list_id = excluded.list_id, account_generation = excluded.account_generation,
       title = excluded.title, entries = excluded.entries, mark = excluded.mark, hindrance = excluded.hindrance, version_at = excluded.version_at,
       missing_since = excluded.missing_since, deleted_at = excluded.deleted_at, part_of = excluded.part_of, unconfirmed = excluded.unconfirmed,
       because = excluded.because, seen_at = excluded.seen_at`,
    [JSON.stringify(rows)],
  );
}

async function noteReadings(sql: Sql, backendIds: readonly number[]): Promise<void> {
  await sql.query(
    `INSERT INTO playlist_sync (backend_id, read_at) SELECT id, now() FROM unnest($1::int[]) AS t(id)
     ON CONFLICT (backend_id) DO UPDATE SET read_at = excluded.read_at`,
    [backendIds],
  );
}
