import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { RunRow } from './run.table.js';

/** What a run of kind `console` carries out. How far it is stands in its run, and nowhere else. */
@Entity('console_command')
@Index('console_command_task', ['task'], { where: 'task IS NOT NULL' })
export class ConsoleCommandRow {
  @ForeignKey(() => RunRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'uuid', name: 'run_id' })
  runId: string;

  /** As it was typed, without secrets. */
  @Column({ type: 'text' })
  line: string;

  /** The whole line, encrypted, when it holds a secret; gone once the command has ended. */
  @Column({ type: 'text', name: 'sealed_line', nullable: true })
  sealedLine: string | null;

  /** The task whose turn it was. */
  @Column({ type: 'text', nullable: true })
  task: string | null;

  /** Who asked: a person's name, `api-key`, `schedule`. */
  @Column({ type: 'text', name: 'asked_by' })
  askedBy: string;

  /** Not carried out before. */
  @Column({ type: 'timestamptz', name: 'due_at', nullable: true })
  dueAt: Date | null;

  /** Whether the output may hold colours. */
  @Column({ type: 'boolean', name: 'has_colours', default: false })
  hasColours: boolean;

  /** Seconds. */
  @Column({ type: 'int', name: 'time_limit' })
  timeLimit: number;

  @Column({ type: 'int', name: 'exit_code', nullable: true })
  exitCode: number | null;
}

/** What commands print, line by line, so that whoever lost the stream can go on where it broke. */
@Entity('console_output')
@Index('console_output_age', ['at'])
@Check('console_output_stream', `stream IN ('out', 'err')`)
export class ConsoleOutputRow {
  @ForeignKey(() => RunRow, { onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'uuid', name: 'run_id' })
  runId: string;

  @PrimaryColumn({ type: 'int' })
  sequence: number;

  @Column({ type: 'text' })
  stream: string;

  @Column({ type: 'text' })
  text: string;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at: Date;
}
