import { Module } from '@nestjs/common';
import { DatabaseModule } from '#libs/database';
import { DirectoryModule } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { followConfig } from '#libs/runtime';
import { ExporterConfig } from './exporter.config.js';
import { EXPORT_PARTS } from './exporter.parts.js';
import { ExportsWorker } from './exports/exports.worker.js';
import { PushesWorker } from './exports/pushes.worker.js';
import { PlaylistsWorker } from './playlists/playlists.worker.js';
import { LostWritesRelay } from './relay/lost-writes-relay.js';

@Module({
  imports: [DatabaseModule, QueueModule.forRoot(), DirectoryModule],
  providers: [
    { provide: ExporterConfig, useFactory: () => followConfig(ExporterConfig) },
    ExportsWorker,
    PushesWorker,
    PlaylistsWorker,
    ...EXPORT_PARTS,
    LostWritesRelay,
  ],
})
export class ExporterModule {}
