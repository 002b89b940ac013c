import { Service, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Notices } from '../../shared/notices/notices.js';
import { Api } from '../api/api.js';
import { ApiFailure, failureText } from '../api/api-failure.js';
import type { Run } from '../api/schema.gen.js';
import { LiveFeed } from '../live/live-feed.js';
import { hasEnded, runTitle, statusText } from './run-words.js';

export interface Job {
  readonly kind: 'backup' | 'import' | 'export';
  readonly backend: string;
}

const LOOK_MS = 2_000;
const pause = () => new Promise<void>((over) => setTimeout(over, LOOK_MS));

/**
 * One-time jobs after each other, each begun when the one before it has ended: a backup must be complete before anything
 * is overwritten. It goes on while a person looks at other pages, and says so when a job did not succeed.
 */
@Service()
export class JobChain {
  private readonly api = inject(Api);
  private readonly live = inject(LiveFeed);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);

  async run(jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) {
      const title = runTitle({ ...job, dry_run: false });
      try {
        const id = await this.begin(job);
        void this.offer($localize`${title}:run: has started.`, id);
        const { status } = await this.end(id);
        if (status !== 'succeeded') {
          await this.offer(
            $localize`${title}:run:: ${statusText(status).toLowerCase()}:status:. What was to follow was left out.`,
            id,
          );
          return;
        }
      } catch (error) {
        this.notices.warn($localize`${title}:run: did not start. ${failureText(error)}:reason:`);
        return;
      }
    }
  }

  /** Waits while another run is at the same backend. */
  private async begin({ kind, backend }: Job): Promise<string> {
    const path = `backend/${encodeURIComponent(backend)}/${kind}`;
    const options = kind === 'backup' ? { keep: true } : { force: true };
    for (;;) {
      try {
        return (await this.api.post<{ readonly run_id: string }>(path, options)).run_id;
      } catch (error) {
        if (!(error instanceof ApiFailure) || !error.runId) throw error;
        await this.end(error.runId);
      }
    }
  }

  private async end(id: string): Promise<Run> {
    for (;;) {
      const run = await this.api.get<Run>(`runs/${encodeURIComponent(id)}`);
      this.live.take(run);
      if (hasEnded(run) || run.status === 'awaiting_approval') return run;
      await pause();
    }
  }

  private async offer(text: string, id: string): Promise<void> {
    if (await this.notices.offer(text, $localize`Show run`)) await this.router.navigate(['/runs', id]);
  }
}
