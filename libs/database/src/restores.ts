import {
  restoredTruth,
  type BackedUpState,
  type Identified,
  type ItemKey,
  type ItemType,
  type PlayState,
  type RestoreRule,
} from '#libs/core';
import { DataSource } from 'typeorm';
import { addIntents } from './intents.js';
import { advanceRun, type RunStep } from './run-steps.js';
import { IDENTIFIED } from './export-copies.js';
import { failRest } from './restore-endings.js';
import { isSameAccount, type Expected } from './restore-announcement.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity, readTruths, writeTruths } from './truths.js';
import { BY_PERSON } from './refused-writes.js';

/** An entry of a backup, by what it is recognised. */
export interface StagedEntry extends BackedUpState {
  readonly line: number;
  readonly keys: readonly ItemKey[];
}

export interface FoundEntry extends BackedUpState {
  readonly line: number;
  readonly key: ItemKey;
}

/** A write that brings one copy to what the backup says. */
export interface RestoreWrite {
  readonly remoteId: string;
  readonly type: ItemType;
  readonly title: string;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  readonly rule: RestoreRule;
  readonly before: PlayState;
  readonly after: PlayState;
  /** Unix seconds. */
  readonly updated: number;
}

export interface DueRestore extends RestoreWrite {
  readonly id: number;
  /** The item that it is about; null when it was deleted meanwhile. */
  readonly identified: Identified | null;
}

export interface RestoreOutcome {
  readonly status: 'written' | 'skipped' | 'failed';
  readonly reason: string | null;
  /** Whether the copy now is as the backup says, and our truth must follow. */
  readonly decides: boolean;
}

export interface RestoreTarget {
  readonly runId: string;
  readonly identityId: number;
  readonly backendId: number;
  readonly backendName: string;
  /** The account that was planned for. */
  readonly accountGeneration: number;
}

export interface RestoreWeight {
  readonly writes: number;
  readonly played: number;
  readonly unplayed: number;
  readonly progress: number;
  readonly watched: number;
}

/** Restores of backups: what the file says, what is planned for the target, what came of it. */
export class Restores {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Adds entries; of several with one key the first counts. May be repeated. */
  async stage(runId: string, entries: readonly StagedEntry[]): Promise<void> {
    const rows = entries.flatMap(({ keys, ...entry }) => keys.map((key) => ({ ...entry, key })));
    await this.sql.query(
      `INSERT INTO restore_entry (run_id, key, line, watched, position_ms, updated)
       SELECT $1, r.key, r.line, r.watched, r."positionMs", r.updated
         FROM jsonb_to_recordset($2::jsonb) AS r(key text, line int, watched boolean, "positionMs" int, updated bigint)
        ORDER BY r.line
       ON CONFLICT (run_id, key) DO NOTHING`,
      [runId, JSON.stringify(rows)],
    );
  }

  /** What the backup says about the items that have these keys. */
  async match(runId: string, keys: readonly ItemKey[]): Promise<FoundEntry[]> {
    return this.sql.query(
      `SELECT key, line, watched, position_ms AS "positionMs", updated FROM restore_entry WHERE run_id = $1 AND key = ANY($2)`,
      [runId, keys],
    );
  }

