import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { BackendRow } from './backend.table.js';
import { IdentityRow } from './identity.table.js';
import { RunRow } from './run.table.js';

/** A list of one person, whatever it is called where. What it holds is the version that won last. */
@Entity('playlist')
@Index('playlist_identity', ['identityId', 'title', 'id'])
export class PlaylistRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => IdentityRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'identity_id' })
  identityId: number;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'jsonb' })
  entries: readonly object[];

  /** Of the winning version; null while no copy may speak for the list. */
  @Column({ type: 'timestamptz', name: 'version_at', nullable: true })
  versionAt: Date | null;

  /** Name of the backend that it is from. */
  @Column({ type: 'text', nullable: true })
  via: string | null;

  @Column({ type: 'timestamptz', name: 'deleted_at', nullable: true })
  deletedAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;
}

/** One copy of a list, as it was last seen; members as in core's `ListCopy`. */
@Entity('playlist_copy')
@Index('playlist_copy_list', ['listId'])
export class PlaylistCopyRow {
  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'int', name: 'backend_id' })
  backendId: number;

  @PrimaryColumn({ type: 'text', name: 'remote_id' })
  remoteId: string;

  @ForeignKey(() => PlaylistRow, { onDelete: 'CASCADE' })
  @Column({ type: 'bigint', name: 'list_id' })
  listId: number;

  /** Of another account than the backend's it is nothing at all. */
  @Column({ type: 'int', name: 'account_generation' })
  accountGeneration: number;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'jsonb' })
  entries: readonly object[];

  /** Equal as long as the server's own list shows the same; null where only the entries show a change. */
  @Column({ type: 'text', nullable: true })
  mark: string | null;

  @Column({ type: 'text', nullable: true })
  hindrance: string | null;

  @Column({ type: 'timestamptz', name: 'version_at' })
  versionAt: Date;

  @Column({ type: 'timestamptz', name: 'missing_since', nullable: true })
  missingSince: Date | null;

  @Column({ type: 'timestamptz', name: 'deleted_at', nullable: true })
  deletedAt: Date | null;

  @Column({ type: 'jsonb', name: 'part_of', nullable: true })
  partOf: object | null;

  @Column({ type: 'int', default: 0 })
  unconfirmed: number;

  /** Why the last run left it as it is. */
  @Column({ type: 'text', nullable: true })
  because: string | null;

  @Column({ type: 'timestamptz', name: 'seen_at', default: () => 'now()' })
  seenAt: Date;
}

/**
 * The ledger of playlists: every write to a backend, planned, under way or done, with its reason. It is noted before each
 * step how far it came, so that a killed one is neither repeated nor half done.
 */
@Entity('playlist_write')
@Index('playlist_write_run', ['runId', 'id'])
@Index('playlist_write_list', ['listId', 'id'])
@Index('playlist_write_identity', ['identityId', 'id'])
@Index('playlist_write_open', ['backendId'], { where: `status IN ('planned', 'making', 'made')` })
@Check('playlist_write_action', `action IN ('create', 'replace', 'delete')`)
@Check(
  'playlist_write_status',
  `status IN ('planned', 'making', 'made', 'written', 'skipped', 'failed', 'rejected')`,
)
export class PlaylistWriteRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => IdentityRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'identity_id' })
  identityId: number;

  @ForeignKey(() => PlaylistRow, { onDelete: 'SET NULL' })
  @Column({ type: 'bigint', name: 'list_id', nullable: true })
  listId: number | null;

  @ForeignKey(() => RunRow, { onDelete: 'SET NULL' })
  @Column({ type: 'uuid', name: 'run_id', nullable: true })
  runId: string | null;

  @ForeignKey(() => BackendRow, { onDelete: 'SET NULL' })
  @Column({ type: 'int', name: 'backend_id', nullable: true })
  backendId: number | null;

  @Column({ type: 'text', name: 'backend_name' })
  backendName: string;

  @Column({ type: 'int', name: 'account_generation' })
  accountGeneration: number;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'text' })
  action: string;

  @Column({ type: 'text' })
  rule: string;

  @Column({ type: 'text', default: 'planned' })
  status: string;

  /** Why it was skipped or failed. */
  @Column({ type: 'text', nullable: true })
  reason: string | null;

  /** The copy as it was: core's `ListCopy`. */
  @Column({ type: 'jsonb', nullable: true })
  before: object | null;

  /** What it is to be: core's `ListWrite`; null for a deletion. */
  @Column({ type: 'jsonb', nullable: true })
  after: object | null;

  @Column({ type: 'timestamptz', name: 'version_at' })
  versionAt: Date;

  /** Ids of all lists of the backend right before one was made. */
  @Column({ type: 'jsonb', name: 'known_ids', nullable: true })
  knownIds: readonly string[] | null;

  @Column({ type: 'text', name: 'made_id', nullable: true })
  madeId: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'settled_at', nullable: true })
  settledAt: Date | null;
}

/** When the lists of a backend were last read whole, and last brought up to date. */
@Entity('playlist_sync')
export class PlaylistSyncRow {
  @ForeignKey(() => BackendRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'int', name: 'backend_id' })
  backendId: number;

  @Column({ type: 'timestamptz', name: 'read_at', nullable: true })
  readAt: Date | null;

  @Column({ type: 'timestamptz', name: 'written_at', nullable: true })
  writtenAt: Date | null;
}
