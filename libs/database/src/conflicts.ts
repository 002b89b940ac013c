import type { ItemType } from '#libs/core';
import { DataSource } from 'typeorm';
import { settleConflict, type Choice, type ConflictOutcome } from './conflict-choices.js';
import type { ContradictingIds, OppositeWishes, Quarantine } from './conflict-notes.js';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

export const CONFLICT_KINDS = ['opposite-wishes', 'contradicting-ids', 'quarantined'] as const;
export const CONFLICT_STATUSES = ['open', 'resolved', 'ignored'] as const;
export type ConflictStatus = (typeof CONFLICT_STATUSES)[number];

/** An item as a person recognises it. */
export interface NamedItem {
  readonly id: number;
  readonly type: ItemType;
  readonly title: string;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
}

interface ConflictFacts {
  readonly id: number;
  readonly status: ConflictStatus;
  /** The side that a person chose, or `vanished`. */
  readonly resolution: string | null;
  readonly item: NamedItem | null;
  readonly backend: string;
  readonly remoteId: string;
  /** The other backend that shows the latest viewing. */
  readonly viewedOn: string | null;
  /** The items that the evidence names. */
  readonly mentioned: readonly NamedItem[];
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

export type ConflictRecord = ConflictFacts &
  (
    | { readonly kind: 'opposite-wishes'; readonly evidence: OppositeWishes }
    | { readonly kind: 'contradicting-ids'; readonly evidence: ContradictingIds }
    | { readonly kind: 'quarantined'; readonly evidence: Quarantine }
  );

export interface ConflictFilter {
  readonly status: ConflictStatus | null;
  readonly kind: (typeof CONFLICT_KINDS)[number] | null;
  readonly limit: number;
  readonly offset: number;
}

const named = (alias: string): string =>
  `jsonb_build_object('id', ${alias}.id, 'type', ${alias}.type, 'title', ${alias}.title, 'year', ${alias}.year,
                      'season', ${alias}.season, 'episode', ${alias}.episode)`;

const SELECT = `SELECT c.id, c.kind, c.status, c.resolution, c.evidence, b.name AS backend, c.remote_id AS "remoteId",
    c.opened_at AS "openedAt", c.closed_at AS "closedAt", CASE WHEN i.id IS NOT NULL THEN ${named('i')} END AS item,
    (SELECT vb.name FROM observation v JOIN backend vb ON vb.id = v.backend_id
      WHERE c.kind = 'opposite-wishes' AND v.item_id = c.item_id AND v.backend_id <> c.backend_id AND v.watched
      ORDER BY v.played_at DESC NULLS LAST LIMIT 1) AS "viewedOn",
    (SELECT coalesce(jsonb_agg(${named('m')} ORDER BY m.id), '[]') FROM item m
      WHERE m.identity_id = c.identity_id AND m.id IN (
        SELECT (x->>'id')::bigint FROM jsonb_array_elements(c.evidence->'candidates') AS x
        UNION SELECT y::bigint FROM jsonb_array_elements_text(c.evidence->'others') AS y)) AS mentioned
  FROM conflict c JOIN backend b ON b.id = c.backend_id LEFT JOIN item i ON i.id = c.item_id`;

/** A story is not made better by more. */
const MOST_OF_ITEM = 100;

const FILTERED =
  'WHERE c.identity_id = $1 AND ($2::text IS NULL OR c.status = $2) AND ($3::text IS NULL OR c.kind = $3)';

/** What a person must decide, and what they decide (contract 5.4). */
export class Conflicts {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** The newest first. */
  async list(
    identityId: number,
    { status, kind, limit, offset }: ConflictFilter,
  ): Promise<{ total: number; conflicts: ConflictRecord[] }> {
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total FROM conflict c ${FILTERED}`,
      [identityId, status, kind],
    );
    const conflicts = await this.sql.query<ConflictRecord>(
      `${SELECT} ${FILTERED} ORDER BY c.id DESC LIMIT $4 OFFSET $5`,
      [identityId, status, kind, limit, offset],
    );
    return { total: counted?.total ?? 0, conflicts };
  }

  /** Those that an item is part of, a copy in quarantine that may be this item included; the oldest first. */
  async ofItem(identityId: number, itemId: number): Promise<ConflictRecord[]> {
    return this.sql.query<ConflictRecord>(
      `${SELECT} WHERE c.identity_id = $1 AND (c.item_id = $2 OR (c.kind = 'quarantined' AND c.evidence->'candidates' @> $3::jsonb))
        ORDER BY c.id LIMIT ${MOST_OF_ITEM}`,
      [identityId, itemId, JSON.stringify([{ id: itemId }])],
    );
  }

  async find(identityId: number, id: number): Promise<ConflictRecord | null> {
    const [found] = await this.sql.query<ConflictRecord>(`${SELECT} WHERE c.identity_id = $1 AND c.id = $2`, [
      identityId,
      id,
    ]);
    return found ?? null;
  }

  /** Carries out a person's choice: truth, ledger and intents in one transaction. */
  async resolve(identityId: number, id: number, choice: Choice): Promise<ConflictOutcome> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, identityId);
      return settleConflict(sql, { identityId, id }, choice);
    });
  }
}
