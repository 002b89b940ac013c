import { Injectable } from '@nestjs/common';
import { importsQueue, JobWorker, type JobHandlers } from '#libs/queue';
import { RunBackuper } from '../backups/run-backuper.js';
import { RunImporter } from './run-importer.js';

@Injectable()
export class ImportsWorker extends JobWorker<typeof importsQueue> {
  protected readonly handlers: JobHandlers<typeof importsQueue> = {
    'import-run': ({ runId }, job) => this.importer.import(runId, job),
    'backup-run': ({ runId }, job) => this.backuper.backUp(runId, job),
  };

  constructor(
    private readonly importer: RunImporter,
    private readonly backuper: RunBackuper,
  ) {
    super(importsQueue);
  }
}
