import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

export const EVENT_STATUSES = ['pending', 'running', 'success', 'failed', 'cancelled'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];
export const EVENT_SORTS = ['created_at', 'updated_at', 'event', 'status'] as const;
export type EventSort = (typeof EVENT_SORTS)[number];

export interface EventRecord {
  readonly id: string;
  readonly event: string;
  readonly status: EventStatus;
  readonly reference: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Seconds between its making and the moment before which it is not carried out. */
  readonly delayBy: number | null;
  /** `console`: can be reset and deleted. `run`: is kept for undo and explain. `delivery`: what a webhook brought. */
  readonly source: 'console' | 'run' | 'delivery';
}

export interface EventFilter {
  /** Empty for all. */
  readonly statuses: readonly EventStatus[];
  /** Part of the name or of the reference. */
  readonly text: string | null;
  readonly event: string | null;
  readonly reference: string | null;
  readonly before: Date | null;
  readonly after: Date | null;
}

export interface EventQuestion extends EventFilter {
  readonly sort: EventSort;
  readonly isAscending: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** A delivery's number as the id of an event: version 8, which is free for such use. */
const DELIVERY_ID = `('00000000-0000-8000-8000-' || lpad(to_hex(w.id), 12, '0'))::uuid`;

/**
 * What happened and what waits, over the tables in which it is kept: there is no table of events that could disagree with
 * them. Runs of people and schedules, pushes, console commands and tasks, and what webhooks brought.
 */
const ALL = `
  SELECT r.id,
         CASE WHEN c.task IS NOT NULL THEN 'run_task' WHEN r.kind = 'console' THEN 'run_console'
              WHEN r.is_automatic THEN 'on_push' ELSE 'run_' || r.kind END AS event,
         CASE r.status WHEN 'queued' THEN 'pending' WHEN 'awaiting_approval' THEN 'pending' WHEN 'running' THEN 'running'
              WHEN 'succeeded' THEN 'success' ELSE r.status END AS status,
         coalesce(r.reference, CASE WHEN r.backend_name IS NOT NULL THEN r.kind || '://' || i.name || '@' || r.backend_name END) AS reference,
         CASE WHEN c.run_id IS NULL
              THEN jsonb_build_object('identity', i.name, 'backend', r.backend_name, 'mode', r.mode, 'dry_run', r.dry_run, 'counts', r.counts, 'requests', r.requests)
              ELSE jsonb_build_object('command', c.line, 'task', c.task, 'asked_by', c.asked_by, 'exit_code', c.exit_code) END AS data,
         r.options, r.attempts, r.error->>'message' AS error, r.created_at,
         greatest(r.created_at, r.heartbeat_at, r.finished_at) AS updated_at,
         extract(epoch FROM c.due_at - r.created_at)::int AS delay_by,
         CASE WHEN c.run_id IS NULL THEN 'run' ELSE 'console' END AS source
    FROM run r JOIN identity i ON i.id = r.identity_id LEFT JOIN console_command c ON c.run_id = r.id
  UNION ALL
  SELECT ${DELIVERY_ID}, 'on_webhook',
         CASE w.status WHEN 'received' THEN 'pending' WHEN 'read' THEN 'running' ELSE 'success' END,
         'webhook://' || coalesce(w.type, 'unknown') || '/' || w.id,
         jsonb_build_object('type', w.type, 'verdict', w.verdict, 'reason', w.reason), '{}'::jsonb, 1, NULL,
         w.received_at, coalesce(w.handled_at, w.received_at), NULL, 'delivery'
    FROM webhook_delivery w`;

const SELECT = `SELECT e.id, e.event, e.status, e.reference, e.data, e.options, e.attempts, e.error, e.created_at AS "createdAt",
    e.updated_at AS "updatedAt", e.delay_by AS "delayBy", e.source FROM (${ALL}) e`;

const WHERE = `WHERE (cardinality($1::text[]) = 0 OR e.status = ANY($1))
  AND ($2::text IS NULL OR e.event ILIKE $2 OR e.reference ILIKE $2)
  AND ($3::text IS NULL OR e.event = $3) AND ($4::text IS NULL OR e.reference = $4)
  AND ($5::timestamptz IS NULL OR e.created_at < $5) AND ($6::timestamptz IS NULL OR e.created_at > $6)`;

const ENDED = `('success', 'failed', 'cancelled')`;

/** Looks at events, and removes those that are nobody's memory but their own. */
export class Events {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  async list(question: EventQuestion): Promise<{ readonly total: number; readonly events: EventRecord[] }> {
    const values = valuesOf(question);
    const [counted] = await this.sql.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM (${ALL}) e ${WHERE}`,
      values,
    );
    const order = `e.${question.sort} ${question.isAscending ? 'ASC' : 'DESC'}, e.id`;
    const events = await this.sql.query<EventRecord>(
      `${SELECT} ${WHERE} ORDER BY ${order} LIMIT $7 OFFSET $8`,
      [...values, question.limit, question.offset],
    );
    return { total: counted?.total ?? 0, events };
  }

  /** By its id, by the last 12 digits of it, or `latest`. */
  async find(name: string): Promise<EventRecord | null> {
    const where = name === 'latest' ? 'ORDER BY e.created_at DESC' : `WHERE right(e.id::text, $1) = $2`;
    const values = name === 'latest' ? [] : [name.length, name.toLowerCase()];
    const [found] = await this.sql.query<EventRecord>(`${SELECT} ${where} LIMIT 1`, values);
    return found ?? null;
  }

  /** What a webhook brought, whole. */
  async payload(id: string): Promise<unknown> {
    const [found] = await this.sql.query<{ payload: unknown }>(
      `SELECT w.payload FROM webhook_delivery w WHERE ${DELIVERY_ID} = $1`,
      [id],
    );
    return found?.payload ?? null;
  }

  async counts(): Promise<Readonly<Record<EventStatus, number>>> {
    const rows = await this.sql.query<{ status: EventStatus; count: number }>(
      `SELECT e.status, count(*)::int AS count FROM (${ALL}) e GROUP BY e.status`,
    );
    const found = new Map(rows.map(({ status, count }) => [status, count]));
    return {
      pending: found.get('pending') ?? 0,
      running: found.get('running') ?? 0,
      success: found.get('success') ?? 0,
      failed: found.get('failed') ?? 0,
      cancelled: found.get('cancelled') ?? 0,
    };
  }

  /**
   * Removes commands and deliveries that fit, the oldest first: those that have ended, on request also waiting commands.
   * Runs of imports and the like stay, since undo and explain need them. Gives the removed and how many had fitted.
   */
  async remove(
    filter: EventFilter,
    { includePending, limit, dryRun }: { includePending: boolean; limit: number; dryRun: boolean },
  ): Promise<{ readonly deleted: number; readonly matched: number }> {
    const values = valuesOf(filter);
    const pending = includePending ? ` OR (e.source = 'console' AND e.status = 'pending')` : '';
    const which = `SELECT e.id FROM (${ALL}) e ${WHERE} AND e.source <> 'run' AND (e.status IN ${ENDED}${pending})`;
    const [counted] = await this.sql.query<{ matched: number }>(
      `SELECT count(*)::int AS matched FROM (${which}) w`,
      values,
    );
    const matched = counted?.matched ?? 0;
    if (dryRun) return { deleted: Math.min(matched, limit), matched };
    const [gone] = await this.sql.query<{ deleted: number }>(
      `WITH which AS (${which} ORDER BY e.created_at LIMIT $7),
            runs AS (DELETE FROM run WHERE id IN (SELECT id FROM which) AND kind = 'console' AND status <> 'running' RETURNING id),
            deliveries AS (DELETE FROM webhook_delivery w WHERE ${DELIVERY_ID} IN (SELECT id FROM which) AND w.status = 'handled' RETURNING w.id)
       SELECT ((SELECT count(*) FROM runs) + (SELECT count(*) FROM deliveries))::int AS deleted`,
      [...values, limit],
    );
    return { deleted: gone?.deleted ?? 0, matched };
  }
}

function valuesOf({ statuses, text, event, reference, before, after }: EventFilter): unknown[] {
  const pattern = text === null ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return [statuses, pattern, event, reference, before, after];
}
