import { Injectable } from '@nestjs/common';
import { JobWorker, playlistsQueue, type JobHandlers } from '#libs/queue';
import { RunPlaylistSyncer } from './run-playlist-syncer.js';

@Injectable()
export class PlaylistsWorker extends JobWorker<typeof playlistsQueue> {
  protected readonly handlers: JobHandlers<typeof playlistsQueue> = {
    'playlist-run': ({ runId }, job) => this.syncer.sync(runId, job),
  };

  constructor(private readonly syncer: RunPlaylistSyncer) {
    super(playlistsQueue);
  }
}
