import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { OpenIntents, Runs } from '#libs/database';
import { exportsQueue, InjectProducer, playlistsQueue, Producer, pushesQueue } from '#libs/queue';
import { Logger, Metrics } from '#libs/runtime';

const EVERY_MS = 10_000;
const SILENT_SECONDS = 30;
const WAITING_SECONDS = 15;

/** Finds exports and intents whose job was lost, in Postgres, and queues them again (contract 5.6). */
@Injectable()
export class LostWritesRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly runs: Runs,
    private readonly intents: OpenIntents,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    @InjectProducer(exportsQueue) private readonly exports: Producer<typeof exportsQueue>,
    @InjectProducer(playlistsQueue) private readonly playlists: Producer<typeof playlistsQueue>,
    @InjectProducer(pushesQueue) private readonly pushes: Producer<typeof pushesQueue>,
  ) {}

  onApplicationBootstrap(): void {
    this.metrics.beforeScrape(async () => this.metrics.openIntents.set(await this.intents.count()));
    this.timer = setInterval(() => void this.relay(), EVERY_MS);
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
  }

  async relay(): Promise<void> {
    try {
      const lost = await this.runs.lost('export', SILENT_SECONDS);
      const pushes = lost
        .filter(({ isAutomatic }) => isAutomatic)
        .flatMap(({ backendId }) => backendId ?? []);
      const forgotten = await this.intents.forgotten(WAITING_SECONDS);
      await this.exports.addMany(
        'export-run',
        lost.filter(({ isAutomatic }) => !isAutomatic).map(({ id }) => ({ runId: id })),
      );
      const restores = await this.runs.lost('restore', SILENT_SECONDS);
      await this.exports.addMany(
        'restore-run',
        restores.map(({ id }) => ({ runId: id })),
      );
      const playlists = await this.runs.lost('playlist', SILENT_SECONDS);
      await this.playlists.addMany(
        'playlist-run',
        playlists.map(({ id }) => ({ runId: id })),
      );
      await this.pushes.addMany(
        'push',
        [...new Set([...pushes, ...forgotten])].map((backendId) => ({ backendId })),
      );
      const runs = lost.length + restores.length + playlists.length;
      if (runs + forgotten.length > 0)
        this.logger.info('lost writes relayed', {
          runs,
          backends: forgotten.length,
        });
    } catch (error) {
      this.logger.debug('relay put off', { error });
    }
  }
}
