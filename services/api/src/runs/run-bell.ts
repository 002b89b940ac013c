import { Injectable } from '@nestjs/common';
import type { RunRecord } from '#libs/database';
import {
  exportsQueue,
  importsQueue,
  InjectProducer,
  playlistsQueue,
  Producer,
  pushesQueue,
  QueueUnavailable,
  undosQueue,
} from '#libs/queue';
import { Logger } from '#libs/runtime';

/** Tells the workers about work that is stored. When Redis is away their relay finds it; nothing is lost, only late. */
@Injectable()
export class RunBell {
  constructor(
    @InjectProducer(importsQueue) private readonly imports: Producer<typeof importsQueue>,
    @InjectProducer(exportsQueue) private readonly exports: Producer<typeof exportsQueue>,
    @InjectProducer(undosQueue) private readonly undos: Producer<typeof undosQueue>,
    @InjectProducer(playlistsQueue) private readonly playlists: Producer<typeof playlistsQueue>,
    @InjectProducer(pushesQueue) private readonly pushes: Producer<typeof pushesQueue>,
    private readonly logger: Logger,
  ) {}

  ring({ id, kind }: Pick<RunRecord, 'id' | 'kind'>): Promise<void> {
    if (kind === 'import') return this.tell(() => this.imports.add('import-run', { runId: id }));
    if (kind === 'undo') return this.tell(() => this.undos.add('undo-run', { runId: id }));
    if (kind === 'bulk') return this.tell(() => this.undos.add('bulk-run', { runId: id }));
    if (kind === 'export') return this.tell(() => this.exports.add('export-run', { runId: id }));
    if (kind === 'backup') return this.tell(() => this.imports.add('backup-run', { runId: id }));
    if (kind === 'restore') return this.tell(() => this.exports.add('restore-run', { runId: id }));
    if (kind === 'playlist') return this.tell(() => this.playlists.add('playlist-run', { runId: id }));
    return Promise.resolve();
  }

  /** Backends that have something to be told about. */
  ringPush(backendIds: readonly number[]): Promise<void> {
    const payloads = backendIds.map((backendId) => ({ backendId }));
    return this.tell(() => this.pushes.addMany('push', payloads));
  }

  private async tell(add: () => Promise<void>): Promise<void> {
    try {
      await add();
    } catch (error) {
      if (!(error instanceof QueueUnavailable)) throw error;
      this.logger.warn('work left for the relay', { error });
    }
  }
}
