import { Injectable } from '@nestjs/common';
import { mustAsk } from '#libs/core';
import { BulkMarks, type BulkWork, Runs, type RunRecord } from '#libs/database';
import { guardLimits } from '#libs/directory';
import { Logger } from '#libs/runtime';
import { ImporterConfig } from '../importer.config.js';
import { PushBell } from '../pages/push-bell.js';

/** Carries out what a person decided about many items: fixes which, asks the guard, marks. Goes on where it was killed. */
@Injectable()
export class RunMarker {
  constructor(
    private readonly runs: Runs,
    private readonly marks: BulkMarks,
    private readonly bell: PushBell,
    private readonly config: ImporterConfig,
    private readonly logger: Logger,
  ) {}

  async mark(runId: string): Promise<void> {
    const run = await this.runs.start(runId);
    if (!run) return;
    const { bulk: action } = run.options;
    if (!action) throw new Error(`run ${runId} does not say what to do`);
    const at = Math.floor(run.createdAt.getTime() / 1_000);
    const work = { runId, identityId: run.identityId, action, at };
    if (run.isCancelAsked) return this.stop(runId);
    await this.marks.stage(work);
    if (await this.isTooMuch(run, work)) {
      this.logger.warn('bulk action awaits approval', { run: runId });
      return this.runs.park(runId);
    }
    if (await this.applyAll(work)) return this.stop(runId);
    await this.runs.finish(runId, 'succeeded', null);
  }

  /** Whether a person asked to stop. */
  private async applyAll(work: BulkWork): Promise<boolean> {
    for (let batch = await this.marks.applyNext(work); batch; batch = await this.marks.applyNext(work)) {
      await this.bell.ring(batch.backendIds);
      if (batch.isCancelAsked) return true;
    }
    return false;
  }

  /** It may have become more since it was weighed; then it is too much only before anything was done. */
  private async isTooMuch({ isApproved, counts }: RunRecord, work: BulkWork): Promise<boolean> {
    if (isApproved || counts.updated > 0) return false;
    const weight = await this.marks.weighStaged(work);
    return mustAsk(weight, guardLimits(this.config));
  }

  private async stop(runId: string): Promise<void> {
    await this.marks.drop(runId);
    await this.runs.finish(runId, 'cancelled', null);
  }
}
