import { Injectable } from '@nestjs/common';
import { mustAsk } from '#libs/core';
import { Runs, Undo, type RunRecord, type UndoWork } from '#libs/database';
import { guardLimits } from '#libs/directory';
import { Logger } from '#libs/runtime';
import { ImporterConfig } from '../importer.config.js';
import { PushBell } from '../pages/push-bell.js';

/** Where a killed undo goes on. */
type UndoCursor = { readonly phase: 'stage'; readonly after: number } | { readonly phase: 'apply' };

/** Takes changes back: plans all of them, asks the guard, carries them out. Goes on where it was killed. */
@Injectable()
export class RunUndoer {
  constructor(
    private readonly runs: Runs,
    private readonly undos: Undo,
    private readonly bell: PushBell,
    private readonly config: ImporterConfig,
    private readonly logger: Logger,
  ) {}

  async undo(runId: string): Promise<void> {
    const run = await this.runs.start(runId);
    if (!run) return;
    const scope = run.options.undo;
    if (!scope) throw new Error(`run ${runId} does not say what to undo`);
    const work = { runId, identityId: run.identityId, scope };
    const isStopped = (await this.stage(work, run)) || (await this.carryOut(work, run));
    if (!isStopped) return;
    await this.undos.drop(runId);
    await this.runs.finish(runId, 'cancelled', null);
  }

  /** Whether a person asked to stop. */
  private async stage(work: UndoWork, run: RunRecord): Promise<boolean> {
    const cursor = readCursor(run.cursor);
    if (cursor.phase === 'apply') return run.isCancelAsked;
    for (let after: number | null = cursor.after; after !== null;) {
      const staged = await this.undos.stageNext(work, after);
      if (staged.isCancelAsked) return true;
      after = staged.after;
    }
    return false;
  }

  private async carryOut(work: UndoWork, run: RunRecord): Promise<boolean> {
    if (!run.dryRun && !run.isApproved && (await this.isTooMuch(work))) {
      this.logger.warn('undo awaits approval', { run: run.id });
      await this.runs.park(run.id);
      return false;
    }
    if (!run.dryRun && (await this.applyAll(work))) return true;
    await this.runs.finish(run.id, 'succeeded', null);
    return false;
  }

  private async applyAll(work: UndoWork): Promise<boolean> {
    for (let batch = await this.undos.applyNext(work); batch; batch = await this.undos.applyNext(work)) {
      await this.bell.ring(batch.backendIds);
      if (batch.isCancelAsked) return true;
    }
    return false;
  }

  private async isTooMuch(work: UndoWork): Promise<boolean> {
    const weight = await this.undos.weigh(work);
    return mustAsk(weight, guardLimits(this.config));
  }
}

function readCursor(stored: unknown): UndoCursor {
  if (typeof stored !== 'object' || stored === null || !('phase' in stored))
    return { phase: 'stage', after: 0 };
  if (stored.phase === 'apply') return { phase: 'apply' };
  const after = 'after' in stored ? Number(stored.after) : 0;
  return { phase: 'stage', after: Number.isFinite(after) ? after : 0 };
}
