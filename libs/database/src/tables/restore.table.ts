import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { BackendRow } from './backend.table.js';
import { ItemRow } from './item.table.js';
import { RunRow } from './run.table.js';

/** What a backup says, by the keys of its items; there while a restore is planned. */
@Entity('restore_entry')
@Index('restore_entry_line', ['runId', 'line'])
export class RestoreEntryRow {
  @ForeignKey(() => RunRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'uuid', name: 'run_id' })
  runId: string;

  @PrimaryColumn({ type: 'text' })
  key: string;

  /** Place of its entry in the file; the first of several with one key counts. */
  @Column({ type: 'int' })
  line: number;

  @Column({ type: 'boolean' })
  watched: boolean;

  @Column({ type: 'int', name: 'position_ms' })
  positionMs: number;

  /** Unix seconds. */
  @Column({ type: 'bigint' })
  updated: number;

  @Column({ type: 'boolean', name: 'is_found', default: false })
  isFound: boolean;
}

/** A write that a restore plans, and what came of it. It may be of an item that was never imported. */
@Entity('restore_write')
@Index('restore_write_copy', ['runId', 'remoteId'], { unique: true })
@Index('restore_write_planned', ['runId', 'id'], { where: `status = 'planned'` })
@Check('restore_write_status', `status IN ('planned', 'written', 'skipped', 'failed', 'rejected')`)
export class RestoreWriteRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => RunRow, { onDelete: 'CASCADE' })
  @Column({ type: 'uuid', name: 'run_id' })
  runId: string;

  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'backend_id' })
  backendId: number;

  @Column({ type: 'text', name: 'remote_id' })
  remoteId: string;

  @ForeignKey(() => ItemRow, { onDelete: 'SET NULL' })
  @Index('restore_write_item')
  @Column({ type: 'bigint', name: 'item_id', nullable: true })
  itemId: number | null;

  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'int', nullable: true })
  year: number | null;

  @Column({ type: 'int', nullable: true })
  season: number | null;

  @Column({ type: 'int', nullable: true })
  episode: number | null;

  @Column({ type: 'text' })
  rule: string;

  @Column({ type: 'text', default: 'planned' })
  status: string;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'jsonb' })
  before: Record<string, unknown>;

  @Column({ type: 'jsonb' })
  after: Record<string, unknown>;

  /** Date of the state in the backup, unix seconds. */
  @Column({ type: 'bigint' })
  updated: number;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt: Date | null;
}
