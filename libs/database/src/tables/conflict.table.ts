import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { BackendRow } from './backend.table.js';
import { IdentityRow } from './identity.table.js';
import { ItemRow } from './item.table.js';

/**
 * What a person must decide about one copy, with the evidence of each side (contract 5.4, M-28, M-29). A copy has one
 * row for each kind; it closes by itself when its cause vanishes, and opens again when there is a new one.
 */
@Entity('conflict')
@Unique('conflict_copy', ['backendId', 'remoteId', 'part', 'kind'])
@Index('conflict_item', ['itemId'])
@Index('conflict_newest', ['identityId', 'id'])
@Check('conflict_kind', `kind IN ('opposite-wishes', 'contradicting-ids', 'quarantined')`)
@Check('conflict_status', `status IN ('open', 'resolved', 'ignored')`)
export class ConflictRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => IdentityRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'identity_id' })
  identityId: number;

  @Column({ type: 'text' })
  kind: string;

  /** Null for a copy in quarantine: it belongs to no item. */
  @ForeignKey(() => ItemRow, { onDelete: 'CASCADE' })
  @Column({ type: 'bigint', name: 'item_id', nullable: true })
  itemId: number | null;

  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'backend_id' })
  backendId: number;

  @Column({ type: 'text', name: 'remote_id' })
  remoteId: string;

  @Column({ type: 'smallint' })
  part: number;

  /** Equal as long as there is nothing new to decide. */
  @Column({ type: 'text' })
  cause: string;

  @Column({ type: 'jsonb' })
  evidence: Record<string, unknown>;

  @Column({ type: 'text', default: 'open' })
  status: string;

  /** The side that a person chose, or `vanished`. */
  @Column({ type: 'text', nullable: true })
  resolution: string | null;

  @Column({ type: 'timestamptz', name: 'opened_at', default: () => 'now()' })
  openedAt: Date;

  @Column({ type: 'timestamptz', name: 'closed_at', nullable: true })
  closedAt: Date | null;
}
