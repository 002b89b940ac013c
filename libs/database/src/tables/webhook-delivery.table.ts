import {
  Check,
  Column,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import { BackendRow } from './backend.table.js';
import { ItemRow } from './item.table.js';

/**
 * The inbox: a delivery is committed here before it is answered (contract 6.1). Secrets are removed before. `received`
 * until somebody looked whom it is meant for, `read` while one of those still has to be looked at, then `handled`.
 */
@Entity('webhook_delivery')
@Unique('webhook_delivery_key', ['deliveryKey'])
@Index('webhook_delivery_waiting', ['id'], { where: `status = 'received'` })
@Index('webhook_delivery_read', ['id'], { where: `status = 'read'` })
@Index('webhook_delivery_verdict', ['verdict', 'id'], { where: 'verdict IS NOT NULL' })
@Index('webhook_delivery_addressed', ['addressedTo'], { where: 'addressed_to IS NOT NULL' })
@Check('webhook_delivery_type', `type IN ('plex', 'jellyfin', 'emby')`)
@Check('webhook_delivery_status', `status IN ('received', 'read', 'handled')`)
export class WebhookDeliveryRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @Column({ type: 'text', nullable: true })
  type: string | null;

  @Column({ type: 'text', name: 'delivery_key' })
  deliveryKey: string;

  @Column({ type: 'jsonb' })
  payload: unknown;

  @Column({ type: 'text', default: 'received' })
  status: string;

  @Column({ type: 'text', nullable: true })
  verdict: string | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'timestamptz', name: 'received_at', default: () => 'now()' })
  receivedAt: Date;

  @Column({ type: 'timestamptz', name: 'handled_at', nullable: true })
  handledAt: Date | null;

  /** Who brought it: a webhook, Tautulli, or one of our own ears. */
  @Column({ type: 'text', default: 'webhook' })
  source: string;

  @Column({ type: 'text', nullable: true })
  event: string | null;

  /** The backend whose own address was called; null for the address of all. */
  @ForeignKey(() => BackendRow, { onDelete: 'SET NULL' })
  @Column({ type: 'int', name: 'addressed_to', nullable: true })
  addressedTo: number | null;

  /** How often the same event came again; each of them makes us look again, so none is lost. */
  @Column({ type: 'int', default: 0 })
  repeats: number;

  @Column({ type: 'timestamptz', name: 'last_at', default: () => 'now()' })
  lastAt: Date;
}

/** One backend that a delivery is meant for, and what came of looking there. */
@Entity('webhook_target')
@Index('webhook_target_copy', ['backendId', 'remoteId', 'settledAt'])
@Index('webhook_target_open', ['nextLookAt'], { where: `status = 'open'` })
@Index('webhook_target_item', ['itemId'])
@Check('webhook_target_status', `status IN ('open', 'settled')`)
@Check('webhook_target_phase', `phase IN ('moving', 'paused', 'final')`)
export class WebhookTargetRow {
  @ForeignKey(() => WebhookDeliveryRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'bigint', name: 'delivery_id' })
  deliveryId: number;

  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'int', name: 'backend_id' })
  backendId: number;

  @Column({ type: 'text', name: 'remote_id' })
  remoteId: string;

  @Column({ type: 'text' })
  phase: string;

  /** What the payload itself says, for when the server cannot be read in time. */
  @Column({ type: 'jsonb' })
  says: Record<string, unknown>;

  @Column({ type: 'text', default: 'open' })
  status: string;

  @Column({ type: 'text', nullable: true })
  verdict: string | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @ForeignKey(() => ItemRow, { onDelete: 'SET NULL' })
  @Column({ type: 'bigint', name: 'item_id', nullable: true })
  itemId: number | null;

  /** Looks that failed; the next is due at `next_look_at`. */
  @Column({ type: 'int', default: 0 })
  failures: number;

  @Column({ type: 'timestamptz', name: 'next_look_at', default: () => 'now()' })
  nextLookAt: Date;

  /** When what the payload says was used, because the server could not be read. */
  @Column({ type: 'timestamptz', name: 'taken_at_word_at', nullable: true })
  takenAtWordAt: Date | null;

  @Column({ type: 'timestamptz', name: 'opened_at', default: () => 'now()' })
  openedAt: Date;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt: Date | null;
}
