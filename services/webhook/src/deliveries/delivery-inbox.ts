import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { BackendType } from '#libs/core';
import { JsonText, type NewDelivery, type StoredDelivery, WebhookDeliveries } from '#libs/database';
import { changesQueue, InjectProducer, Producer } from '#libs/queue';
import { LiveConfig, Logger, Metrics, Shuttle } from '#libs/runtime';
import { WEBHOOK_SETTINGS, type WebhookConfig } from '../webhook.config.js';
import type { WebhookPayload } from './body-reader.js';
import { DeliveryDump } from './delivery-dump.js';
import { Refusal } from './refusal.js';
import { withoutSecrets } from './without-secrets.js';

/** Equal calls within this time are one delivery: a server that has the address twice, or one that tries again (W-15). */
const ONE_EVENT_MS = 600_000;
const LONGEST_STORE_MS = 5_000;
/** Deliveries in one statement. */
const GROUP = 128;

/** What the address that was called says of the sender. */
export interface Sender {
  /** Null when the payload must tell. */
  readonly type: BackendType | null;
  /** The backend whose own address it is. */
  readonly addressedTo?: number | null;
}

/** Commits a delivery to Postgres, then rings the importer (contract.md 6.1). */
@Injectable()
export class DeliveryInbox {
  private readonly storing: Shuttle<NewDelivery, StoredDelivery>;
  private readonly ringing: Shuttle<number, null>;

  constructor(
    deliveries: WebhookDeliveries,
    @InjectProducer(changesQueue) private readonly changes: Producer<typeof changesQueue>,
    @Inject(WEBHOOK_SETTINGS) private readonly settings: LiveConfig<WebhookConfig>,
    private readonly dump: DeliveryDump,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {
    this.storing = new Shuttle((group) => deliveries.addMany(group), GROUP);
    this.ringing = new Shuttle((group) => this.ring(group), GROUP);
  }

  /** Returns once the delivery is committed. */
  async take(payload: WebhookPayload, { type, addressedTo = null }: Sender): Promise<void> {
    const { WS_API_KEY, WS_WEBHOOK_API_KEY } = this.settings.value;
    const clean = withoutSecrets(payload, [WS_API_KEY, WS_WEBHOOK_API_KEY]);
    const text = JSON.stringify(clean);
    const { id, isNew } = await this.store({
      type,
      deliveryKey: deliveryKey([type, addressedTo], text),
      payload: new JsonText(text),
      addressedTo,
    });
    this.metrics.webhooks.inc({ kind: type ?? 'unknown', reading: isNew ? 'stored' : 'repeated' });
    this.logger.debug('delivery stored', { deliveryId: id, isNew });
    // A repeated one, too: it is read again, for what looks the same may not be the same.
    void this.ringing.take(id);
    void this.dump.keep(id, type, clean);
  }

  private async store(delivery: NewDelivery): Promise<StoredDelivery> {
    try {
      return await inTime(this.storing.take(delivery));
    } catch (cause) {
      throw new Refusal('not-stored', 'The webhook could not be stored. Please send it again.', { cause });
    }
  }

  /** The sender does not wait for this: a delivery whose job never reached Redis is found and queued again. */
  private async ring(deliveryIds: readonly number[]): Promise<null[]> {
    try {
      await this.changes.add('deliveries-received', {});
    } catch (error) {
      this.logger.debug('deliveries not queued', { deliveryIds, error });
    }
    return deliveryIds.map(() => null);
  }
}

const deliveryKey = (sender: readonly unknown[], payload: string): string =>
  hash('sha256', JSON.stringify([...sender, Math.floor(Date.now() / ONE_EVENT_MS)]) + payload, 'base64url');

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('the database did not answer in time')),
      LONGEST_STORE_MS,
    );
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
