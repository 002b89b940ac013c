import { DataSource } from 'typeorm';
import { sqlOf, type Sql } from './sql-rows.js';

export const ACTOR_KINDS = ['session', 'api-key', 'token', 'nobody'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  readonly kind: ActorKind;
  /** The user's name, or the token's. */
  readonly name: string | null;
}

export interface NewAuditEntry {
  readonly actor: Actor;
  readonly address: string | null;
  readonly action: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly identity: string | null;
  /** Names of what was sent; never its values. */
  readonly fields: readonly string[];
  readonly requestId: string;
}

export interface AuditRecord extends NewAuditEntry {
  readonly id: number;
  readonly at: Date;
  /** Null while it is under way, and for ever when the process died over it. */
  readonly status: number | null;
}

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  /** Part of the path. */
  readonly path?: string;
  readonly before?: Date;
  readonly after?: Date;
}

type Row = Omit<AuditRecord, 'actor'> & { readonly actorKind: ActorKind; readonly actorName: string | null };

const COLUMNS = `id, at, actor_kind AS "actorKind", actor AS "actorName", address, action, method, path, identity, fields,
  request_id AS "requestId", status`;
const WHERE = `($1::text IS NULL OR actor = $1 OR actor_kind = $1) AND ($2::text IS NULL OR action = $2)
  AND ($3::text IS NULL OR position($3 IN path) > 0)
  AND ($4::timestamptz IS NULL OR at < $4) AND ($5::timestamptz IS NULL OR at >= $5)`;

/** Who asked for which change, and what came of it. Entries are added and, when old, removed; never rewritten. */
export class AuditTrail {
  private readonly sql: Sql;

  constructor(database: DataSource) {
    this.sql = sqlOf(database);
  }

  /** Notes that it begins, so that also a change over which the process dies has its entry. */
  async begin(entry: NewAuditEntry): Promise<number> {
    const { actor, address, action, method, path, identity, fields, requestId } = entry;
    const [row] = await this.sql.query<{ id: number }>(
      `INSERT INTO audit_entry (actor_kind, actor, address, action, method, path, identity, fields, request_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
      [actor.kind, actor.name, address, action, method, path, identity, fields, requestId],
    );
    return row?.id ?? 0;
  }

  /** Who it was may be known only now: somebody who signed in. */
  async end(id: number, status: number, actor: Actor): Promise<void> {
    await this.sql.query('UPDATE audit_entry SET status = $2, actor_kind = $3, actor = $4 WHERE id = $1', [
      id,
      status,
      actor.kind,
      actor.name,
    ]);
  }

  /** Newest first. */
  async list(
    filter: AuditFilter,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<{ readonly total: number; readonly entries: readonly AuditRecord[] }> {
    const wanted = [filter.actor, filter.action, filter.path, filter.before, filter.after].map(
      (value) => value ?? null,
    );
    const [rows, [count]] = await Promise.all([
      this.sql.query<Row>(
        `SELECT ${COLUMNS} FROM audit_entry WHERE ${WHERE} ORDER BY id DESC LIMIT $6 OFFSET $7`,
        [...wanted, limit, offset],
      ),
      this.sql.query<{ total: number }>(`SELECT count(*) AS total FROM audit_entry WHERE ${WHERE}`, wanted),
    ]);
    const entries = rows.map(({ actorKind, actorName, ...row }) => ({
      ...row,
      actor: { kind: actorKind, name: actorName },
    }));
    return { total: count?.total ?? 0, entries };
  }
}
