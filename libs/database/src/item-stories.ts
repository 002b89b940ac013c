import type { Knowledge, Truth } from '#libs/core';
import { DataSource } from 'typeorm';
import { UNDISPUTED } from './conflict-notes.js';
import { COPY_COLUMNS, knowledgeOf, type CopyRow } from './copies.js';
import { epoch } from './seconds.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { toTruth, TRUTH_COLUMNS, type ChangeCause, type TruthRow } from './truths.js';
import { isUndone } from './undo-scope.js';

/** An entry of the ledger. Times are unix seconds. */
export interface ItemChange {
  readonly id: number;
  readonly at: number;
  readonly cause: ChangeCause;
  readonly rule: string;
  readonly status: 'proposed' | 'applied' | 'rejected';
  /** Why an undo left it out. */
  readonly because: string | null;
  readonly backendId: number | null;
  readonly backend: string | null;
  readonly runId: string | null;
  readonly before: Truth;
  readonly after: Truth;
  readonly isUndone: boolean;
}

/** A write to a backend, wished, planned or done. */
export interface ItemWrite {
  readonly at: number;
  readonly status: 'open' | 'planned' | 'written' | 'skipped' | 'failed' | 'rejected';
  readonly rule: string | null;
  readonly reason: string | null;
  readonly backendId: number;
  readonly backend: string;
  readonly runId: string | null;
  readonly before: { readonly watched: boolean; readonly positionMs: number } | null;
  readonly after: { readonly watched: boolean; readonly positionMs: number } | null;
}

export interface ItemCopy {
  readonly backendId: number;
  readonly knowledge: Knowledge;
  readonly isDisputed: boolean;
}

/** All that is stored of how an item came to its state. */
export interface Story {
  readonly truth: Truth;
  readonly changes: readonly ItemChange[];
  readonly writes: readonly ItemWrite[];
  readonly copies: readonly ItemCopy[];
}

/** An item that changed more often is told from here on. */
const MOST = 500;

/** Reads the whole story of one item (users.md 38). */
export class ItemStories {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async of(identityId: number, itemId: number): Promise<Story | null> {
    const [row] = await this.sql.query<TruthRow>(
      `SELECT ${TRUTH_COLUMNS} FROM item WHERE item.identity_id = $1 AND item.id = $2`,
      [identityId, itemId],
    );
    if (!row) return null;
    return {
      truth: toTruth(row),
      changes: await this.changes(itemId),
      writes: await this.writes(itemId),
      copies: await this.copies(itemId),
    };
  }

  private changes(itemId: number): Promise<ItemChange[]> {
    return this.sql.query(
      `SELECT c.id, ${epoch('c.at')} AS at, c.cause, c.rule, c.status, c.evidence->>'because' AS because, c.backend_id AS "backendId",
              b.name AS backend, c.run_id AS "runId", c.before, c.after, ${isUndone('c')} AS "isUndone"
         FROM state_change c LEFT JOIN backend b ON b.id = c.backend_id
        WHERE c.item_id = $1 ORDER BY c.id DESC LIMIT ${MOST}`,
      [itemId],
    );
  }

  private writes(itemId: number): Promise<ItemWrite[]> {
    return this.sql.query(
      `SELECT ${epoch('coalesce(e.settled_at, e.created_at)')} AS at, e.status, e.rule, e.reason, e.backend_id AS "backendId",
              b.name AS backend, e.run_id AS "runId", e.before, e.after
         FROM export_intent e JOIN backend b ON b.id = e.backend_id
        WHERE e.item_id = $1 ORDER BY e.id DESC LIMIT ${MOST}`,
      [itemId],
    );
  }

  private async copies(itemId: number): Promise<ItemCopy[]> {
    const rows = await this.sql.query<CopyRow & { readonly backendId: number; readonly isDisputed: boolean }>(
      `SELECT o.backend_id AS "backendId", NOT ${UNDISPUTED} AS "isDisputed", ${COPY_COLUMNS} FROM observation o
        WHERE o.item_id = $1 ORDER BY o.backend_id, o.remote_id, o.part`,
      [itemId],
    );
    return rows.map((row) => ({
      backendId: row.backendId,
      isDisputed: row.isDisputed,
      knowledge: knowledgeOf(row, null),
    }));
  }
}
