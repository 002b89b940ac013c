import { Injectable } from '@nestjs/common';
import { JobWorker, undosQueue, type JobHandlers } from '#libs/queue';
import { RunUndoer } from './run-undoer.js';

@Injectable()
export class UndosWorker extends JobWorker<typeof undosQueue> {
  protected readonly handlers: JobHandlers<typeof undosQueue> = {
    'undo-run': ({ runId }) => this.undoer.undo(runId),
  };

  constructor(private readonly undoer: RunUndoer) {
    super(undosQueue);
  }
}
