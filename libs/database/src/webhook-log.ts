import type { BackendType, ItemType, PlayState } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import type { DeliverySource } from './webhook-deliveries.js';

export interface DeliveryFilter {
  readonly backendId?: number;
  readonly verdict?: string;
  readonly source?: string;
  readonly type?: string;
  readonly itemId?: number;
}

export interface DeliveryItem {
  readonly id: number;
  readonly type: ItemType;
  readonly title: string;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
}

export interface DeliveryTarget {
  readonly identity: string;
  readonly backend: string;
  readonly status: 'open' | 'settled';
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly item: DeliveryItem | null;
}

export interface DeliveryRow {
  readonly id: number;
  readonly receivedAt: Date;
  readonly lastAt: Date;
  readonly handledAt: Date | null;
  readonly repeats: number;
  readonly source: DeliverySource;
  readonly type: BackendType | null;
  readonly event: string | null;
  readonly status: 'received' | 'read' | 'handled';
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly targets: readonly DeliveryTarget[];
}

export interface DeliveryChange {
  readonly itemId: number;
  readonly backend: string | null;
  readonly before: PlayState;
  readonly after: PlayState;
  readonly rule: string;
  readonly at: Date;
}

export interface DeliveryDetail extends DeliveryRow {
  readonly payload: unknown;
  readonly changes: readonly DeliveryChange[];
  /** Runs that carried the items on to other backends since. */
  readonly runs: readonly string[];
}

/** How well news reach us from one backend. */
export interface WebhookCoverage {
  readonly identity: string;
  readonly backend: string;
  readonly type: BackendType;
  readonly deliveries: number;
  readonly lastAt: Date | null;
  /** Changes that news told of. */
  readonly told: number;
  /** Changes that an import found although news from this backend should have told of them. */
  readonly missed: number;
}

const COLUMNS = `d.id, d.received_at AS "receivedAt", d.last_at AS "lastAt", d.handled_at AS "handledAt", d.repeats, d.source, d.type,
  d.event, d.status, d.verdict, d.reason,
  coalesce((SELECT jsonb_agg(jsonb_build_object('identity', i.name, 'backend', b.name, 'status', t.status, 'verdict', t.verdict,
      'reason', t.reason, 'item', CASE WHEN item.id IS NULL THEN NULL ELSE jsonb_build_object('id', item.id, 'type', item.type,
      'title', item.title, 'year', item.year, 'season', item.season, 'episode', item.episode) END) ORDER BY b.id)
    FROM webhook_target t JOIN backend b ON b.id = t.backend_id JOIN identity i ON i.id = b.identity_id
    LEFT JOIN item ON item.id = t.item_id WHERE t.delivery_id = d.id), '[]') AS targets`;

const WHERE = `($1::int IS NULL OR EXISTS (SELECT FROM webhook_target t WHERE t.delivery_id = d.id AND t.backend_id = $1) OR d.addressed_to = $1)
  AND ($2::text IS NULL OR d.verdict = $2) AND ($3::text IS NULL OR d.source = $3) AND ($4::text IS NULL OR d.type = $4)
  AND ($5::bigint IS NULL OR EXISTS (SELECT FROM webhook_target t WHERE t.delivery_id = d.id AND t.item_id = $5))`;

const playState = (column: string): string =>
  `jsonb_build_object('watched', ${column}->>'kind' = 'played', 'positionMs', coalesce((${column}->>'positionMs')::int, 0))`;

/** What an import finds that somebody did, as against what it sees for the first time. */
const NEWS_RULES = ['played', 'unmarked', 'progress', 'progress-cleared'];

/** The inbox for reading: what came, what became of it, and what never came. */
export class WebhookLog {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** The newest first. */
  async list(
    { backendId, verdict, source, type, itemId }: DeliveryFilter,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<{ total: number; deliveries: DeliveryRow[] }> {
    const filter = [backendId ?? null, verdict ?? null, source ?? null, type ?? null, itemId ?? null];
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*) AS total FROM webhook_delivery d WHERE ${WHERE}`,
      filter,
    );
    const deliveries = await this.sql.query<DeliveryRow>(
      `SELECT ${COLUMNS} FROM webhook_delivery d WHERE ${WHERE} ORDER BY d.id DESC LIMIT $6 OFFSET $7`,
      [...filter, page.limit, page.offset],
    );
    return { total: counted?.total ?? 0, deliveries };
  }

  async find(id: number): Promise<DeliveryDetail | null> {
    const [found] = await this.sql.query<DeliveryRow & { payload: unknown }>(
      `SELECT ${COLUMNS}, d.payload FROM webhook_delivery d WHERE d.id = $1`,
      [id],
    );
    if (!found) return null;
    return { ...found, changes: await this.changes(id), runs: await this.runs(id) };
  }

  private changes(id: number): Promise<DeliveryChange[]> {
    return this.sql.query(
      `SELECT c.item_id AS "itemId", b.name AS backend, ${playState('c.before')} AS before, ${playState('c.after')} AS after, c.rule, c.at
         FROM state_change c LEFT JOIN backend b ON b.id = c.backend_id WHERE c.delivery_id = $1 ORDER BY c.id LIMIT 100`,
      [id],
    );
  }

  private async runs(id: number): Promise<string[]> {
    const rows = await this.sql.query<{ runId: string }>(
      `SELECT e.run_id AS "runId" FROM state_change c JOIN export_intent e ON e.item_id = c.item_id AND e.created_at >= c.at
        WHERE c.delivery_id = $1 AND e.run_id IS NOT NULL AND e.created_at < c.at + interval '10 minutes'
        GROUP BY e.run_id ORDER BY min(e.id) LIMIT 20`,
      [id],
    );
    return rows.map(({ runId }) => runId);
  }

  /** For each backend, since so many days; misses count only from the first delivery on, since before nobody was to tell. */
  async coverage(identityId: number, days: number): Promise<WebhookCoverage[]> {
    return this.sql.query(
      `SELECT i.name AS identity, b.name AS backend, b.type, n.deliveries, n."lastAt", c.told, c.missed
         FROM backend b JOIN identity i ON i.id = b.identity_id,
              LATERAL (SELECT count(*) AS deliveries, max(d.last_at) AS "lastAt", min(d.received_at) AS "firstAt"
                         FROM webhook_target t JOIN webhook_delivery d ON d.id = t.delivery_id
                        WHERE t.backend_id = b.id AND d.received_at > now() - make_interval(days => $2)) n,
              LATERAL (SELECT count(*) FILTER (WHERE s.cause = 'webhook') AS told,
                              count(*) FILTER (WHERE s.cause = 'import' AND s.rule = ANY($3)) AS missed
                         FROM state_change s WHERE s.identity_id = b.identity_id AND s.backend_id = b.id AND s.status = 'applied'
                          AND s.at >= n."firstAt") c
        WHERE b.identity_id = $1 ORDER BY b.id`,
      [identityId, days, NEWS_RULES],
    );
  }
}
