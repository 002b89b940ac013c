import { Injectable } from '@nestjs/common';
import { exportsQueue, JobWorker, type JobHandlers } from '#libs/queue';
import { RunRestorer } from '../restores/run-restorer.js';
import { RunExporter } from './run-exporter.js';

@Injectable()
export class ExportsWorker extends JobWorker<typeof exportsQueue> {
  protected readonly handlers: JobHandlers<typeof exportsQueue> = {
    'export-run': ({ runId }, job) => this.exporter.export(runId, job),
    'restore-run': ({ runId }, job) => this.restorer.restore(runId, job),
  };

  constructor(
    private readonly exporter: RunExporter,
    private readonly restorer: RunRestorer,
  ) {
    super(exportsQueue);
  }
}
