import { Check, Column, Entity, ForeignKey, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { BackendRow } from './backend.table.js';

/** An id that is not believed when it comes from this backend (sync-engine.md 2.4). */
@Entity('ignore_rule')
@Unique('ignore_rule_once', ['backendId', 'type', 'source', 'value', 'remoteId'])
@Check('ignore_rule_type', `type IN ('movie', 'show', 'episode')`)
export class IgnoreRuleRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'backend_id' })
  backendId: number;

  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'text' })
  source: string;

  @Column({ type: 'text' })
  value: string;

  /** The only item it is for; empty for all. */
  @Column({ type: 'text', name: 'remote_id', default: '' })
  remoteId: string;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
