import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { RunRow } from './run.table.js';

/** An item that an order of many still has to carry out; there until its turn. */
@Entity('bulk_item')
export class BulkItemRow {
  @ForeignKey(() => RunRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'uuid', name: 'run_id' })
  runId: string;

  @PrimaryColumn({ type: 'bigint', name: 'item_id' })
  itemId: number;
}
