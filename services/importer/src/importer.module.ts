import { Module } from '@nestjs/common';
import { DatabaseModule } from '#libs/database';
import { DirectoryModule } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { followConfig } from '#libs/runtime';
import { ChangesWorker } from './changes/changes.worker.js';
import { ServerListener } from './ears/server-listener.js';
import { ServerPoller } from './ears/server-poller.js';
import { ImporterConfig } from './importer.config.js';
import { IMPORT_PARTS } from './importer.parts.js';
import { ImportsWorker } from './imports/imports.worker.js';
import { BlockedBackends } from './relay/blocked-backends.js';
import { LostWorkRelay } from './relay/lost-work-relay.js';
import { UndosWorker } from './undo/undos.worker.js';

@Module({
  imports: [DatabaseModule, QueueModule.forRoot(), DirectoryModule],
  providers: [
    { provide: ImporterConfig, useFactory: () => followConfig(ImporterConfig) },
    ImportsWorker,
    ChangesWorker,
    UndosWorker,
    ...IMPORT_PARTS,
    LostWorkRelay,
    BlockedBackends,
    ServerListener,
    ServerPoller,
  ],
})
export class ImporterModule {}
