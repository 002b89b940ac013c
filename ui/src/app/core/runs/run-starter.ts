import { Service, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Notices } from '../../shared/notices/notices.js';
import { Api } from '../api/api.js';
import { ApiFailure, failureText } from '../api/api-failure.js';
import type { SyncOptions } from '../api/schema.gen.js';
import { runTitle } from './run-words.js';

export type Direction = 'import' | 'export';

export interface Sync {
  readonly backend: string;
  readonly kind: Direction;
  readonly options: SyncOptions;
}

/** Starts imports and exports and leads to the run. */
@Service()
export class RunStarter {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);

  /** Starts a run and says so; a preview is shown at once, since it is asked for to be read. */
  async start(sync: Sync): Promise<void> {
    try {
      const runId = await this.begin(sync);
      if (sync.options.dry_run) await this.show(runId);
      else await this.offer($localize`${titleOf(sync)}:run: has started.`, runId);
    } catch (error) {
      await this.explain(error, sync);
    }
  }

  /** Starts a run and goes to it. */
  async startAndShow(sync: Sync): Promise<void> {
    try {
      await this.show(await this.begin(sync));
    } catch (error) {
      await this.explain(error, sync);
    }
  }

  private async begin({ backend, kind, options }: Sync): Promise<string> {
    const path = `backend/${encodeURIComponent(backend)}/${kind}`;
    return (await this.api.post<{ readonly run_id: string }>(path, options)).run_id;
  }

  private async explain(error: unknown, sync: Sync): Promise<void> {
    if (error instanceof ApiFailure && error.runId) {
      await this.offer($localize`${sync.backend}:backend: is busy with another run.`, error.runId);
      return;
    }
    this.notices.warn($localize`${titleOf(sync)}:run: did not start. ${failureText(error)}:reason:`);
  }

  private async offer(text: string, runId: string): Promise<void> {
    if (await this.notices.offer(text, $localize`Show run`)) await this.show(runId);
  }

  private show(runId: string): Promise<boolean> {
    return this.router.navigate(['/runs', runId]);
  }
}

const titleOf = ({ backend, kind, options }: Sync): string =>
  runTitle({ kind, backend, dry_run: options.dry_run === true });
