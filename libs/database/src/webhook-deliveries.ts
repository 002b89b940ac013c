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

/** The inbox of webhooks: committed before the answer, handled once, kept with its verdict (contract 6.1). */
export class WebhookDeliveries {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async add(delivery: NewDelivery): Promise<{ readonly id: number; readonly isNew: boolean }> {
    const [added] = await this.sql.query<{ id: number }>(
      `INSERT INTO webhook_delivery (type, delivery_key, payload) VALUES ($1, $2, $3::jsonb)
       ON CONFLICT (delivery_key) DO NOTHING RETURNING id`,
      [delivery.type, delivery.deliveryKey, JSON.stringify(delivery.payload)],
    );
    if (added) return { id: added.id, isNew: true };
    const [known] = await this.sql.query<{ id: number }>(
      'SELECT id FROM webhook_delivery WHERE delivery_key = $1',
      [delivery.deliveryKey],
    );
    return { id: known?.id ?? 0, isNew: false };
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
