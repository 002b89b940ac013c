import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { BackendRow } from './backend.table.js';

/** A search of a server's libraries for doubtful titles: the one under way, and what the last one found. */
@Entity('backend_scan')
@Check('backend_scan_kind', `kind IN ('unmatched', 'mismatched', 'stale')`)
export class BackendScanRow {
  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'int', name: 'backend_id' })
  backendId: number;

  @PrimaryColumn({ type: 'text' })
  kind: string;

  /** The server's id of the only library; empty for all. */
  @PrimaryColumn({ type: 'text', name: 'library_id', default: '' })
  libraryId: string;

  /** Null while none is under way. */
  @Column({ type: 'timestamptz', name: 'running_since', nullable: true })
  runningSince: Date | null;

  /** Moves for as long as the process that scans is alive. */
  @Column({ type: 'timestamptz', name: 'heartbeat_at', default: () => 'now()' })
  heartbeatAt: Date;

  /** Why the last one came to nothing; null when it went well. */
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Column({ type: 'timestamptz', name: 'completed_at', nullable: true })
  completedAt: Date | null;

  /** How many it found, more than are kept perhaps. */
  @Column({ type: 'int', nullable: true })
  found: number | null;

  @Column({ type: 'jsonb', nullable: true })
  result: unknown;
}
