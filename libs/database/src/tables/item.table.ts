import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { IdentityRow } from './identity.table.js';

/** A movie or episode of one person, with the truth about it (ADR 0003). */
@Entity('item')
@Index('item_by_change', ['identityId', 'changedAt', 'id'])
@Index('item_by_title', ['identityId', 'title', 'season', 'episode', 'id'])
@Index('item_by_decision', ['identityId', 'decision', 'changedAt', 'id'])
@Index('item_by_type', ['identityId', 'type', 'changedAt', 'id'])
@Index('item_by_via', ['identityId', 'via', 'changedAt', 'id'])
@Index('item_by_year', ['identityId', 'year', 'changedAt', 'id'])
@Index('item_by_season', ['identityId', 'season', 'changedAt', 'id'])
@Index('item_by_episode', ['identityId', 'episode', 'changedAt', 'id'])
@Index('item_by_record', ['identityId', 'updatedAt', 'id'])
// Of an expression, or of another kind than TypeORM knows; the migration makes them.
@Index('item_by_watched', { synchronize: false })
@Index('item_words', { synchronize: false })
@Index('item_guids', { synchronize: false })
@Index('item_parent_guids', { synchronize: false })
@Check('item_type', `type IN ('movie', 'episode')`)
@Check('item_decision', `decision IN ('default', 'played', 'unplayed')`)
@Check('item_position', 'position_ms >= 0')
@Check('item_episode', `type = 'movie' OR (season >= 0 AND episode >= 1)`)
export class ItemRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  @ForeignKey(() => IdentityRow, { onDelete: 'CASCADE' })
  @Column({ type: 'int', name: 'identity_id' })
  identityId: number;

  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'text', name: 'episode_title', nullable: true })
  episodeTitle: string | null;

  @Column({ type: 'int', nullable: true })
  year: number | null;

  @Column({ type: 'int', nullable: true })
  season: number | null;

  @Column({ type: 'int', nullable: true })
  episode: number | null;

  @Column({ type: 'jsonb' })
  guids: Record<string, string>;

  @Column({ type: 'jsonb', name: 'parent_guids' })
  parentGuids: Record<string, string>;

  @Column({ type: 'text', default: 'default' })
  decision: string;

  @Column({ type: 'timestamptz', name: 'decided_at', nullable: true })
  decidedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'played_at', nullable: true })
  playedAt: Date | null;

  @Column({ type: 'int', name: 'position_ms', default: 0 })
  positionMs: number;

  @Column({ type: 'timestamptz', name: 'position_at', nullable: true })
  positionAt: Date | null;

  /** Name of the backend that last changed the state, or created the row. */
  @Column({ type: 'text' })
  via: string;

  /** What last changed the state: a task, a webhook's event, or a person's press. */
  @Column({ type: 'text' })
  event: string;

  /** Date of the last play change; of the record itself while there was none. */
  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt: Date;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}

/** What identifies an item across backends; the first item to claim a key keeps it. */
@Entity('item_key')
@Index('item_key_item', ['itemId'])
export class ItemKeyRow {
  @PrimaryColumn({ type: 'int', name: 'identity_id' })
  identityId: number;

  @PrimaryColumn({ type: 'text' })
  key: string;

  @ForeignKey(() => ItemRow, { onDelete: 'CASCADE' })
  @Column({ type: 'bigint', name: 'item_id' })
  itemId: number;
}
