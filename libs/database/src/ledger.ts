import type { ItemType, PlayState } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

export type ChangeStatus = 'planned' | 'applied' | 'skipped' | 'failed' | 'rejected';

/** One thing that a run changed, would change, or left alone. */
export interface RunChange {
  readonly id: number;
  readonly item: {
    /** Null for an item that only the server of a restore has. */
    readonly id: number | null;
    readonly type: ItemType;
    readonly title: string;
    readonly year: number | null;
    readonly season: number | null;
    readonly episode: number | null;
  };
  readonly backend: string | null;
  readonly before: PlayState;
  readonly after: PlayState;
  readonly rule: string;
  readonly status: ChangeStatus;
  readonly reason: string | null;
  readonly at: Date;
}

/** A change of the truth together with what made it. */
export interface LedgerChange extends RunChange {
  readonly cause: string;
  readonly runId: string | null;
}

interface Raw {
  readonly id: number;
  readonly itemId: number | null;
  readonly type: ItemType;
  readonly title: string;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  readonly backend: string | null;
  readonly before: PlayState | null;
  readonly after: PlayState | null;
  readonly rule: string | null;
  readonly status: ChangeStatus;
  readonly reason: string | null;
  readonly at: Date;
}

/** Truths and play states are stored as they are; both read as a play state here. */
const playState = (column: string): string =>
  `jsonb_build_object('watched', coalesce((${column}->>'watched')::boolean, ${column}->>'kind' = 'played', false),
                      'positionMs', coalesce((${column}->>'positionMs')::int, 0))`;

/** What a run changes, with the item as it is stored, or as a restore saw it on the server. */
const CHANGES = `
  SELECT c.id, c.item_id, c.backend_id, ${playState('c.before')} AS before, ${playState('c.after')} AS after, c.rule,
         CASE WHEN c.evidence ? 'because' THEN 'skipped' WHEN c.status = 'proposed' THEN 'planned' ELSE c.status END AS status,
         c.evidence->>'because' AS reason, c.at, NULL::jsonb AS seen
    FROM state_change c WHERE c.run_id = $1 AND c.cause <> 'restore'
  UNION ALL
  SELECT e.id, e.item_id, e.backend_id, ${playState('e.before')}, ${playState('e.after')}, e.rule,
         CASE e.status WHEN 'written' THEN 'applied' ELSE e.status END, e.reason, coalesce(e.settled_at, e.created_at), NULL
    FROM export_intent e WHERE e.run_id = $1
  UNION ALL
  SELECT w.id, w.item_id, w.backend_id, ${playState('w.before')}, ${playState('w.after')}, w.rule,
         CASE w.status WHEN 'written' THEN 'applied' ELSE w.status END, w.reason, coalesce(w.settled_at, w.created_at),
         jsonb_build_object('type', w.type, 'title', w.title, 'year', w.year, 'season', w.season, 'episode', w.episode)
    FROM restore_write w WHERE w.run_id = $1`;

/** The ledger of runs, for reading: an import's changes to the truth, an export's writes. */
export class Ledger {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async changes(
    runId: string,
    page: { readonly status: ChangeStatus | null; readonly limit: number; readonly offset: number },
  ): Promise<{ total: number; changes: RunChange[] }> {
    const where = 'WHERE ($2::text IS NULL OR x.status = $2)';
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total FROM (${CHANGES}) x ${where}`,
      [runId, page.status],
    );
    const rows = await this.sql.query<Raw>(
      `SELECT x.id, x.item_id AS "itemId", coalesce(i.type, x.seen->>'type') AS type, coalesce(i.title, x.seen->>'title') AS title,
              coalesce(i.year, (x.seen->>'year')::int) AS year, coalesce(i.season, (x.seen->>'season')::int) AS season,
              coalesce(i.episode, (x.seen->>'episode')::int) AS episode, b.name AS backend,
              x.before, x.after, x.rule, x.status, x.reason, x.at
         FROM (${CHANGES}) x LEFT JOIN item i ON i.id = x.item_id LEFT JOIN backend b ON b.id = x.backend_id
        ${where} ORDER BY x.id LIMIT $3 OFFSET $4`,
      [runId, page.status, page.limit, page.offset],
    );
    return { total: counted?.total ?? 0, changes: rows.map(toChange) };
  }

  /** Applied changes of a person's truth after one, oldest first. */
  async since(
    identityId: number,
    page: { readonly after: number; readonly limit: number },
  ): Promise<LedgerChange[]> {
    const rows = await this.sql.query<Raw & Pick<LedgerChange, 'cause' | 'runId'>>(
      `SELECT c.id, c.item_id AS "itemId", i.type, i.title, i.year, i.season, i.episode, b.name AS backend,
              ${playState('c.before')} AS before, ${playState('c.after')} AS after, c.rule, c.status, NULL AS reason, c.at, c.cause,
              c.run_id AS "runId"
         FROM state_change c JOIN item i ON i.id = c.item_id LEFT JOIN backend b ON b.id = c.backend_id
        WHERE c.identity_id = $1 AND c.id > $2 AND c.status = 'applied' ORDER BY c.id LIMIT $3`,
      [identityId, page.after, page.limit],
    );
    return rows.map(({ cause, runId, ...row }) => ({ ...toChange(row), cause, runId }));
  }
}

const NOTHING: PlayState = { watched: false, positionMs: 0 };

const toChange = ({ itemId, type, title, year, season, episode, ...row }: Raw): RunChange => ({
  id: row.id,
  item: { id: itemId, type, title, year, season, episode },
  backend: row.backend,
  before: row.before ?? NOTHING,
  after: row.after ?? NOTHING,
  rule: row.rule ?? '',
  status: row.status,
  reason: row.reason,
  at: row.at,
});
