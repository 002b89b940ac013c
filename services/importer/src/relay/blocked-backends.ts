import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Backends } from '#libs/database';
import { BLOCKING_REASONS } from '#libs/directory';
import { Metrics } from '#libs/runtime';

/**
 * Counts what waits for a person, of all processes: whichever of them was refused wrote it down. Several importers tell
 * the same number.
 */
@Injectable()
export class BlockedBackends implements OnModuleInit {
  constructor(
    private readonly backends: Backends,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.beforeScrape(() => this.count());
  }

  private async count(): Promise<void> {
    const found = await this.backends.failing(BLOCKING_REASONS);
    this.metrics.blockedBackends.reset();
    for (const { kind, reason, count } of found) this.metrics.blockedBackends.set({ kind, reason }, count);
  }
}
