import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** Who may sign in to the admin UI. */
@Entity('account')
@Unique('account_username', ['username'])
export class AccountRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id: number;

  @Column({ type: 'text' })
  username: string;

  @Column({ type: 'text', name: 'password_hash' })
  passwordHash: string;

  /** Raised to end all sessions at once: tokens carry the number they were made with. */
  @Column({ type: 'int', name: 'session_generation', default: 0 })
  sessionGeneration: number;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
