import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { IdentityRow } from './identity.table.js';
import { ItemRow } from './item.table.js';

/** An audit of all records of a person. */
@Entity('media_health_report')
@Index('media_health_newest', ['identityId', 'id'])
@Check('media_health_report_status', `status IN ('running', 'completed', 'failed')`)
export class MediaHealthReportRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => IdentityRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'identity_id' })
  identityId: number;

  @Column({ type: 'text', default: 'running' })
  status: string;

  @Column({ type: 'timestamptz', name: 'generated_at', default: () => 'now()' })
  generatedAt: Date;

  /** Moves with every page while it is being made. */
  @Column({ type: 'timestamptz', name: 'heartbeat_at', default: () => 'now()' })
  heartbeatAt: Date;

  @Column({ type: 'timestamptz', name: 'completed_at', nullable: true })
  completedAt: Date | null;

  @Column({ type: 'int', name: 'state_count', default: 0 })
  stateCount: number;

  @Column({ type: 'int', name: 'backend_count', default: 0 })
  backendCount: number;

  /** How many records of each status. */
  @Column({ type: 'jsonb', default: {} })
  statuses: Record<string, number>;
}

/** What the audit found of one record; healthy ones are only counted. */
@Entity('media_health_item')
@Index('media_health_item_item', ['itemId'])
export class MediaHealthItemRow {
  @ForeignKey(() => MediaHealthReportRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'bigint', name: 'report_id' })
  reportId: number;

  @ForeignKey(() => ItemRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'bigint', name: 'item_id' })
  itemId: number;

  @Column({ type: 'text' })
  status: string;

  @Column({ type: 'jsonb' })
  reasons: readonly string[];

  /** Backends that have it. */
  @Column({ type: 'jsonb' })
  backends: readonly string[];
}
