import { Service, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import type { PlaylistSyncOptions, StartedRun } from '../../core/api/schema.gen.js';
import { Notices } from '../../shared/notices/notices.js';

/** Has the playlists made the same everywhere, and leads to the run. */
@Service()
export class PlaylistSyncer {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);

  /** Resolves once the run was accepted or refused; a preview is shown at once, since it is asked for to be read. */
  async start(isPreview: boolean): Promise<void> {
    const options: PlaylistSyncOptions = { dry_run: isPreview };
    try {
      const { run_id: id } = await this.api.post<StartedRun>('playlists/sync', options);
      if (isPreview) await this.show(id);
      else void this.offer($localize`The sync of playlists has started.`, id);
    } catch (error) {
      if (error instanceof ApiFailure && error.runId)
        void this.offer($localize`The playlists are being synchronised already.`, error.runId);
      else this.notices.warn($localize`The sync of playlists did not start. ${failureText(error)}:reason:`);
    }
  }

  private async offer(text: string, runId: string): Promise<void> {
    if (await this.notices.offer(text, $localize`Show run`)) await this.show(runId);
  }

  private show(runId: string): Promise<boolean> {
    return this.router.navigate(['/runs', runId]);
  }
}
