import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { BackendRow } from './backend.table.js';
import { IdentityRow } from './identity.table.js';

/** One import, export, backup, restore, undo, report or console command: what a person sees of the work. */
@Entity('run')
@Index('run_one_at_a_time', ['backendId', 'kind'], {
  unique: true,
  where: `status IN ('queued', 'running') AND NOT is_automatic`,
})
@Index('run_active', ['heartbeatAt'], { where: `status IN ('queued', 'running')` })
@Index('run_newest', ['createdAt'])
@Index('run_reference', ['reference'], {
  unique: true,
  where: `reference IS NOT NULL AND status IN ('queued', 'running')`,
})
@Check(
  'run_kind',
  `kind IN ('import', 'export', 'backup', 'restore', 'undo', 'report', 'console', 'playlist', 'bulk', 'validate')`,
)
@Check('run_mode', `mode IN ('full', 'push', 'metadata-only')`)
@Check(
  'run_status',
  `status IN ('queued', 'running', 'awaiting_approval', 'succeeded', 'failed', 'cancelled')`,
)
export class RunRow {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  kind: string;

  @ForeignKey(() => IdentityRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'identity_id' })
  identityId: number;

  @ForeignKey(() => BackendRow, { onDelete: 'SET NULL' })
  @Column({ type: 'int', name: 'backend_id', nullable: true })
  backendId: number | null;

  /** Kept beside the id, so that the run is still readable when the backend is gone. */
  @Column({ type: 'text', name: 'backend_name', nullable: true })
  backendName: string | null;

  @Column({ type: 'text', nullable: true })
  mode: string | null;

  /** What must not be under way twice, such as `task://import`. */
  @Column({ type: 'text', nullable: true })
  reference: string | null;

  /** A push that news caused. Of what people and schedules start, one of a kind runs at a time. */
  @Column({ type: 'boolean', name: 'is_automatic', default: false })
  isAutomatic: boolean;

  @Column({ type: 'boolean', name: 'dry_run', default: false })
  dryRun: boolean;

  @Column({ type: 'jsonb', default: {} })
  options: Record<string, unknown>;

  @Column({ type: 'text', default: 'queued' })
  status: string;

  @Column({ type: 'int', default: 0 })
  done: number;

  @Column({ type: 'int', nullable: true })
  total: number | null;

  @Column({ type: 'jsonb', default: {} })
  counts: Record<string, number>;

  /** By type of item and by reason; keys as in core's `Tally`. */
  @Column({ type: 'jsonb', default: {} })
  tally: Record<string, number>;

  @Column({ type: 'int', default: 0 })
  requests: number;

  /** Where a killed run goes on. */
  @Column({ type: 'jsonb', nullable: true })
  cursor: Record<string, unknown> | null;

  @Column({ type: 'jsonb', nullable: true })
  error: Record<string, unknown> | null;

  @Column({ type: 'int', default: 0 })
  attempts: number;

  @Column({ type: 'boolean', name: 'is_approved', default: false })
  isApproved: boolean;

  @Column({ type: 'boolean', name: 'is_cancel_asked', default: false })
  isCancelAsked: boolean;

  @Column({ type: 'timestamptz', name: 'heartbeat_at', default: () => 'now()' })
  heartbeatAt: Date;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
