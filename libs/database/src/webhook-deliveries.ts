import type { BackendType } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

/** Who brought a delivery: a server's webhook, Tautulli, or one of our own ears. */
export type DeliverySource = 'webhook' | 'tautulli' | 'listener' | 'poll';

/** JSON that need not be written once more. */
export class JsonText {
  constructor(readonly text: string) {}
}

export interface NewDelivery {
  /** Null when the shape of the payload must tell. */
  readonly type: BackendType | null;
  /** Equal for a repeated delivery of the same event, so that it counts once. */
  readonly deliveryKey: string;
  /** Without secrets; a `JsonText` from those who have written it as JSON already. */
  readonly payload: unknown;
  readonly source?: DeliverySource;
  /** The backend whose own address was called. */
  readonly addressedTo?: number | null;
}

export interface DeliveryRecord {
  readonly id: number;
  readonly type: BackendType | null;
  readonly payload: unknown;
  readonly status: 'received' | 'read' | 'handled';
  readonly source: DeliverySource;
  readonly addressedTo: number | null;
  readonly receivedAt: Date;
}

export interface StoredDelivery {
  readonly id: number;
  /** False when the same event was stored before. */
  readonly isNew: boolean;
}

type Stored = { readonly id: number; readonly key: string; readonly isNew: boolean };

/** The inbox of webhooks: committed before the answer, read once, kept with its verdict (contract 6.1). */
export class WebhookDeliveries {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async add(delivery: NewDelivery): Promise<StoredDelivery> {
    const [stored] = await this.addMany([delivery]);
    return stored ?? { id: 0, isNew: false };
  }

  /**
   * Many in one statement, in the order given: at a high rate the commit is what costs. The same event again is no new
   * delivery, but it is read again: what two servers send within one tick of a clock may look the same and not be it.
   */
  async addMany(deliveries: readonly NewDelivery[]): Promise<StoredDelivery[]> {
    if (deliveries.length === 0) return [];
    const unique = [...new Map(deliveries.map((delivery) => [delivery.deliveryKey, delivery])).values()];
    const stored = await this.sql.query<Stored>(
      `INSERT INTO webhook_delivery AS w (type, delivery_key, payload, source, addressed_to)
       SELECT d->>'type', d->>'key', d->'payload', d->>'source',
              CASE WHEN d->>'addressed' IS NOT NULL THEN (SELECT b.id FROM backend b WHERE b.id = (d->>'addressed')::int) END
         FROM jsonb_array_elements($1::jsonb) AS d
       ON CONFLICT (delivery_key) DO UPDATE SET repeats = w.repeats + 1, last_at = now(), status = 'received'
       RETURNING id, delivery_key AS key, repeats = 0 AS "isNew"`,
      [`[${unique.map(jsonOf).join()}]`],
    );
    const found = new Map(stored.map((row) => [row.key, row]));
    const told = new Set<string>();
    return deliveries.map(({ deliveryKey: key }) => {
      const isNew = found.get(key)?.isNew === true && !told.has(key);
      told.add(key);
      return { id: found.get(key)?.id ?? 0, isNew };
    });
  }

  async find(id: number): Promise<DeliveryRecord | null> {
    const [found] = await this.sql.query<DeliveryRecord>(
      `SELECT id, type, payload, status, source, addressed_to AS "addressedTo", received_at AS "receivedAt"
         FROM webhook_delivery WHERE id = $1`,
      [id],
    );
    return found ?? null;
  }

  /** A moment to look back to: by the clock that dates deliveries. */
  async now(): Promise<Date> {
    const [row] = await this.sql.query<{ at: Date }>('SELECT now() AS at');
    return row?.at ?? new Date();
  }

  /** Whether the own address of this backend was called since. Only the newest are looked at. */
  async rangSince(backendId: number, since: Date): Promise<boolean> {
    const [row] = await this.sql.query<{ rang: boolean }>(
      `SELECT EXISTS (SELECT FROM (SELECT addressed_to, last_at FROM webhook_delivery ORDER BY id DESC LIMIT 1000) d
                       WHERE d.addressed_to = $1 AND d.last_at >= $2) AS rang`,
      [backendId, since],
    );
    return row?.rang ?? false;
  }

  /** Deliveries that wait longer than they should: their bell never reached Redis, or was lost there. */
  async waiting(olderThanSeconds: number, limit: number): Promise<number[]> {
    const rows = await this.sql.query<{ id: number }>(
      `SELECT id FROM webhook_delivery WHERE status = 'received' AND last_at < now() - make_interval(secs => $1)
        ORDER BY id LIMIT $2`,
      [olderThanSeconds, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Has handled deliveries read again; those with one of these verdicts, or these alone. How many there were. */
  async replay(which: { readonly id: number } | { readonly verdicts: readonly string[] }): Promise<number> {
    const rows = await this.sql.query(
      `UPDATE webhook_delivery SET status = 'received', last_at = now()
        WHERE ($1::bigint IS NULL OR id = $1) AND ($2::text[] IS NULL OR (status = 'handled' AND verdict = ANY($2)))
       RETURNING 1`,
      'id' in which ? [which.id, null] : [null, which.verdicts],
    );
    return rows.length;
  }

  /** Forgets handled deliveries of long ago, but never the newest `keep`. How many went, or would; a few at a time. */
  async prune(olderThanDays: number, { keep, limit, dryRun = false }: DeliveryPruning): Promise<number> {
    const which = `SELECT id FROM webhook_delivery WHERE status = 'handled' AND received_at < now() - make_interval(days => $1)
        AND id <= (SELECT id FROM webhook_delivery ORDER BY id DESC OFFSET $2 LIMIT 1)
      ORDER BY id LIMIT $3`;
    const rows = await this.sql.query(
      dryRun ? which : `DELETE FROM webhook_delivery WHERE id IN (${which}) RETURNING 1`,
      [olderThanDays, keep, limit],
    );
    return rows.length;
  }
}

interface DeliveryPruning {
  readonly keep: number;
  readonly limit: number;
  readonly dryRun?: boolean;
}

/** One text for all: an array of texts would be escaped, sent and read twice over. */
function jsonOf({
  type,
  deliveryKey: key,
  payload,
  source = 'webhook',
  addressedTo = null,
}: NewDelivery): string {
  const head = JSON.stringify({ type, key, source, addressed: addressedTo });
  const body = payload instanceof JsonText ? payload.text : JSON.stringify(payload);
  return `${head.slice(0, -1)},"payload":${body}}`;
}
