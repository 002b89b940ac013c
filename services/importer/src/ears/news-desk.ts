import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Overheard } from '#libs/backends';
import { WebhookDeliveries, type BackendRecord, type DeliverySource } from '#libs/database';
import { changesQueue, InjectProducer, Producer } from '#libs/queue';
import { Logger, Metrics } from '#libs/runtime';

/** Two ears that hear the same within this time heard one thing. */
const ONE_EVENT_MS = 10_000;

/** Puts what our own ears heard into the inbox, beside the webhooks, so that it is as durable and as well explained. */
@Injectable()
export class NewsDesk {
  constructor(
    private readonly deliveries: WebhookDeliveries,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    @InjectProducer(changesQueue) private readonly changes: Producer<typeof changesQueue>,
  ) {}

  /** Whether all of it is stored. */
  async take(
    { type, uuid }: Pick<BackendRecord, 'type' | 'uuid'>,
    source: DeliverySource,
    news: readonly (Overheard & { readonly user?: string })[],
  ): Promise<boolean> {
    if (news.length === 0) return true;
    try {
      const bucket = Math.floor(Date.now() / ONE_EVENT_MS);
      await this.deliveries.addMany(
        news.map((heard) => {
          const payload = { ...heard, serverUuid: uuid };
          const deliveryKey = createHash('sha256')
            .update(JSON.stringify([source, payload, bucket]))
            .digest('base64url');
          return { type, source, payload, deliveryKey };
        }),
      );
      this.metrics.webhooks.inc({ kind: type, reading: `heard-by-${source}` }, news.length);
    } catch (error) {
      this.logger.warn('news not stored', { error });
      return false;
    }
    await this.ring();
    return true;
  }

  /** A bell that is lost is found by the relay. */
  private async ring(): Promise<void> {
    try {
      await this.changes.add('deliveries-received', {});
    } catch (error) {
      this.logger.debug('news not queued', { error });
    }
  }
}
