import type { BackendType } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

export interface NewDelivery {
  /** Null when the shape of the payload must tell. */
  readonly type: BackendType | null;
  /** Equal for a repeated delivery of the same event, so that it counts once. */
  readonly deliveryKey: string;
  /** Without secrets. */
  readonly payload: unknown;
}

export interface DeliveryRecord {
  readonly id: number;
  readonly type: BackendType | null;
  readonly payload: unknown;
  readonly status: 'received' | 'handled';
  readonly receivedAt: Date;
}

export interface StoredDelivery {
  readonly id: number;
  /** False when the same event was stored before. */
  readonly isNew: boolean;
}

type KeyedId = { readonly id: number; readonly key: string };

/** The inbox of webhooks: committed before the answer, handled once, kept with its verdict (contract 6.1). */
export class WebhookDeliveries {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async add(delivery: NewDelivery): Promise<StoredDelivery> {
    const [stored] = await this.addMany([delivery]);
    return stored ?? { id: 0, isNew: false };
  }

  /** Many in one statement, in the order given: at a high rate the commit is what costs. */
  async addMany(deliveries: readonly NewDelivery[]): Promise<StoredDelivery[]> {
    const keys = deliveries.map(({ deliveryKey }) => deliveryKey);
    const added = await this.sql.query<KeyedId>(
      `INSERT INTO webhook_delivery (type, delivery_key, payload)
       SELECT d.type, d.key, d.payload FROM unnest($1::text[], $2::text[], $3::jsonb[]) AS d(type, key, payload)
       ON CONFLICT (delivery_key) DO NOTHING RETURNING id, delivery_key AS key`,
      [deliveries.map(({ type }) => type), keys, deliveries.map(({ payload }) => JSON.stringify(payload))],
    );
    const fresh = new Map(added.map(({ key, id }) => [key, id]));
    const known = await this.idsOf(keys.filter((key) => !fresh.has(key)));
    const told = new Set<string>();
    return keys.map((key) => {
      const isNew = fresh.has(key) && !told.has(key);
      told.add(key);
      return { id: fresh.get(key) ?? known.get(key) ?? 0, isNew };
    });
  }

  private async idsOf(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (keys.length === 0) return new Map();
    const rows = await this.sql.query<KeyedId>(
      'SELECT id, delivery_key AS key FROM webhook_delivery WHERE delivery_key = ANY($1)',
      [keys],
    );
    return new Map(rows.map(({ key, id }) => [key, id]));
  }

  async find(id: number): Promise<DeliveryRecord | null> {
    const [found] = await this.sql.query<DeliveryRecord>(
      'SELECT id, type, payload, status, received_at AS "receivedAt" FROM webhook_delivery WHERE id = $1',
      [id],
    );
    return found ?? null;
  }

  async settle(id: number, verdict: string, reason: string | null): Promise<void> {
    await this.sql.query(
      `UPDATE webhook_delivery SET status = 'handled', verdict = $2, reason = $3, handled_at = now() WHERE id = $1`,
      [id, verdict, reason],
    );
  }

  /** Deliveries that wait longer than they should: their job never reached Redis, or was lost there. */
  async waiting(olderThanSeconds: number, limit: number): Promise<number[]> {
    const rows = await this.sql.query<{ id: number }>(
      `SELECT id FROM webhook_delivery WHERE status = 'received' AND received_at < now() - make_interval(secs => $1)
        ORDER BY id LIMIT $2`,
      [olderThanSeconds, limit],
    );
    return rows.map(({ id }) => id);
  }
}
