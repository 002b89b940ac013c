import type { BackendType } from '#libs/core';
import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';
import type { DeliveryRecord, DeliverySource } from './webhook-deliveries.js';

/** What became of a delivery, or of one of those it was meant for. */
export const DELIVERY_VERDICTS = [
  'matched',
  'ignored',
  'not-wanted',
  'no-ids',
  'unmatched-server',
  'unmatched-user',
  'failed',
] as const;
export type DeliveryVerdict = (typeof DELIVERY_VERDICTS)[number];

/** Where an event stands in a viewing. */
export type NewsPhase = 'moving' | 'paused' | 'final';

/** What a payload itself says of the item. Times are unix seconds. */
export interface NewsSays {
  readonly watched: boolean | null;
  readonly positionMs: number | null;
  readonly playedAt: number | null;
}

export interface NewTarget {
  readonly backendId: number;
  readonly remoteId: string;
  readonly phase: NewsPhase;
  readonly says: NewsSays;
}

/** Either meant for some backends, or done with. */
export interface DeliveryReading {
  readonly id: number;
  readonly type: BackendType | null;
  readonly source: DeliverySource;
  readonly event: string | null;
  readonly outcome:
    | { readonly targets: readonly NewTarget[] }
    | { readonly verdict: DeliveryVerdict; readonly reason: string };
}

export interface ReadBatch {
  readonly count: number;
  readonly targets: readonly NewTarget[];
}

type Waiting = Pick<DeliveryRecord, 'id' | 'type' | 'payload' | 'source' | 'addressedTo'>;

/** Reads the inbox by set: many deliveries cost a handful of statements. */
export class WebhookReadings {
  constructor(private readonly database: DataSource) {}

  /** Takes the longest waiting, has them read, and notes for whom they are; all in one transaction. */
  async take(
    limit: number,
    read: (deliveries: readonly Waiting[]) => Promise<readonly DeliveryReading[]>,
  ): Promise<ReadBatch> {
    return this.database.transaction(async (manager) => {
      const sql = sqlOf(manager);
      const waiting = await sql.query<Waiting>(
        `SELECT id, type, payload, source, addressed_to AS "addressedTo" FROM webhook_delivery
          WHERE status = 'received' ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
        [limit],
      );
      if (waiting.length === 0) return { count: 0, targets: [] };
      const readings = await read(waiting);
      await addTargets(sql, readings);
      await noteReadings(sql, readings);
      return {
        count: waiting.length,
        targets: readings.flatMap(({ outcome }) => ('targets' in outcome ? outcome.targets : [])),
      };
    });
  }
}

/** A delivery that is read again opens its targets again; what they had come to stays until they are looked at. */
async function addTargets(sql: Sql, readings: readonly DeliveryReading[]): Promise<void> {
  const rows = readings.flatMap(({ id, outcome }) =>
    'targets' in outcome ? outcome.targets.map((target) => ({ deliveryId: id, ...target })) : [],
  );
  if (rows.length === 0) return;
  await sql.query(
    `INSERT INTO webhook_target (delivery_id, backend_id, remote_id, phase, says)
     SELECT r."deliveryId", r."backendId", r."remoteId", r.phase, r.says
       FROM jsonb_to_recordset($1::jsonb) AS r("deliveryId" bigint, "backendId" int, "remoteId" text, phase text, says jsonb)
       JOIN backend b ON b.id = r."backendId"
     ON CONFLICT (delivery_id, backend_id) DO UPDATE
        SET status = 'open', failures = 0, opened_at = now(), next_look_at = now(), taken_at_word_at = NULL`,
    [JSON.stringify(rows)],
  );
}

async function noteReadings(sql: Sql, readings: readonly DeliveryReading[]): Promise<void> {
  const rows = readings.map(({ id, type, source, event, outcome }) => ({
    id,
    type,
    source,
    event,
    status: 'targets' in outcome ? 'read' : 'handled',
    verdict: 'verdict' in outcome ? outcome.verdict : null,
    reason: 'verdict' in outcome ? outcome.reason : null,
  }));
  await sql.query(
    `UPDATE webhook_delivery d SET status = r.status, type = coalesce(d.type, r.type), source = r.source, event = r.event,
            verdict = r.verdict, reason = r.reason, handled_at = CASE WHEN r.status = 'handled' THEN now() END
       FROM jsonb_to_recordset($1::jsonb) AS r(id bigint, type text, source text, event text, status text, verdict text, reason text)
      WHERE d.id = r.id`,
    [JSON.stringify(rows)],
  );
}
