import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import type { DeliverySource } from './webhook-deliveries.js';
import type { DeliveryVerdict, NewsPhase, NewsSays } from './webhook-readings.js';

/** A copy that deliveries speak of. */
export interface NewsPlace {
  readonly backendId: number;
  readonly remoteId: string;
}

/** One delivery that waits for a look at its copy. */
export interface OpenNews {
  readonly deliveryId: number;
  /** Names this opening: news that come again while we look are not settled by that look. */
  readonly opened: string;
  readonly phase: NewsPhase;
  readonly says: NewsSays;
  readonly source: DeliverySource;
  readonly event: string | null;
  readonly receivedAt: Date;
  readonly failures: number;
  readonly isTakenAtWord: boolean;
}

export interface Looking {
  readonly news: readonly OpenNews[];
  /** When this copy was last looked at because of news. */
  readonly lookedAt: Date | null;
}

/** Of several backends that a delivery was meant for, what came of the first of these is what came of it. */
const WEIGHT = `array_position(ARRAY['matched', 'failed', 'no-ids', 'not-wanted', 'ignored'], t.verdict)`;

/** Of deliveries without an open target: what came of them. */
const CLOSE = `UPDATE webhook_delivery d SET status = 'handled', handled_at = now(), verdict = b.verdict, reason = b.reason
  FROM (SELECT DISTINCT ON (t.delivery_id) t.delivery_id, t.verdict, t.reason FROM webhook_target t
         WHERE t.delivery_id = ANY($1) ORDER BY t.delivery_id, ${WEIGHT}, t.backend_id) b
 WHERE d.id = b.delivery_id AND d.status = 'read'
   AND NOT EXISTS (SELECT FROM webhook_target o WHERE o.delivery_id = d.id AND o.status = 'open')`;

/** For whom deliveries are meant, and what came of looking there. A delivery is handled when all of them are settled. */
export class WebhookTargets {
  private readonly sql: Sql;

  constructor(private readonly database: DataSource) {
    this.sql = sqlOf(database);
  }

  async open({ backendId, remoteId }: NewsPlace): Promise<Looking> {
    const news = await this.sql.query<OpenNews>(
      `SELECT t.delivery_id AS "deliveryId", t.opened_at::text AS opened, t.phase, t.says, d.source, d.event, d.last_at AS "receivedAt",
              t.failures, t.taken_at_word_at IS NOT NULL AS "isTakenAtWord"
         FROM webhook_target t JOIN webhook_delivery d ON d.id = t.delivery_id
        WHERE t.backend_id = $1 AND t.remote_id = $2 AND t.status = 'open' ORDER BY t.delivery_id`,
      [backendId, remoteId],
    );
    const [last] = await this.sql.query<{ at: Date | null }>(
      'SELECT max(settled_at) AS at FROM webhook_target WHERE backend_id = $1 AND remote_id = $2',
      [backendId, remoteId],
    );
    return { news, lookedAt: last?.at ?? null };
  }

  /** What came of a look, for all news that waited for it. A repeated delivery that found nothing new keeps what it once found. */
  async settle(
    { backendId, remoteId }: NewsPlace,
    news: readonly OpenNews[],
    { verdict, reason }: { readonly verdict: DeliveryVerdict; readonly reason: string },
  ): Promise<void> {
    if (news.length === 0) return;
    const ids = news.map(({ deliveryId }) => deliveryId);
    await this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      // Others of the same delivery wait: the last one to settle closes it.
      await sql.query('SELECT id FROM webhook_delivery WHERE id = ANY($1) ORDER BY id FOR UPDATE', [ids]);
      await sql.query(
        `UPDATE webhook_target t SET status = 'settled', settled_at = now(), verdict = $5,
                reason = CASE WHEN t.verdict = 'matched' AND $6 = 'unchanged' THEN t.reason ELSE $6 END,
                item_id = coalesce((SELECT o.item_id FROM observation o WHERE o.backend_id = $3 AND o.remote_id = $4
                                     ORDER BY o.part LIMIT 1), t.item_id)
           FROM unnest($1::bigint[], $2::text[]) AS k(id, opened)
          WHERE t.delivery_id = k.id AND t.backend_id = $3 AND t.status = 'open' AND t.opened_at = k.opened::timestamptz`,
        [ids, news.map(({ opened }) => opened), backendId, remoteId, verdict, reason],
      );
      await sql.query(CLOSE, [ids]);
    });
  }

  /** The look failed; the next is due in so many seconds. */
  async putOff(
    { backendId }: NewsPlace,
    news: readonly OpenNews[],
    { seconds, isTakenAtWord }: { readonly seconds: number; readonly isTakenAtWord: boolean },
  ): Promise<void> {
    await this.sql.query(
      `UPDATE webhook_target SET failures = failures + 1, next_look_at = now() + make_interval(secs => $3),
              taken_at_word_at = CASE WHEN $4 THEN coalesce(taken_at_word_at, now()) ELSE taken_at_word_at END
        WHERE delivery_id = ANY($1) AND backend_id = $2 AND status = 'open'`,
      [news.map(({ deliveryId }) => deliveryId), backendId, seconds, isTakenAtWord],
    );
  }

  /** Copies whose look is overdue: its bell was lost, or it failed and its time has come. */
  async due(olderThanSeconds: number, limit: number): Promise<(NewsPlace & { readonly isFinal: boolean })[]> {
    return this.sql.query(
      `SELECT t.backend_id AS "backendId", t.remote_id AS "remoteId", bool_or(t.phase <> 'moving') AS "isFinal" FROM webhook_target t
        WHERE t.status = 'open' AND t.next_look_at < now() - make_interval(secs => $1)
        GROUP BY t.backend_id, t.remote_id ORDER BY min(t.next_look_at) LIMIT $2`,
      [olderThanSeconds, limit],
    );
  }

  /** Deliveries whose last open target went with its backend. */
  async closeAbandoned(): Promise<void> {
    await this.sql.query(
      `UPDATE webhook_delivery d SET status = 'handled', handled_at = now(), verdict = 'unmatched-server', reason = 'backend-is-gone'
        WHERE d.status = 'read' AND NOT EXISTS (SELECT FROM webhook_target t WHERE t.delivery_id = d.id)`,
    );
    const rows = await this.sql.query<{ id: number }>(
      `SELECT d.id FROM webhook_delivery d WHERE d.status = 'read' AND d.last_at < now() - interval '60 seconds'
          AND NOT EXISTS (SELECT FROM webhook_target t WHERE t.delivery_id = d.id AND t.status = 'open') LIMIT 1000`,
    );
    if (rows.length > 0) await this.sql.query(CLOSE, [rows.map(({ id }) => id)]);
  }
}
