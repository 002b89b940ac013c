import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { BackupFileType } from '#libs/core';
import {
  OptionalFlag,
  OptionalText,
  OptionalTexts,
  Shown,
  ShownChoice,
  ShownNumber,
  ShownText,
  ShownTime,
  Text,
} from '../http/fields.js';

@ApiSchema({ name: 'Backup' })
export class BackupDto {
  @ShownText()
  readonly filename: string;

  @ShownChoice(
    { values: ['automatic', 'manual', 'partial'], name: 'BackupType' },
    { description: 'Automatic ones go after 90 days; partial ones broke off.' },
  )
  readonly type: BackupFileType;

  @ShownNumber({ description: 'Bytes.' })
  readonly size: number;

  @ShownTime()
  readonly date: string;
}

@ApiSchema({ name: 'BackupOptions' })
export class BackupOptionsDto {
  @OptionalFlag({ description: 'Without a date in the name, and never removed.' })
  readonly keep?: boolean;

  @OptionalText(180, {
    description: 'A file name of your own; `{user}`, `{backend}` and `{date}` are filled in.',
  })
  readonly file?: string;

  @OptionalFlag({ description: 'A zip, which is usual; else plain JSON.' })
  readonly compress?: boolean;

  @OptionalFlag({ description: 'With the ids that other backends know; on unless switched off.' })
  readonly enhance?: boolean;

  @OptionalFlag({ description: 'Read everything and write no file.' })
  readonly dry_run?: boolean;

  @OptionalFlag({ description: 'One request at a time.' })
  readonly sync_requests?: boolean;
}

@ApiSchema({ name: 'NewBackup' })
export class NewBackupDto extends BackupOptionsDto {
  @OptionalText(64, { description: 'Of this identity; of all when absent.' })
  readonly identity?: string;

  @OptionalTexts({ entries: 100, length: 64 }, { description: 'Of these backends; of all when absent.' })
  readonly backends?: readonly string[];

  @OptionalFlag({ description: 'All but these backends.' })
  readonly exclude?: boolean;
}

@ApiSchema({ name: 'StartedBackup' })
export class StartedBackupDto {
  @ShownText()
  readonly identity: string;

  @ShownText()
  readonly backend: string;

  @ShownText()
  readonly run_id: string;

  @ApiProperty({ type: Boolean, description: 'Whether it was under way already.' })
  readonly busy: boolean;
}

@ApiSchema({ name: 'StartedBackups' })
export class StartedBackupsDto {
  @ShownText({ description: 'The first of the runs.' })
  readonly run_id: string;

  @Shown({ type: [StartedBackupDto], description: 'One for each backend.' })
  readonly runs: readonly StartedBackupDto[];
}

@ApiSchema({ name: 'NewRestore' })
export class NewRestoreDto {
  @OptionalText(64, { description: '`main` when absent.' })
  readonly identity?: string;

  @Text({ min: 1, max: 64 }, { description: 'The backend that is brought to what the backup says.' })
  readonly backend: string;

  @OptionalFlag({ description: 'Only list what would change; on unless switched off.' })
  readonly dry_run?: boolean;

  @OptionalFlag({ description: 'Resume positions, too.' })
  readonly progress?: boolean;

  @OptionalFlag({ description: 'Although export to the backend is off.' })
  readonly ignore?: boolean;

  @OptionalFlag({ description: 'Back the backend up first; on unless switched off.' })
  readonly backup_first?: boolean;

  @OptionalFlag({ description: 'One request at a time.' })
  readonly sync_requests?: boolean;
}

@ApiSchema({ name: 'StartedRestore' })
export class StartedRestoreDto {
  @ShownText()
  readonly run_id: string;

  @ShownText({ nullable: true, description: 'The backup of the backend that comes first.' })
  readonly backup_run_id: string | null;
}
