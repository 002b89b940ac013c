import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { BackendRow } from './backend.table.js';
import { ItemRow } from './item.table.js';

/** One copy of an item on a backend: what it was seen to report, and what we last wrote there and expect to see. */
@Entity('observation')
@Index('observation_item', ['itemId'])
@Index('observation_remote', ['remoteId'])
// Texts that begin alike; the migration makes it.
@Index('observation_path', { synchronize: false })
// Of an expression; the migration makes it.
@Index('observation_genres', { synchronize: false })
export class ObservationRow {
  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'int', name: 'backend_id' })
  backendId: number;

  @PrimaryColumn({ type: 'text', name: 'remote_id' })
  remoteId: string;

  /** 0 for a whole file; the offset of the episode in a file that holds several. */
  @PrimaryColumn({ type: 'smallint' })
  part: number;

  @ForeignKey(() => ItemRow, { onDelete: 'CASCADE' })
  @Column({ type: 'bigint', name: 'item_id' })
  itemId: number;

  /** Fingerprint of the whole report: an unchanged page is recognised without reading more. */
  @Column({ type: 'text' })
  fingerprint: string;

  @Column({ type: 'boolean' })
  watched: boolean;

  @Column({ type: 'int', name: 'position_ms' })
  positionMs: number;

  @Column({ type: 'int', name: 'play_count', nullable: true })
  playCount: number | null;

  @Column({ type: 'timestamptz', name: 'played_at', nullable: true })
  playedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'added_at', nullable: true })
  addedAt: Date | null;

  @Column({ type: 'text', nullable: true })
  path: string | null;

  @Column({ type: 'text', name: 'library_id', nullable: true })
  libraryId: string | null;

  @Column({ type: 'timestamptz', name: 'observed_at' })
  observedAt: Date;

  @Column({ type: 'boolean', name: 'as_source' })
  asSource: boolean;

  /** Whether its viewing date is the stamp of our own write, and so nobody's viewing. */
  @Column({ type: 'boolean', name: 'is_echo', default: false })
  isEcho: boolean;

  /** When we wrote what an echo shows: a position of before the item was watched to the end is left over. */
  @Column({ type: 'timestamptz', name: 'written_at', nullable: true })
  writtenAt: Date | null;

  /** Titles, numbers and ids as this backend shows them. */
  @Column({ type: 'jsonb' })
  detail: Record<string, unknown>;

  @Column({ type: 'boolean', name: 'expected_watched', nullable: true })
  expectedWatched: boolean | null;

  @Column({ type: 'int', name: 'expected_position_ms', nullable: true })
  expectedPositionMs: number | null;

  @Column({ type: 'timestamptz', name: 'expected_at', nullable: true })
  expectedAt: Date | null;

  /** Writes in a row that the server said yes to and did not do (scenario 42). */
  @Column({ type: 'smallint', name: 'unconfirmed_writes', default: 0 })
  unconfirmedWrites: number;
}
