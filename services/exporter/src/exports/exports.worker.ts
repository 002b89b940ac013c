import { Injectable } from '@nestjs/common';
import { exportsQueue, JobWorker, type JobHandlers } from '#libs/queue';
import { RunExporter } from './run-exporter.js';

@Injectable()
export class ExportsWorker extends JobWorker<typeof exportsQueue> {
  protected readonly handlers: JobHandlers<typeof exportsQueue> = {
    'export-run': ({ runId }, job) => this.exporter.export(runId, job),
  };

  constructor(private readonly exporter: RunExporter) {
    super(exportsQueue);
  }
}
