import { Injectable } from '@nestjs/common';
import { Backends, WebhookReadings, type DeliveryReading, type NewTarget } from '#libs/database';
import { changesQueue, InjectProducer, type JobRun, Producer } from '#libs/queue';
import { Metrics } from '#libs/runtime';
import { judge, understand, type WaitingDelivery } from './delivery-reading.js';

/** Deliveries of one transaction. */
const BATCH = 500;

/**
 * Empties the inbox: whose each delivery is, and which item to look at. The payload is only a doorbell (contract 6.1),
 * and a delivery is not done with before that look.
 */
@Injectable()
export class InboxReader {
  constructor(
    private readonly readings: WebhookReadings,
    private readonly backends: Backends,
    private readonly metrics: Metrics,
    @InjectProducer(changesQueue) private readonly changes: Producer<typeof changesQueue>,
  ) {}

  async empty({ signal }: Pick<JobRun, 'signal'>): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const { count, targets } = await this.readings.take(BATCH, (waiting) => this.read(waiting));
      // After the commit: killed before this line, the targets are found by the relay.
      await this.ring(targets);
      if (count < BATCH) return;
    }
  }

  private async read(waiting: readonly WaitingDelivery[]): Promise<DeliveryReading[]> {
    const understood = waiting.map(understand);
    const uuids = understood.flatMap(({ reading }) =>
      reading.kind === 'item-changed' ? reading.serverUuid : [],
    );
    const accounts = uuids.length === 0 ? [] : await this.backends.ofServers([...new Set(uuids)]);
    const readings = understood.map((one) => judge(one, accounts));
    for (const { type, outcome } of readings) {
      const reading = 'verdict' in outcome ? outcome.verdict : 'matched';
      this.metrics.webhooks.inc({ kind: type ?? 'unknown', reading });
    }
    return readings;
  }

  private async ring(targets: readonly NewTarget[]): Promise<void> {
    const bells = targets.map(({ backendId, remoteId, phase }) => ({
      backendId,
      remoteId,
      isDelivered: true,
      ...(phase !== 'moving' && { isFinal: true }),
    }));
    await this.changes.addMany('item-changed', bells);
  }
}
