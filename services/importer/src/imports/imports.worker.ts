import { Injectable } from '@nestjs/common';
import { importsQueue, JobWorker, type JobHandlers } from '#libs/queue';
import { RunImporter } from './run-importer.js';

@Injectable()
export class ImportsWorker extends JobWorker<typeof importsQueue> {
  protected readonly handlers: JobHandlers<typeof importsQueue> = {
    'import-run': ({ runId }, job) => this.importer.import(runId, job),
  };

  constructor(private readonly importer: RunImporter) {
    super(importsQueue);
  }
}
