import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryGeneratedColumn,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import { IdentityRow } from './identity.table.js';

/** One person's configured connection to one media server. */
@Entity('backend')
@Unique('backend_name', ['identityId', 'name'])
@Index('backend_server_user', ['uuid', 'userId'])
@Check('backend_type', `type IN ('plex', 'jellyfin', 'emby')`)
@Check('backend_health', `health_status IN ('ok', 'failing', 'unknown')`)
export class BackendRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => IdentityRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'identity_id' })
  identityId: number;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'text' })
  url: string;

  /** Sealed; never in the clear at rest. */
  @Column({ type: 'text', name: 'sealed_token' })
  sealedToken: string;

  @Column({ type: 'text', name: 'user_id' })
  userId: string;

  @Column({ type: 'text', name: 'user_name', nullable: true })
  userName: string | null;

  @Column({ type: 'text' })
  uuid: string;

  @Column({ type: 'boolean', name: 'import_enabled' })
  importEnabled: boolean;

  @Column({ type: 'boolean', name: 'export_enabled' })
  exportEnabled: boolean;

  @Column({ type: 'jsonb', default: {} })
  options: Record<string, unknown>;

  @Column({ type: 'timestamptz', name: 'import_last_sync', nullable: true })
  importLastSync: Date | null;

  @Column({ type: 'timestamptz', name: 'export_last_sync', nullable: true })
  exportLastSync: Date | null;

  /** Raised when another user's account takes its place: what was begun for the old one is recognised by it. */
  @Column({ type: 'int', name: 'account_generation', default: 0 })
  accountGeneration: number;

  /** Seconds by which its server dates viewings ahead of us; null while it does not. */
  @Column({ type: 'int', name: 'clock_ahead', nullable: true })
  clockAhead: number | null;

  @Column({ type: 'text', name: 'health_status', default: 'unknown' })
  healthStatus: string;

  @Column({ type: 'text', name: 'health_message', nullable: true })
  healthMessage: string | null;

  /** Key of the error; null unless it is failing. */
  @Column({ type: 'text', name: 'health_reason', nullable: true })
  healthReason: string | null;

  @Column({ type: 'timestamptz', name: 'health_at', nullable: true })
  healthAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;
}
