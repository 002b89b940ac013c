import { Check, Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A named key of a script or a media server. The key itself is shown once and stored nowhere. */
@Entity('access_token')
@Unique('access_token_name', ['name'])
@Unique('access_token_hash', ['hash'])
@Check(
  'access_token_scopes',
  `scopes <@ ARRAY['read', 'operate', 'admin', 'webhook'] AND cardinality(scopes) > 0`,
)
export class AccessTokenRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id: number;

  @Column({ type: 'text' })
  name: string;

  /** SHA-256 of the key, in hexadecimal: it is random and long, so nothing slower is needed. */
  @Column({ type: 'text' })
  hash: string;

  @Column({ type: 'text', array: true })
  scopes: string[];

  @Column({ type: 'text', name: 'created_by' })
  createdBy: string;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'timestamptz', name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  @Column({ type: 'text', name: 'last_used_from', nullable: true })
  lastUsedFrom: string | null;
}

/** How often an address has tried to sign in of late; every api process counts here. */
@Entity('login_try')
@Index('login_try_last', ['lastAt'])
export class LoginTryRow {
  @PrimaryColumn({ type: 'text' })
  address: string;

  /** Unix seconds, the oldest first. */
  @Column({ type: 'double precision', array: true })
  tries: number[];

  @Column({ type: 'timestamptz', name: 'last_at', default: () => 'now()' })
  lastAt: Date;
}

/** Who asked for which change. What was sent is not kept, only the names of its fields: it may hold secrets. */
@Entity('audit_entry')
@Index('audit_entry_at', ['at'])
@Check('audit_entry_actor', `actor_kind IN ('session', 'api-key', 'token', 'nobody')`)
export class AuditEntryRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at: Date;

  @Column({ type: 'text', name: 'actor_kind' })
  actorKind: string;

  /** The user's name, or the token's. */
  @Column({ type: 'text', nullable: true })
  actor: string | null;

  @Column({ type: 'text', nullable: true })
  address: string | null;

  @Column({ type: 'text' })
  action: string;

  @Column({ type: 'text' })
  method: string;

  /** Without its query. */
  @Column({ type: 'text' })
  path: string;

  @Column({ type: 'text', nullable: true })
  identity: string | null;

  @Column({ type: 'text', array: true })
  fields: string[];

  @Column({ type: 'text', name: 'request_id' })
  requestId: string;

  /** The HTTP status; null while it is under way, and for ever when the process died over it. */
  @Column({ type: 'smallint', nullable: true })
  status: number | null;
}
