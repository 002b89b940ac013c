import type { JobHandlers, JobRun } from '../job-handlers.js';
import { JobWorker } from '../job-worker.js';
import { exportsQueue } from '../queues.js';

export type Seen = { readonly job: string; readonly payload: object; readonly run: JobRun };

/** What the exporter would be for exports, with handlers that a test decides. */
export class RecordingWorker extends JobWorker<typeof exportsQueue> {
  readonly seen: Seen[] = [];
  act: (seen: Seen) => Promise<unknown> = () => Promise.resolve();

  protected readonly handlers: JobHandlers<typeof exportsQueue> = {
    'export-run': (payload, run) => this.record({ job: 'export-run', payload, run }),
    'restore-run': (payload, run) => this.record({ job: 'restore-run', payload, run }),
  };

  constructor() {
    super(exportsQueue);
  }

  private record(seen: Seen): Promise<unknown> {
    this.seen.push(seen);
    return this.act(seen);
  }
}
