import { Module } from '@nestjs/common';
import { DatabaseModule } from '#libs/database';
import { DirectoryModule } from '#libs/directory';
import { QueueModule } from '#libs/queue';
import { loadConfig } from '#libs/runtime';
import { ExporterConfig } from './exporter.config.js';
import { ExportsWorker } from './exports/exports.worker.js';
import { Planner } from './exports/planner.js';
import { Pusher } from './exports/pusher.js';
import { ReadFirst } from './exports/read-first.js';
import { RunExporter } from './exports/run-exporter.js';
import { StateWriter } from './exports/state-writer.js';
import { LostWritesRelay } from './relay/lost-writes-relay.js';

@Module({
  imports: [DatabaseModule, QueueModule.forRoot(), DirectoryModule],
  providers: [
    { provide: ExporterConfig, useFactory: () => loadConfig(ExporterConfig) },
    ExportsWorker,
    RunExporter,
    ReadFirst,
    Planner,
    StateWriter,
    Pusher,
    LostWritesRelay,
  ],
})
export class ExporterModule {}
