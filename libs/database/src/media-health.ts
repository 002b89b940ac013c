import type { AuditedItem, HealthStatus, ItemType } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

/** A report that is silent for so long has lost its process: it counts as failed, and another can be started. */
const LONGEST_SILENCE_S = 45;

export interface HealthReport {
  readonly id: number;
  readonly status: 'running' | 'completed' | 'failed';
  readonly generatedAt: Date;
  readonly completedAt: Date | null;
  readonly stateCount: number;
  readonly backendCount: number;
  readonly statuses: Readonly<Partial<Record<HealthStatus, number>>>;
  /** Whether records have changed since. */
  readonly isStale: boolean;
}

export interface AuditedRecord extends AuditedItem {
  readonly id: number;
}

export interface HealthFinding {
  readonly itemId: number;
  readonly status: HealthStatus;
  readonly reasons: readonly string[];
  readonly backends: readonly string[];
}

export interface HealthRow extends HealthFinding {
  readonly type: ItemType;
  readonly title: string;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
}

const IS_MULTI = `EXISTS (SELECT FROM observation m WHERE m.backend_id = o.backend_id AND m.remote_id = o.remote_id AND m.part > 0)`;

/** Audits of records: what is looked at, and what was found. */
export class MediaHealth {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  async latest(identityId: number): Promise<HealthReport | null> {
    const [row] = await this.sql.query<HealthReport>(
      `SELECT r.id, CASE WHEN r.status = 'running' AND r.heartbeat_at < now() - interval '${LONGEST_SILENCE_S} seconds' THEN 'failed' ELSE r.status END AS status,
              r.generated_at AS "generatedAt", r.completed_at AS "completedAt", r.state_count AS "stateCount", r.backend_count AS "backendCount",
              r.statuses, EXISTS (SELECT FROM item i WHERE i.identity_id = r.identity_id AND i.updated_at > r.generated_at) AS "isStale"
         FROM media_health_report r WHERE r.identity_id = $1 ORDER BY r.id DESC LIMIT 1`,
      [identityId],
    );
    return row ?? null;
  }

  /** Begins a report; all but the newest `keep` go. */
  async begin(identityId: number, backendCount: number, keep: number): Promise<number> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const [begun] = await sql.query<{ id: number }>(
        'INSERT INTO media_health_report (identity_id, backend_count) VALUES ($1, $2) RETURNING id',
        [identityId, backendCount],
      );
      await sql.query(
        `DELETE FROM media_health_report WHERE identity_id = $1 AND id NOT IN (
           SELECT id FROM media_health_report WHERE identity_id = $1 ORDER BY id DESC LIMIT $2)`,
        [identityId, keep],
      );
      return begun?.id ?? 0;
    });
  }

  /** The next records after one, by id, with all that the audit looks at. */
  async records(
    identityId: number,
    page: { readonly after: number; readonly limit: number },
  ): Promise<AuditedRecord[]> {
    return this.sql.query(
      `SELECT item.id, item.type, item.guids, item.parent_guids AS "parentGuids",
              coalesce((SELECT jsonb_agg(jsonb_build_object('backend', b.name, 'path', o.path, 'guids', o.detail->'guids', 'year', o.detail->'year',
                                'season', o.detail->'season', 'episode', CASE WHEN o.part = 0 AND NOT ${IS_MULTI} THEN o.detail->'episode' END) ORDER BY b.id)
                          FROM observation o JOIN backend b ON b.id = o.backend_id WHERE o.item_id = item.id), '[]') AS copies,
              EXISTS (SELECT FROM jsonb_each_text(item.guids) g JOIN item t ON t.guids @> jsonb_build_object(g.key, g.value)
                       WHERE g.key <> 'path' AND t.identity_id = item.identity_id AND t.type = item.type AND t.id <> item.id) AS "hasTwinByGuid",
              EXISTS (SELECT FROM observation mine JOIN observation o ON o.path = mine.path AND o.item_id <> item.id
                        JOIN backend b ON b.id = o.backend_id AND b.identity_id = item.identity_id
                       WHERE mine.item_id = item.id AND mine.path <> '' AND mine.part = 0 AND o.part = 0 AND NOT ${IS_MULTI}) AS "hasTwinByPath"
         FROM item WHERE item.identity_id = $1 AND item.id > $2 ORDER BY item.id LIMIT $3`,
      [identityId, page.after, page.limit],
    );
  }

  async add(reportId: number, findings: readonly HealthFinding[]): Promise<void> {
    await this.sql.query('UPDATE media_health_report SET heartbeat_at = now() WHERE id = $1', [reportId]);
    if (findings.length === 0) return;
    await this.sql.query(
      `INSERT INTO media_health_item (report_id, item_id, status, reasons, backends)
       SELECT $1, r."itemId", r.status, r.reasons, r.backends
         FROM jsonb_to_recordset($2::jsonb) AS r("itemId" bigint, status text, reasons jsonb, backends jsonb)
         JOIN item ON item.id = r."itemId" ON CONFLICT DO NOTHING`,
      [reportId, JSON.stringify(findings)],
    );
  }

  async end(
    reportId: number,
    result: {
      readonly status: 'completed' | 'failed';
      readonly stateCount: number;
      readonly statuses: object;
    },
  ): Promise<void> {
    await this.sql.query(
      'UPDATE media_health_report SET status = $2, completed_at = now(), state_count = $3, statuses = $4::jsonb WHERE id = $1',
      [reportId, result.status, result.stateCount, JSON.stringify(result.statuses)],
    );
  }

  async findings(
    reportId: number,
    page: {
      readonly status: HealthStatus | null;
      readonly type: ItemType | null;
      /** In the title, whatever the case. */
      readonly search: string | null;
      readonly limit: number;
      readonly offset: number;
    },
  ): Promise<{ readonly total: number; readonly items: HealthRow[] }> {
    const from = `FROM media_health_item h JOIN item i ON i.id = h.item_id
       WHERE h.report_id = $1 AND ($2::text IS NULL OR h.status = $2) AND ($3::text IS NULL OR i.type = $3)
         AND ($4::text IS NULL OR position(lower($4) IN lower(i.title)) > 0)`;
    const parameters = [reportId, page.status, page.type, page.search];
    const [counted] = await this.sql.query<{ total: number }>(`SELECT count(*) AS total ${from}`, parameters);
    const items = await this.sql.query<HealthRow>(
      `SELECT h.item_id AS "itemId", h.status, h.reasons, h.backends, i.type, i.title, i.year, i.season, i.episode ${from}
        ORDER BY i.title, i.season, i.episode, i.id LIMIT $5 OFFSET $6`,
      [...parameters, page.limit, page.offset],
    );
    return { total: counted?.total ?? 0, items };
  }
}
