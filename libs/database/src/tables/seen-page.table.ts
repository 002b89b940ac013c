import type { Tally } from '#libs/core';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { BackendRow } from './backend.table.js';

/** A page of a library as it was last read: the very same is not read again. It holds nothing that a read would not bring back. */
@Entity('seen_page')
export class SeenPageRow {
  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'int', name: 'backend_id' })
  backendId: number;

  @PrimaryColumn({ type: 'text', name: 'library_id' })
  libraryId: string;

  @PrimaryColumn({ type: 'int' })
  offset: number;

  @Column({ type: 'text' })
  mark: string;

  @Column({ type: 'int' })
  received: number;

  @Column({ type: 'int' })
  total: number;

  @Column({ type: 'jsonb' })
  counts: Record<string, number>;

  @Column({ type: 'jsonb' })
  tally: Tally;

  @Column({ type: 'text', name: 'remote_ids', array: true })
  remoteIds: string[];

  @Column({ type: 'text' })
  digest: string;
}
