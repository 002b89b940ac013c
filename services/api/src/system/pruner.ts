import { Injectable } from '@nestjs/common';
import { LoginTries, Retention, WebhookDeliveries } from '#libs/database';
import { ageInSeconds, Logger, SettingsReader } from '#libs/runtime';
import type { PrunedDto } from './system-care.dto.js';

const DAY_S = 86_400;
/** Kept however old they are: the newest say what a quiet server did last. */
const DELIVERIES_KEPT = 1_000;
const DELIVERIES_AT_ONCE = 20_000;

/** Removes what is past the time that the settings give it. */
@Injectable()
export class Pruner {
  constructor(
    private readonly retention: Retention,
    private readonly deliveries: WebhookDeliveries,
    private readonly tries: LoginTries,
    private readonly settings: SettingsReader,
    private readonly logger: Logger,
  ) {}

  async prune(): Promise<PrunedDto[]> {
    const pruned = [
      {
        name: 'deliveries',
        removed: await this.deliveries.prune(Math.ceil(this.age('WS_DELIVERIES_PRUNE_AFTER') / DAY_S), {
          keep: DELIVERIES_KEPT,
          limit: DELIVERIES_AT_ONCE,
        }),
      },
      { name: 'runs', removed: await this.retention.runs(this.age('WS_RUNS_PRUNE_AFTER')) },
      { name: 'ledger', removed: await this.retention.ledger(this.age('WS_LEDGER_PRUNE_AFTER')) },
      { name: 'audit', removed: await this.retention.audit(this.age('WS_AUDIT_PRUNE_AFTER')) },
      { name: 'login-tries', removed: await this.tries.prune(this.triesAge()) },
    ];
    const removed = Object.fromEntries(pruned.map(({ name, removed: count }) => [name, count]));
    if (pruned.some(({ removed: count }) => count > 0)) this.logger.info('old rows removed', removed);
    return pruned;
  }

  /** A value that cannot be read leaves the default in force, so there always is an age. */
  private age(name: string): number {
    const seconds = ageInSeconds(this.settings.text(name));
    if (seconds === null) throw new RangeError(`${name} has no default`);
    return seconds;
  }

  /** No ban and no window may be forgotten before it ends. */
  private triesAge(): number {
    const [window, ban] = ['WS_RATE_LIMIT_WINDOW', 'WS_RATE_LIMIT_BAN'].map((name) =>
      Number(this.settings.text(name)),
    );
    return Math.max(window ?? 0, ban ?? 0, DAY_S);
  }
}
