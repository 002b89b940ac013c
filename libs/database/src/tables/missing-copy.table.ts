import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { BackendRow } from './backend.table.js';
import { ItemRow } from './item.table.js';

/** A reference whose item the server said is gone. Only what it says again an hour later is let go. */
@Entity('missing_copy')
@Index('missing_copy_item', ['itemId'])
export class MissingCopyRow {
  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'int', name: 'backend_id' })
  backendId: number;

  @PrimaryColumn({ type: 'text', name: 'remote_id' })
  remoteId: string;

  @ForeignKey(() => ItemRow, { onDelete: 'CASCADE' })
  @Column({ type: 'bigint', name: 'item_id' })
  itemId: number;

  @Column({ type: 'timestamptz', name: 'missing_since', default: () => 'now()' })
  missingSince: Date;

  /** When the reference was let go; its item stays with its state. */
  @Column({ type: 'timestamptz', name: 'archived_at', nullable: true })
  archivedAt: Date | null;
}
