import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { WebhookDeliveries } from '#libs/database';
import { Logger } from '#libs/runtime';
import { ImporterConfig } from '../importer.config.js';

const EVERY_MS = 3_600_000;
/** However old they are, so many stay to look at. */
const KEPT = 200;
const AT_ONCE = 5_000;

/** Forgets webhooks that were handled long ago. Several at once do no harm. */
@Injectable()
export class InboxPruner implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly deliveries: WebhookDeliveries,
    private readonly config: ImporterConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.prune(), EVERY_MS);
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** How many went. */
  async prune(): Promise<number> {
    try {
      let gone = 0;
      for (let count = AT_ONCE; count === AT_ONCE; gone += count)
        count = await this.deliveries.prune(this.config.WS_WEBHOOK_KEEP_DAYS, { keep: KEPT, limit: AT_ONCE });
      if (gone > 0) this.logger.info('old webhooks forgotten', { deliveries: gone });
      return gone;
    } catch (error) {
      this.logger.debug('pruning put off', { error });
      return 0;
    }
  }
}
