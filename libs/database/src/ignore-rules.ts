import type { IgnoreRule } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import { lockIdentity } from './truths.js';

export interface IgnoreRuleRecord extends IgnoreRule {
  /** Of the item that a rule for one item is for, where it is known. */
  readonly title: string | null;
  readonly createdAt: Date;
}

export interface IgnoreRuleFilter {
  readonly identityId: number;
  readonly type?: string | undefined;
  readonly source?: string | undefined;
  readonly value?: string | undefined;
  readonly backend?: string | undefined;
}

/** The backend of a rule. */
interface Owner {
  readonly id: number;
  readonly identityId: number;
}

/** The rules of a backend as json, for the columns of a backend; `b` must be in scope. */
export const RULES_OF_BACKEND = `coalesce((SELECT jsonb_agg(jsonb_build_object('type', r.type, 'source', r.source, 'value', r.value,
    'backend', b.name, 'remoteId', nullif(r.remote_id, '')) ORDER BY r.id) FROM ignore_rule r WHERE r.backend_id = b.id), '[]')`;

/** Ids that persons do not want to be matched by. */
export class IgnoreRules {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  list({ identityId, type, source, value, backend }: IgnoreRuleFilter): Promise<IgnoreRuleRecord[]> {
    return this.sql.query(
      `SELECT r.type, r.source, r.value, b.name AS backend, nullif(r.remote_id, '') AS "remoteId", r.created_at AS "createdAt",
              (SELECT item.title FROM observation o JOIN item ON item.id = o.item_id
                WHERE o.backend_id = r.backend_id AND o.remote_id = r.remote_id LIMIT 1) AS title
         FROM ignore_rule r JOIN backend b ON b.id = r.backend_id
        WHERE b.identity_id = $1 AND ($2::text IS NULL OR r.type = $2) AND ($3::text IS NULL OR r.source = $3)
          AND ($4::text IS NULL OR r.value = $4) AND ($5::text IS NULL OR b.name = $5) ORDER BY r.id`,
      [identityId, type ?? null, source ?? null, value ?? null, backend ?? null],
    );
  }

  /**
   * False when there is such a rule already. Ids that only this backend told of an item go from the item, and its
   * copies are looked at again (G-11).
   */
  add(backend: Owner, rule: IgnoreRule): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, backend.identityId);
      const added = await sql.query(
        `INSERT INTO ignore_rule (backend_id, type, source, value, remote_id) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING RETURNING 1`,
        [backend.id, rule.type, rule.source, rule.value, rule.remoteId ?? ''],
      );
      if (added.length > 0) await unlearn(sql, backend, rule);
      return added.length > 0;
    });
  }

  /** False when there is no such rule. */
  remove(backend: Owner, rule: IgnoreRule): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      await lockIdentity(sql, backend.identityId);
      const removed = await sql.query(
        `DELETE FROM ignore_rule WHERE backend_id = $1 AND type = $2 AND source = $3 AND value = $4 AND remote_id = $5 RETURNING 1`,
        [backend.id, rule.type, rule.source, rule.value, rule.remoteId ?? ''],
      );
      // What the id would have told is heard by the next import.
      if (removed.length > 0)
        await sql.query(`UPDATE observation SET fingerprint = '' WHERE backend_id = $1`, [backend.id]);
      return removed.length > 0;
    });
  }
}

const IDS_OF = { movie: 'guids', episode: 'guids', show: 'parentGuids' } as const;
const COLUMN_OF = { movie: 'guids', episode: 'guids', show: 'parent_guids' } as const;

async function unlearn(
  sql: Sql,
  { id }: Owner,
  { type, source, value, remoteId }: IgnoreRule,
): Promise<void> {
  const told = (copy: string): string => `${copy}.detail->'${IDS_OF[type]}'->>$2 = $3`;
  const meant = (copy: string): string =>
    type === 'show' ? `${copy}.detail->>'showId' = $4` : `${copy}.remote_id = $4`;
  const column = COLUMN_OF[type];
  const key =
    type === 'show'
      ? `k.key LIKE 'show://' || $2 || '/' || $3 || '/%'`
      : `k.key = '${type}://' || $2 || '/' || $3`;
  await sql.query(
    `WITH looked AS (
       UPDATE observation o SET fingerprint = '' FROM item i
        WHERE i.id = o.item_id AND o.backend_id = $1 AND ${told('o')} AND ($4::text IS NULL OR ${meant('o')})
          AND ${type === 'show' ? `i.type = 'episode'` : `i.type = '${type}'`} RETURNING o.item_id),
     alone AS (
       SELECT DISTINCT l.item_id FROM looked l WHERE NOT EXISTS (
         SELECT FROM observation x WHERE x.item_id = l.item_id AND ${told('x')}
            AND (x.backend_id <> $1 OR ($4::text IS NOT NULL AND NOT coalesce(${meant('x')}, false))))),
     keys AS (DELETE FROM item_key k USING alone a WHERE k.item_id = a.item_id AND ${key})
     UPDATE item SET ${column} = item.${column} - $2, updated_at = now() FROM alone a
      WHERE item.id = a.item_id AND item.${column}->>$2 = $3`,
    [id, source, value, remoteId],
  );
}
