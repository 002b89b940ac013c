import { Service, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import type { NewRestore, Run, StartedRestore, SyncOptions } from '../../core/api/schema.gen.js';
import { type Direction, RunStarter, type Sync } from '../../core/runs/run-starter.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { Notices } from '../../shared/notices/notices.js';
import { RunSteward } from './run-steward.js';
import { numberText } from '../../shared/words.js';

const EXPORT_OFF = 'export-off';
const isDirection = (kind: Run['kind']): kind is Direction => kind === 'import' || kind === 'export';

/** Whether there is something to do for real after a preview. */
export const canApply = ({ dry_run, status, kind, backend, restore, undo_of }: Run): boolean =>
  dry_run &&
  status === 'succeeded' &&
  (undo_of !== undefined || (backend !== null && (isDirection(kind) || restore !== undefined)));

type SyncRun = Pick<Run, 'kind' | 'backend' | 'mode'> & { readonly options?: SyncOptions };

/** The run that would do what a preview showed, with the same options. */
export function syncLike({ kind, backend, mode, options = {} }: SyncRun): Sync | null {
  if (!backend || !isDirection(kind)) return null;
  const wanted = { force: mode === 'full', metadata_only: mode === 'metadata-only', ...options };
  return { backend, kind, options: { ...wanted, dry_run: false } };
}

/** Carries out what a preview has shown. */
@Service()
export class RunApplier {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly starter = inject(RunStarter);
  private readonly steward = inject(RunSteward);
  private readonly notices = inject(Notices);
  private readonly confirmation = inject(Confirmation);

  async apply(run: Run): Promise<void> {
    const sync = syncLike(run);
    if (sync) return this.starter.startAndShow(sync);
    try {
      const id = run.undo_of === undefined ? await this.restore(run) : await this.undo(run.undo_of);
      if (id) await this.router.navigate(['/runs', id]);
    } catch (error) {
      this.notices.warn(failureText(error));
    }
  }

  private async undo(id: string): Promise<string> {
    return (await this.steward.undo(id)).id;
  }

  private async restore(run: Run): Promise<string | null> {
    const { restore, backend, identity } = run;
    if (!restore || !backend) return null;
    const order = { identity, backend, dry_run: false, progress: restore.progress };
    if (!(await this.isWanted(run, backend))) return null;
    try {
      return await this.start(restore.file, order);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.key !== EXPORT_OFF) throw error;
      return (await this.isWantedAlthoughOff(backend))
        ? this.start(restore.file, { ...order, ignore: true })
        : null;
    }
  }

  private async start(file: string, order: NewRestore): Promise<string> {
    const path = `system/backup/${encodeURIComponent(file)}/restore`;
    return (await this.api.post<StartedRestore>(path, order)).run_id;
  }

  private isWanted({ counts }: Run, backend: string): Promise<boolean> {
    return this.confirmation.ask({
      title: $localize`Restore to ${backend}:backend:?`,
      points: [
        $localize`${numberText(counts.unplayed)}:unplayed: items become unwatched on ${backend}:backend:, ${numberText(counts.played)}:played: become watched.`,
        $localize`${backend}:backend: is backed up first, so that there is a way back.`,
      ],
      action: $localize`Restore`,
      isDangerous: counts.unplayed > 0,
    });
  }

  private isWantedAlthoughOff(backend: string): Promise<boolean> {
    return this.confirmation.ask({
      title: $localize`Write to ${backend}:backend: although its export is off?`,
      points: [
        $localize`Export to ${backend}:backend: is switched off, so nothing is written to it otherwise.`,
        $localize`This restore writes to it once; the switch stays off.`,
      ],
      action: $localize`Restore all the same`,
      isDangerous: true,
    });
  }
}
