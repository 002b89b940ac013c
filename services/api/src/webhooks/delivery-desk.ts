import { Injectable } from '@nestjs/common';
import { WebhookDeliveries, WebhookLog, type IdentityRecord } from '#libs/database';
import { changesQueue, InjectProducer, Producer, QueueUnavailable } from '#libs/queue';
import { Logger } from '#libs/runtime';
import { BackendViewer } from '../backends/backend-viewer.js';
import { missing } from '../http/api-problem.js';
import { pagingOf, slice } from '../http/paging.js';
import type {
  CoverageListDto,
  DeliveriesQuery,
  DeliveryDetailDto,
  DeliveryPageDto,
  ReplayedDto,
} from './deliveries.dto.js';
import { toCoverage, toDelivery, toDetail } from './delivery.presenter.js';

/** Shows what media servers sent and what became of it, and has it read again. */
@Injectable()
export class DeliveryDesk {
  constructor(
    private readonly log: WebhookLog,
    private readonly deliveries: WebhookDeliveries,
    private readonly backends: BackendViewer,
    private readonly logger: Logger,
    @InjectProducer(changesQueue) private readonly changes: Producer<typeof changesQueue>,
  ) {}

  async list(identity: IdentityRecord, query: DeliveriesQuery): Promise<DeliveryPageDto> {
    const { backend, verdict, source, type, item } = query;
    const filter = {
      ...(backend !== undefined && { backendId: (await this.backends.find(identity, backend)).id }),
      ...(verdict !== undefined && { verdict }),
      ...(source !== undefined && { source }),
      ...(type !== undefined && { type }),
      ...(item !== undefined && { itemId: item }),
    };
    const { total, deliveries } = await this.log.list(filter, slice(query));
    return { paging: pagingOf(total, query), items: deliveries.map(toDelivery) };
  }

  async show(id: number): Promise<DeliveryDetailDto> {
    const found = await this.log.find(id);
    if (!found) throw missing('delivery', id);
    return toDetail(found);
  }

  async replay(id: number): Promise<ReplayedDto> {
    const count = await this.deliveries.replay({ id });
    if (count === 0) throw missing('delivery', id);
    await this.ring(count);
    return { count };
  }

  async replayAll(verdict: string): Promise<ReplayedDto> {
    const count = await this.deliveries.replay({ verdicts: [verdict] });
    await this.ring(count);
    return { count };
  }

  async coverage(identity: IdentityRecord, days: number): Promise<CoverageListDto> {
    return { items: (await this.log.coverage(identity.id, days)).map(toCoverage) };
  }

  /** When Redis is away the importer's relay finds them; nothing is lost, only late. */
  private async ring(count: number): Promise<void> {
    this.logger.info('deliveries read again', { count });
    try {
      await this.changes.add('deliveries-received', {});
    } catch (error) {
      if (!(error instanceof QueueUnavailable)) throw error;
    }
  }
}
