import { Injectable } from '@nestjs/common';
import { changesQueue, JobWorker, type JobHandlers } from '#libs/queue';
import { RunUndoer } from '../undo/run-undoer.js';
import { InboxReader } from './inbox-reader.js';
import { ItemImporter } from './item-importer.js';

@Injectable()
export class ChangesWorker extends JobWorker<typeof changesQueue> {
  protected readonly handlers: JobHandlers<typeof changesQueue> = {
    'item-changed': (news) => this.items.import(news),
    'deliveries-received': (_nothing, run) => this.inbox.empty(run),
    'undo-run': ({ runId }) => this.undoer.undo(runId),
  };

  constructor(
    private readonly items: ItemImporter,
    private readonly inbox: InboxReader,
    private readonly undoer: RunUndoer,
  ) {
    super(changesQueue);
  }
}
