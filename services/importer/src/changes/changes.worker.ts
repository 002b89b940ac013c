import { Injectable } from '@nestjs/common';
import { changesQueue, JobWorker, type JobHandlers } from '#libs/queue';
import { InboxReader } from './inbox-reader.js';
import { ItemImporter } from './item-importer.js';

@Injectable()
export class ChangesWorker extends JobWorker<typeof changesQueue> {
  protected readonly handlers: JobHandlers<typeof changesQueue> = {
    'item-changed': (news) => this.items.import(news),
    'deliveries-received': (_nothing, run) => this.inbox.empty(run),
  };

  constructor(
    private readonly items: ItemImporter,
    private readonly inbox: InboxReader,
  ) {
    super(changesQueue);
  }
}
