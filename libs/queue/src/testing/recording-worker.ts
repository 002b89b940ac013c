import type { JobHandlers, JobRun } from '../job-handlers.js';
import { JobWorker } from '../job-worker.js';
import { changesQueue } from '../queues.js';

export type Seen = { readonly job: string; readonly payload: object; readonly run: JobRun };

/** What the importer would be for news, with handlers that a test decides. */
export class RecordingWorker extends JobWorker<typeof changesQueue> {
  readonly seen: Seen[] = [];
  act: (seen: Seen) => Promise<unknown> = () => Promise.resolve();

  protected readonly handlers: JobHandlers<typeof changesQueue> = {
    'undo-run': (payload, run) => this.record({ job: 'undo-run', payload, run }),
    'item-changed': (payload, run) => this.record({ job: 'item-changed', payload, run }),
    'deliveries-received': (payload, run) => this.record({ job: 'deliveries-received', payload, run }),
  };

  constructor() {
    super(changesQueue);
  }

  private record(seen: Seen): Promise<unknown> {
    this.seen.push(seen);
    return this.act(seen);
  }
}