  /** Adds planned writes; a repeated page adds nothing. Whether a person asked to stop. */
  async add(
    { runId, backendId }: RestoreTarget,
    page: {
      readonly writes: readonly RestoreWrite[];
      readonly found: readonly number[];
      readonly step: RunStep;
      readonly cursor: unknown;
    },
  ): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await sql.query(
        'UPDATE restore_entry SET is_found = true WHERE run_id = $1 AND line = ANY($2) AND NOT is_found',
        [runId, page.found],
      );
      await insertWrites(sql, { runId, backendId }, page.writes);
      return advanceRun(sql, runId, page);
    });
  }

  /** How many entries were found on the target, and how many were not; then what the file says is forgotten. */
  async endPlan(
    runId: string,
    cursor: (found: { found: number; notFound: number }) => unknown,
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const [counted] = await sql.query<{ found: number; notFound: number }>(
        `SELECT count(*) FILTER (WHERE found) AS found, count(*) FILTER (WHERE NOT found) AS "notFound"
           FROM (SELECT bool_or(is_found) AS found FROM restore_entry WHERE run_id = $1 GROUP BY line) entries`,
        [runId],
      );
      const { found = 0, notFound = 0 } = counted ?? {};
      const step = { done: 0, counts: { skipped: notFound }, requests: 0 };
      await advanceRun(sql, runId, { step, cursor: cursor({ found, notFound }) });
      await sql.query('DELETE FROM restore_entry WHERE run_id = $1', [runId]);
    });
  }

  async forgetEntries(runId: string): Promise<void> {
    await this.sql.query('DELETE FROM restore_entry WHERE run_id = $1', [runId]);
  }

  async weigh(runId: string, identityId: number): Promise<RestoreWeight> {
    const [row] = await this.sql.query<RestoreWeight>(
      `SELECT count(*) AS writes, count(*) FILTER (WHERE rule = 'write-played') AS played,
              count(*) FILTER (WHERE rule = 'write-unplayed') AS unplayed, count(*) FILTER (WHERE rule = 'write-progress') AS progress,
              (SELECT count(*) FROM item WHERE identity_id = $2 AND decision = 'played') AS watched
         FROM restore_write WHERE run_id = $1 AND status <> 'rejected'`,
      [runId, identityId],
    );
    return row ?? { writes: 0, played: 0, unplayed: Number.NaN, progress: 0, watched: 0 };
  }

  async due(runId: string, limit: number): Promise<DueRestore[]> {
    return this.sql.query(
      `SELECT w.id, w.remote_id AS "remoteId", w.type, w.title, w.year, w.season, w.episode, w.rule, w.before, w.after, w.updated, CASE WHEN item.id IS NOT NULL THEN ${IDENTIFIED} END AS identified
         FROM restore_write w LEFT JOIN item ON item.id = w.item_id WHERE w.run_id = $1 AND w.status = 'planned' ORDER BY w.id LIMIT $2`,
      [runId, limit],
    );
  }

  /**
   * Notes what a write will lead to before it is tried, so that what it brings back is nobody's news. Gives how to take
   * that back when the server refuses; null when the backend is another account by now, and nothing may be written.
   */
  async announce(
    target: RestoreTarget,
    { remoteId, after }: DueRestore,
  ): Promise<(() => Promise<void>) | null> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, target.identityId);
      if (!(await isSameAccount(sql, target))) return null;
      const before = await sql.query<Expected>(
        `SELECT part, expected_watched AS watched, expected_position_ms AS position, expected_at AS at
           FROM observation WHERE backend_id = $1 AND remote_id = $2 FOR UPDATE`,
        [target.backendId, remoteId],
      );
      await noteExpected(sql, target.backendId, { remoteId, after });
      return async () => {
        for (const { part, watched, position, at } of before)
          await this.sql.query(
            `UPDATE observation SET expected_watched = $4, expected_position_ms = $5, expected_at = $6
              WHERE backend_id = $1 AND remote_id = $2 AND part = $3`,
            [target.backendId, remoteId, part, watched, position, at],
          );
      };
    });
  }

  /**
   * Saves what came of a write. Where it decides, the truth follows in the same transaction, as a decision that no older
   * wish wins over, and the other backends are told (B-17).
   */
  async settle(
    target: RestoreTarget,
    write: DueRestore,
    result: {
      readonly outcome: RestoreOutcome;
      readonly step: RunStep;
      readonly cursor: unknown;
      readonly now: number;
    },
  ): Promise<{ readonly isCancelAsked: boolean; readonly backendIds: readonly number[] }> {
    const { outcome, now } = result;
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      if (outcome.decides) await lockIdentity(sql, target.identityId);
      const settled = await sql.query(
        `UPDATE restore_write SET status = $2, reason = $3, settled_at = now() WHERE id = $1 AND status = 'planned' RETURNING 1`,
        [write.id, outcome.status, outcome.reason],
      );
      if (settled.length === 0) return { isCancelAsked: false, backendIds: [] };
      const backendIds = outcome.decides ? await decide(sql, target, { write, now }) : [];
      return { isCancelAsked: await advanceRun(sql, target.runId, result), backendIds };
    });
  }

  /** A person's no. False when the run does not wait for one. */
  async reject(runId: string): Promise<boolean> {
    const rows = await this.sql.query(
      `WITH ended AS (
         UPDATE run SET status = 'cancelled', finished_at = now(), heartbeat_at = now()
          WHERE id = $1 AND status = 'awaiting_approval' RETURNING id),
       writes AS (
         UPDATE restore_write w SET status = 'rejected', reason = '${BY_PERSON}', settled_at = now() FROM ended WHERE w.run_id = ended.id AND w.status = 'planned')
       SELECT id FROM ended`,
      [runId],
    );
    return rows.length > 0;
  }

  /** What an ended restore has not written. */
  async failRest(runId: string, reason: string): Promise<void> {
    await failRest(this.sql, runId, reason);
  }
}

