import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ConsoleRuns } from '#libs/database';
import { HealthChecks, Logger } from '#libs/runtime';
import { CommandDesk } from './command-desk.js';

const LOOK_EVERY_MS = 5_000;
const SILENT = { queuedSeconds: 5, runningSeconds: 30 };

/** Finds commands whose time has come, whose job was lost, or whose worker died, and tells the worker again. */
@Injectable()
export class CommandRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;
  private readonly leaving = new AbortController();

  constructor(
    private readonly runs: ConsoleRuns,
    private readonly desk: CommandDesk,
    private readonly health: HealthChecks,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    void this.start();
  }

  onModuleDestroy(): void {
    this.leaving.abort();
    if (this.timer) clearInterval(this.timer);
  }

  /** Tells the worker about all that wait; gives how many there were. */
  async look(): Promise<number> {
    const forgotten = await this.runs.forgotten(SILENT);
    for (const { id } of forgotten) await this.desk.ring(id);
    return forgotten.length;
  }

  private async start(): Promise<void> {
    if (!(await this.health.whenReady(this.leaving.signal))) return;
    const look = (): Promise<unknown> =>
      this.look().catch((error: unknown) => this.logger.warn('commands not looked for', { error }));
    this.timer = setInterval(() => void look(), LOOK_EVERY_MS);
  }
}
