import { Injectable } from '@nestjs/common';
import { JobWorker, undosQueue, type JobHandlers } from '#libs/queue';
import { RunMarker } from '../marks/run-marker.js';
import { RunUndoer } from './run-undoer.js';

@Injectable()
export class UndosWorker extends JobWorker<typeof undosQueue> {
  protected readonly handlers: JobHandlers<typeof undosQueue> = {
    'undo-run': ({ runId }) => this.undoer.undo(runId),
    'bulk-run': ({ runId }) => this.marker.mark(runId),
  };

  constructor(
    private readonly undoer: RunUndoer,
    private readonly marker: RunMarker,
  ) {
    super(undosQueue);
  }
}
