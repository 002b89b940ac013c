import { Check, Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A person. `main` is the first. */
@Entity('identity')
@Unique('identity_name', ['name'])
@Check('identity_name_form', `name ~ '^[a-z_0-9]+$'`)
export class IdentityRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id: number;

  @Column({ type: 'text' })
  name: string;

  /** Whether the position of a second viewing is carried on; null: as `WS_PROGRESS_THRESHOLD` says. */
  @Column({ type: 'boolean', name: 'sync_rewatch', nullable: true })
  syncRewatch: boolean | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
