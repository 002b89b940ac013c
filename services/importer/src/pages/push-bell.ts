import { Injectable } from '@nestjs/common';
import { pushesQueue, InjectProducer, Producer } from '#libs/queue';
import { Logger } from '#libs/runtime';

/** Rings the exporter. A bell that is not heard does no harm: open intents are found again (contract 6.1). */
@Injectable()
export class PushBell {
  constructor(
    @InjectProducer(pushesQueue) private readonly producer: Producer<typeof pushesQueue>,
    private readonly logger: Logger,
  ) {}

  async ring(backendIds: readonly number[]): Promise<void> {
    try {
      await this.producer.addMany(
        'push',
        backendIds.map((backendId) => ({ backendId })),
      );
    } catch (error) {
      this.logger.warn('push not queued', { error });
    }
  }
}