async function insertWrites(
  sql: Sql,
  { runId, backendId }: Pick<RestoreTarget, 'runId' | 'backendId'>,
  writes: readonly RestoreWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  await sql.query(
    `INSERT INTO restore_write (run_id, backend_id, remote_id, item_id, type, title, year, season, episode, rule, before, after, updated)
     SELECT $2, $3, r."remoteId", o.item_id, r.type, r.title, r.year, r.season, r.episode, r.rule, r.before, r.after, r.updated
       FROM jsonb_to_recordset($1::jsonb) AS r("remoteId" text, type text, title text, year int, season int, episode int,
                                               rule text, before jsonb, after jsonb, updated bigint)
       LEFT JOIN observation o ON o.backend_id = $3 AND o.remote_id = r."remoteId" AND o.part = 0
     ON CONFLICT (run_id, remote_id) DO NOTHING`,
    [JSON.stringify(writes), runId, backendId],
  );
}

/** The fingerprint is forgotten, so that the next import looks even when nothing moved. */
async function noteExpected(
  sql: Sql,
  backendId: number,
  { remoteId, after }: Pick<RestoreWrite, 'remoteId' | 'after'>,
): Promise<void> {
  await sql.query(
    `UPDATE observation SET fingerprint = '', expected_watched = $3, expected_position_ms = $4, expected_at = now()
      WHERE backend_id = $1 AND remote_id = $2`,
    [backendId, remoteId, after.watched, after.positionMs],
  );
}

/** All episodes of the file; an item that was never imported from this backend has no truth that would follow. */
async function decide(
  sql: Sql,
  target: RestoreTarget,
  { write, now }: { readonly write: DueRestore; readonly now: number },
): Promise<number[]> {
  const copies = await sql.query<{ itemId: number }>(
    'SELECT DISTINCT item_id AS "itemId" FROM observation WHERE backend_id = $1 AND remote_id = $2',
    [target.backendId, write.remoteId],
  );
  const itemIds = copies.map(({ itemId }) => itemId);
  const truths = await readTruths(sql, target.identityId, itemIds);
  const changes = [...truths].map(([itemId, before]) => ({
    itemId,
    before,
    after: restoredTruth(before, { ...write.after, updated: write.updated }, now),
    rule: 'restored',
  }));
  const { identityId, runId, backendId, backendName: via } = target;
  await writeTruths(
    sql,
    { identityId, cause: 'restore', runId, backendId, via, event: 'run.restore' },
    changes,
  );
  return addIntents(sql, identityId, itemIds);
}
