import { Injectable } from '@nestjs/common';
import { changesQueue, JobWorker, type JobHandlers } from '#libs/queue';
import { RunUndoer } from '../undo/run-undoer.js';
import { DeliveryReader } from './delivery-reader.js';
import { ItemImporter } from './item-importer.js';

@Injectable()
export class ChangesWorker extends JobWorker<typeof changesQueue> {
  protected readonly handlers: JobHandlers<typeof changesQueue> = {
    'item-changed': (news) => this.items.import(news),
    'delivery-received': ({ deliveryId }) => this.deliveries.read(deliveryId),
    'undo-run': ({ runId }) => this.undoer.undo(runId),
  };

  constructor(
    private readonly items: ItemImporter,
    private readonly deliveries: DeliveryReader,
    private readonly undoer: RunUndoer,
  ) {
    super(changesQueue);
  }
}
