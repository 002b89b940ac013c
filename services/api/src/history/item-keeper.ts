import { Injectable } from '@nestjs/common';
import { type IdentityRecord, ItemRecords } from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackendViewer } from '../backends/backend-viewer.js';
import { missing } from '../http/api-problem.js';
import type { RemovedReferenceDto } from './history.dto.js';
import { HistoryViewer } from './history-viewer.js';

/** Lets records go, whole or the part of one backend. Nothing is written to a media server. */
@Injectable()
export class ItemKeeper {
  constructor(
    private readonly items: ItemRecords,
    private readonly viewer: HistoryViewer,
    private readonly backends: BackendViewer,
    private readonly logger: Logger,
  ) {}

  async remove(identity: IdentityRecord, itemId: number): Promise<void> {
    if ((await this.items.remove(identity.id, [itemId])) === 0) throw missing('item', itemId);
    this.logger.info('item removed', { identity: identity.name, item: itemId });
  }

  async removeReference(
    identity: IdentityRecord,
    itemId: number,
    backendName: string,
  ): Promise<RemovedReferenceDto> {
    const backend = await this.backends.find(identity, backendName);
    await this.viewer.watched(identity, itemId);
    const { references, records } = await this.items.removeReferences(backend, [itemId]);
    if (references === 0) throw missing('reference', backendName);
    this.logger.info('reference removed', { identity: identity.name, item: itemId, backend: backend.name });
    const isGone = records > 0;
    return { record_deleted: isGone, item: isGone ? null : await this.viewer.show(identity, itemId) };
  }
}
