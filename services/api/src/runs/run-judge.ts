import { Injectable } from '@nestjs/common';
import {
  BulkMarks,
  PlaylistWrites,
  Proposals,
  type RejectedRun,
  Restores,
  type RunRecord,
  Runs,
  Undo,
} from '#libs/database';
import { Logger } from '#libs/runtime';
import { conflict, missing } from '../http/api-problem.js';
import { toRun } from './run.presenter.js';
import { isSelective, PlanJudge } from './plan-judge.js';
import type { PlanSelectionDto } from './plan.dto.js';
import { RunBell } from './run-bell.js';
import type { RunDto } from './runs.dto.js';

/** Carries out what a person decides about a run (contract.md 5.8). */
@Injectable()
export class RunJudge {
  constructor(
    private readonly runs: Runs,
    private readonly proposals: Proposals,
    private readonly undos: Undo,
    private readonly restores: Restores,
    private readonly marks: BulkMarks,
    private readonly lists: PlaylistWrites,
    private readonly plans: PlanJudge,
    private readonly bell: RunBell,
    private readonly logger: Logger,
  ) {}

  /** All of the plan, or only what is chosen of it; then the rest is rejected. */
  async approve(id: string, selection?: PlanSelectionDto): Promise<RunDto> {
    await this.checkWhole(id, selection);
    const approved = isSelective(selection)
      ? await this.plans.approve(id, selection)
      : await this.runs.approve(id);
    const run = approved ?? (await this.refuse(id));
    this.logger.info('run approved', { run: id });
    await this.bell.ring(run);
    return toRun(run);
  }

  /** All of the plan, which ends the run, or only what is chosen of it. */
  async reject(id: string, selection?: PlanSelectionDto): Promise<RunDto> {
    if (isSelective(selection)) {
      const left = (await this.plans.reject(id, selection)) ?? (await this.refuse(id));
      if (left !== 'all') return toRun(left);
    }
    await this.checkWhole(id, selection);
    const run = await this.runs.find(id);
    if (!run || !(await this.end(run))) return this.refuse(id);
    this.logger.info('run rejected', { run: id });
    return toRun(await this.runs.get(id));
  }

  private async checkWhole(id: string, selection?: PlanSelectionDto): Promise<void> {
    const expected = selection?.expected;
    if (expected !== undefined && !isSelective(selection)) await this.plans.expect(id, expected);
  }

  /** An undo, a restore or an order of many proposes nothing that a backend said, so nothing counts as heard. */
  private async end(run: RunRecord): Promise<boolean> {
    if (run.kind === 'undo') return this.undos.reject(run.id);
    if (run.kind === 'bulk') return this.marks.reject(run.id);
    if (run.kind === 'restore') return this.restores.reject(run.id);
    if (run.kind === 'playlist') return this.lists.reject(run.id);
    return this.proposals.reject(rejectedRun(run));
  }

  async cancel(id: string): Promise<RunDto> {
    const run = (await this.runs.cancel(id)) ?? (await this.refuse(id));
    this.logger.info('run cancelled', { run: id });
    return toRun(run);
  }

  /** Before a backend goes: nobody could carry out, or decide on, what it still has to do. */
  async dismissAll(backendId: number): Promise<void> {
    const active = await this.runs.active([backendId]);
    for (const { id, status } of active) {
      if (status === 'awaiting_approval') await this.end(await this.runs.get(id));
      else await this.runs.cancel(id);
    }
  }

  private async refuse(id: string): Promise<never> {
    const run = await this.runs.find(id);
    if (!run) throw missing('run', id);
    throw conflict('wrong-state', `The run is ${run.status.replace('_', ' ')}, so this is not possible.`);
  }
}

const rejectedRun = ({ id, identityId, backendId }: RunRecord): RejectedRun => ({
  runId: id,
  identityId,
  backendId,
});
