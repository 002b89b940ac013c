import { Module } from '@nestjs/common';
import { DatabaseModule } from '#libs/database';
import { DirectoryModule } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { BackupReader } from './backups/backup-reader.js';
import { RunBackuper } from './backups/run-backuper.js';
import { ChangesWorker } from './changes/changes.worker.js';
import { InboxReader } from './changes/inbox-reader.js';
import { ItemImporter } from './changes/item-importer.js';
import { ImporterConfig } from './importer.config.js';
import { ImportFinisher } from './imports/import-finisher.js';
import { ImportsWorker } from './imports/imports.worker.js';
import { LibraryReader } from './imports/library-reader.js';
import { RunImporter } from './imports/run-importer.js';
import { PageImporter } from './pages/page-importer.js';
import { PushBell } from './pages/push-bell.js';
import { StepClock } from './pages/step-clock.js';
import { RunUndoer } from './undo/run-undoer.js';
import { InboxPruner } from './relay/inbox-pruner.js';
import { LostWorkRelay } from './relay/lost-work-relay.js';
import { followConfig } from '#libs/runtime';
import { ChangesWorker } from './changes/changes.worker.js';
import { ImporterConfig } from './importer.config.js';
import { IMPORT_PARTS } from './importer.parts.js';
import { ImportsWorker } from './imports/imports.worker.js';
import { LostWorkRelay } from './relay/lost-work-relay.js';

@Module({
  imports: [DatabaseModule, QueueModule.forRoot(), DirectoryModule],
  providers: [
    { provide: ImporterConfig, useFactory: () => followConfig(ImporterConfig) },
    ImportsWorker,
    ChangesWorker,
    ...IMPORT_PARTS,
    LostWorkRelay,
    InboxPruner,
  ],
})
export class ImporterModule {}
