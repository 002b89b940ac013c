import { Service, computed, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Notices } from '../../shared/notices/notices.js';
import { Api } from '../api/api.js';
import { ApiFailure, failureText } from '../api/api-failure.js';
import type { RunStatus } from '../api/schema.gen.js';
import { RunWaiter } from './run-waiter.js';
import { runTitle, statusText } from './run-words.js';

export interface Job {
  readonly kind: 'backup' | 'import' | 'export';
  readonly backend: string;
}

export interface ChainedJob {
  readonly title: string;
  /** Null until it has begun. */
  readonly runId: string | null;
  readonly state: RunStatus | 'waiting' | 'left-out';
}

const waitingJob = (job: Job): ChainedJob => ({
  title: runTitle({ ...job, dry_run: false }),
  runId: null,
  state: 'waiting',
});

/**
 * One-time jobs after each other, each begun when the one before it has ended: a backup must be complete before anything
 * is overwritten. It goes on while a person looks at other pages, and says so when a job did not succeed.
 */
@Service()
export class JobChain {
  private readonly api = inject(Api);
  private readonly waiter = inject(RunWaiter);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);

  private readonly all = signal<readonly ChainedJob[]>([]);
  /** What was asked for and what became of it, until a person puts it away. */
  readonly jobs = this.all.asReadonly();
  /** A page that is closed takes with it what has not begun. */
  readonly isUnderWay = computed(() => this.all().some(({ state }) => state === 'waiting'));

  putAway(): void {
    if (!this.isUnderWay()) this.all.set([]);
  }

  async run(jobs: readonly Job[]): Promise<void> {
    const first = this.all().length;
    this.all.update((before) => [...before, ...jobs.map((job) => waitingJob(job))]);
    for (const [index, job] of jobs.entries()) {
      if (await this.carryOut(job, first + index)) continue;
      this.all.update((now) =>
        now.map((one, at) =>
          at > first + index && at < first + jobs.length ? { ...one, state: 'left-out' } : one,
        ),
      );
      return;
    }
  }

  /** Whether what follows may begin. */
  private async carryOut(job: Job, at: number): Promise<boolean> {
    const title = runTitle({ ...job, dry_run: false });
    try {
      const id = await this.begin(job);
      this.note(at, { state: 'running', runId: id });
      void this.offer($localize`${title}:run: has started.`, id);
      const { status } = await this.waiter.end(id);
      this.note(at, { state: status });
      if (status === 'succeeded') return true;
      void this.offer(
        $localize`${title}:run:: ${statusText(status).toLowerCase()}:status:. What was to follow was left out.`,
        id,
      );
    } catch (error) {
      this.note(at, { state: 'failed' });
      this.notices.warn($localize`${title}:run: did not start. ${failureText(error)}:reason:`);
    }
    return false;
  }

  private note(at: number, news: Partial<ChainedJob>): void {
    this.all.update((jobs) => jobs.map((job, index) => (index === at ? { ...job, ...news } : job)));
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
        await this.waiter.end(error.runId);
      }
    }
  }

  private async offer(text: string, id: string): Promise<void> {
    if (await this.notices.offer(text, $localize`Show run`)) await this.router.navigate(['/runs', id]);
  }
}
