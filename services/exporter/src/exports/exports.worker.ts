import { Injectable } from '@nestjs/common';
import { exportsQueue, JobWorker, type JobHandlers } from '#libs/queue';
import { Pusher } from './pusher.js';
import { RunExporter } from './run-exporter.js';

@Injectable()
export class ExportsWorker extends JobWorker<typeof exportsQueue> {
  protected readonly handlers: JobHandlers<typeof exportsQueue> = {
    'export-run': ({ runId }, job) => this.exporter.export(runId, job),
    push: ({ backendId }, job) => this.pusher.push(backendId, job),
  };

  constructor(
    private readonly exporter: RunExporter,
    private readonly pusher: Pusher,
  ) {
    super(exportsQueue);
  }
}
