import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Runs, WebhookDeliveries, WebhookTargets } from '#libs/database';
import { changesQueue, importsQueue, InjectProducer, Producer, undosQueue } from '#libs/queue';
import { Logger } from '#libs/runtime';

const EVERY_MS = 10_000;
/** Longer than a stalled job needs to be taken up again. */
const SILENT_SECONDS = 30;
const WAITING_SECONDS = 15;
const AT_ONCE = 500;

/**
 * Finds imports and webhooks whose job was lost, in Postgres, and queues them again. A plain timer, because a schedule
 * kept in Redis would be lost together with the jobs; several relays do no harm, the jobs fold.
 */
@Injectable()
export class LostWorkRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly runs: Runs,
    private readonly deliveries: WebhookDeliveries,
    private readonly targets: WebhookTargets,
    private readonly logger: Logger,
    @InjectProducer(importsQueue) private readonly imports: Producer<typeof importsQueue>,
    @InjectProducer(changesQueue) private readonly changes: Producer<typeof changesQueue>,
    @InjectProducer(undosQueue) private readonly undos: Producer<typeof undosQueue>,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.relay(), EVERY_MS);
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
  }

  async relay(): Promise<void> {
    try {
      const lost = await this.runs.lost('import', SILENT_SECONDS);
      await this.imports.addMany(
        'import-run',
        lost.map(({ id }) => ({ runId: id })),
      );
      const backups = await this.runs.lost('backup', SILENT_SECONDS);
      await this.imports.addMany(
        'backup-run',
        backups.map(({ id }) => ({ runId: id })),
      );
      const undos = await this.runs.lost('undo', SILENT_SECONDS);
      await this.undos.addMany(
        'undo-run',
        undos.map(({ id }) => ({ runId: id })),
      );
      const marks = await this.runs.lost('bulk', SILENT_SECONDS);
      await this.undos.addMany(
        'bulk-run',
        marks.map(({ id }) => ({ runId: id })),
      );
      const news = await this.relayNews();
      const runs = lost.length + backups.length + undos.length + marks.length;
      if (runs + news > 0) this.logger.info('lost work relayed', { runs, news });
    } catch (error) {
      this.logger.debug('relay put off', { error });
    }
  }

  /** Deliveries that nobody read, and copies that nobody looked at; how many. */
  private async relayNews(): Promise<number> {
    const waiting = await this.deliveries.waiting(WAITING_SECONDS, 1);
    if (waiting.length > 0) await this.changes.add('deliveries-received', {});
    const due = await this.targets.due(WAITING_SECONDS, AT_ONCE);
    await this.changes.addMany(
      'item-changed',
      due.map(({ isFinal, ...place }) => ({ ...place, isDelivered: true, ...(isFinal && { isFinal }) })),
    );
    await this.targets.closeAbandoned();
    return waiting.length + due.length;
  }
}
