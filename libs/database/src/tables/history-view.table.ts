import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { IdentityRow } from './identity.table.js';

/** A search of the history that was given a name. */
@Entity('history_view')
export class HistoryViewRow {
  @ForeignKey(() => IdentityRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'int', name: 'identity_id' })
  identityId: number;

  @PrimaryColumn({ type: 'text' })
  name: string;

  /** The query string of the list. */
  @Column({ type: 'text' })
  query: string;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
