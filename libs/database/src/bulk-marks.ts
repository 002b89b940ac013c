import { randomUUID } from 'node:crypto';
import { decidedByPerson, stateOf } from '#libs/core';
import { DataSource } from 'typeorm';
import { conditionsOf, type HistoryFilter } from './history-filter.js';
import { addIntents } from './intents.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity, readTruths, writeTruths } from './truths.js';

export interface BulkMark {
  readonly identityId: number;
  readonly watched: boolean;
  /** Unix seconds. */
  readonly at: number;
}

export interface BulkWeight {
  /** Items that there are. */
  readonly found: number;
  /** Of those, how many would change. */
  readonly changes: number;
  /** Watched items of the person. */
  readonly watched: number;
}

export interface BulkOutcome {
  readonly changed: number;
  readonly skipped: number;
  readonly backendIds: readonly number[];
}

/** What a person decides about many items at once; one run in the ledger, so that all of it can be taken back. */
export class BulkMarks {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Ids of what a filter finds, at most `limit`. */
  async find(identityId: number, filter: HistoryFilter, limit: number): Promise<number[]> {
    const { where, parameters } = conditionsOf(identityId, filter);
    const rows = await this.sql.query<{ id: number }>(
      `SELECT item.id FROM item ${where} ORDER BY item.id LIMIT $${parameters.length + 1}`,
      [...parameters, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** What a mark would come to. */
  async weigh({ identityId, watched }: BulkMark, itemIds: readonly number[]): Promise<BulkWeight> {
    const [row] = await this.sql.query<BulkWeight>(
      `SELECT count(*) AS found, count(*) FILTER (WHERE (decision = 'played') <> $3) AS changes,
              (SELECT count(*) FROM item WHERE identity_id = $1 AND decision = 'played') AS watched
         FROM item WHERE identity_id = $1 AND id = ANY($2)`,
      [identityId, itemIds, watched],
    );
    return row ?? { found: 0, changes: 0, watched: 0 };
  }

  /** Stores the run that the changes belong to. */
  async begin({ identityId, watched }: BulkMark, total: number): Promise<string> {
    const runId = randomUUID();
    await this.sql.query(
      `INSERT INTO run (id, kind, identity_id, options, status, total, started_at, finished_at)
       VALUES ($1, 'console', $2, $3::jsonb, 'succeeded', $4, now(), now())`,
      [runId, identityId, JSON.stringify({ bulk: watched ? 'watched' : 'unwatched' }), total],
    );
    return runId;
  }

  /** Marks a batch: truth, ledger and intents in one transaction; what is so already is left alone. */
  async mark(runId: string, bulk: BulkMark, itemIds: readonly number[]): Promise<BulkOutcome> {
    const { identityId, watched, at } = bulk;
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      const truths = await readTruths(sql, identityId, itemIds);
      const changes = [...truths]
        .filter(([, before]) => stateOf(before).watched !== watched)
        .map(([itemId, before]) => ({
          itemId,
          before,
          after: decidedByPerson(before, watched, at),
          rule: 'person',
        }));
      const event = watched ? 'webui.markplayed' : 'webui.markunplayed';
      const cause = { identityId, cause: 'user', runId, backendId: null, via: 'webui', event } as const;
      await writeTruths(sql, cause, changes);
      const changed = changes.length;
      const backendIds = await addIntents(
        sql,
        identityId,
        changes.map(({ itemId }) => itemId),
      );
      const skipped = itemIds.length - changed;
      await count(sql, runId, { watched, changed, skipped });
      return { changed, skipped, backendIds };
    });
  }
}

const count = async (
  sql: Sql,
  runId: string,
  {
    watched,
    changed,
    skipped,
  }: { readonly watched: boolean; readonly changed: number; readonly skipped: number },
): Promise<void> => {
  const name = watched ? 'played' : 'unplayed';
  await sql.query(
    `UPDATE run SET done = done + $2 + $3, finished_at = now(), counts = counts || jsonb_build_object(
            'updated', coalesce((counts->>'updated')::int, 0) + $2::int, '${name}', coalesce((counts->>'${name}')::int, 0) + $2::int,
            'skipped', coalesce((counts->>'skipped')::int, 0) + $3::int) WHERE id = $1`,
    [runId, changed, skipped],
  );
};
