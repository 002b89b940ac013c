import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { BackendRow } from './backend.table.js';
import { IdentityRow } from './identity.table.js';
import { ItemRow } from './item.table.js';
import { RunRow } from './run.table.js';

/** The ledger: every change of the truth, done or proposed, with its reason (contract 5.10). Insert only, but for the status. */
@Entity('state_change')
@Index('state_change_item', ['itemId', 'id'])
@Index('state_change_run', ['runId', 'id'])
@Index('state_change_identity', ['identityId', 'id'])
@Index('state_change_delivery', ['deliveryId'], { where: 'delivery_id IS NOT NULL' })
@Check('state_change_cause', `cause IN ('import', 'webhook', 'user', 'undo', 'restore')`)
@Check('state_change_status', `status IN ('proposed', 'applied', 'rejected')`)
export class StateChangeRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => IdentityRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'identity_id' })
  identityId: number;

  @ForeignKey(() => ItemRow, { onDelete: 'CASCADE' })
  @Column({ type: 'bigint', name: 'item_id' })
  itemId: number;

  @ForeignKey(() => RunRow, { onDelete: 'SET NULL' })
  @Column({ type: 'uuid', name: 'run_id', nullable: true })
  runId: string | null;

  @ForeignKey(() => BackendRow, { onDelete: 'SET NULL' })
  @Column({ type: 'int', name: 'backend_id', nullable: true })
  backendId: number | null;

  @Column({ type: 'text' })
  cause: string;

  @Column({ type: 'text' })
  rule: string;

  @Column({ type: 'text', default: 'applied' })
  status: string;

  /** The truth before and after. */
  @Column({ type: 'jsonb' })
  before: Record<string, unknown>;

  @Column({ type: 'jsonb' })
  after: Record<string, unknown>;

  /** What the backend reported, for proposals and for explaining. */
  @Column({ type: 'jsonb', nullable: true })
  evidence: Record<string, unknown> | null;

  /** Who brought the news: webhook, Tautulli, listener, poll; null when nobody did. */
  @Column({ type: 'text', nullable: true })
  source: string | null;

  /** The delivery that told of it; no reference, for the ledger outlives the inbox. */
  @Column({ type: 'bigint', name: 'delivery_id', nullable: true })
  deliveryId: number | null;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at: Date;
}

/**
 * The outbox: every write to a backend is an intent first (contract 5.6). `open` ones wait for a push; a run turns
 * them into `planned` ones, one for each copy, and settles those.
 */
@Entity('export_intent')
@Index('export_intent_open', ['backendId', 'itemId'], { unique: true, where: `status = 'open'` })
@Index('export_intent_run', ['runId', 'id'])
@Index('export_intent_item', ['itemId', 'id'])
@Index('export_intent_refused', ['backendId', 'itemId'], {
  where: `status = 'rejected' AND reason = 'by-person'`,
})
@Index('export_intent_failed', ['backendId', 'id'], { where: `status = 'failed'` })
@Index('export_intent_copy', ['runId', 'remoteId', 'part'], { unique: true, where: `run_id IS NOT NULL` })
@Check('export_intent_status', `status IN ('open', 'planned', 'written', 'skipped', 'failed', 'rejected')`)
export class ExportIntentRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'backend_id' })
  backendId: number;

  @ForeignKey(() => ItemRow, { onDelete: 'CASCADE' })
  @Column({ type: 'bigint', name: 'item_id' })
  itemId: number;

  /** Null while open; then the copy that is written. */
  @Column({ type: 'text', name: 'remote_id', nullable: true })
  remoteId: string | null;

  @Column({ type: 'smallint', nullable: true })
  part: number | null;

  @ForeignKey(() => RunRow, { onDelete: 'CASCADE' })
  @Column({ type: 'uuid', name: 'run_id', nullable: true })
  runId: string | null;

  @Column({ type: 'text' })
  status: string;

  @Column({ type: 'text', nullable: true })
  rule: string | null;

  /** Why it was skipped or failed. */
  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'jsonb', nullable: true })
  before: Record<string, unknown> | null;

  @Column({ type: 'jsonb', nullable: true })
  after: Record<string, unknown> | null;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  /** An open one waits until then; at once when null. */
  @Column({ type: 'timestamptz', name: 'due_at', nullable: true })
  dueAt: Date | null;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt: Date | null;
}
