import { Injectable } from '@nestjs/common';
import { backends as kinds, type WebhookReading } from '#libs/backends';
import type { BackendType } from '#libs/core';
import { Backends, WebhookDeliveries } from '#libs/database';
import { changesQueue, InjectProducer, Producer } from '#libs/queue';
import { Metrics } from '#libs/runtime';

/** `media.stop`, `PlaybackStop`, `playback.stop`. */
export const hasStopped = (event: string): boolean => /stop$/i.test(event);

/** Reads a stored webhook: whose it is, and which item to look at. The payload is only a doorbell (contract 6.1). */
@Injectable()
export class DeliveryReader {
  constructor(
    private readonly deliveries: WebhookDeliveries,
    private readonly backends: Backends,
    private readonly metrics: Metrics,
    @InjectProducer(changesQueue) private readonly changes: Producer<typeof changesQueue>,
  ) {}

  async read(deliveryId: number): Promise<void> {
    const delivery = await this.deliveries.find(deliveryId);
    if (delivery?.status !== 'received') return;
    const { kind, reading } = readAs(delivery.type, delivery.payload);
    const { verdict, reason } = await this.pass(reading);
    this.metrics.webhooks.inc({ kind, reading: verdict });
    // Settled last: killed before this line, the delivery is read again, and the bells fold into one.
    await this.deliveries.settle(deliveryId, verdict, reason);
  }

  private async pass(reading: WebhookReading): Promise<{ verdict: string; reason: string | null }> {
    if (reading.kind === 'ignored') return { verdict: 'ignored', reason: reading.because };
    const meant = await this.backends.ofServer(reading.serverUuid, reading.user);
    if (meant.length === 0) return { verdict: 'unmatched', reason: 'no-backend-of-this-server-and-user' };
    const isStopped = hasStopped(reading.event);
    await this.changes.addMany(
      'item-changed',
      meant.map(({ id }) => ({ backendId: id, remoteId: reading.remoteId, isStopped })),
    );
    return { verdict: 'matched', reason: reading.event };
  }
}

interface Read {
  readonly kind: BackendType | 'unknown';
  readonly reading: WebhookReading;
}

/** The sender's kind is stated, or told by which kind can make sense of the payload. */
function readAs(type: BackendType | null, payload: unknown): Read {
  if (type) return { kind: type, reading: kinds[type].readWebhook(payload) };
  const read = Object.values(kinds).map((backend) => ({
    kind: backend.type,
    reading: backend.readWebhook(payload),
  }));
  return (
    read.find(({ reading }) => reading.kind === 'item-changed') ?? {
      kind: 'unknown',
      reading: { kind: 'ignored', because: 'not-a-play-event', event: null },
    }
  );
}
