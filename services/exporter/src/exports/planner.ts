import { Injectable } from '@nestjs/common';
import {
  addTallies,
  believedShown,
  mustAsk,
  planExport,
  stateOf,
  type ExportPermissions,
  type Tally,
} from '#libs/core';
import { ExportPlans, Runs, type PlannedWrite, type PlanWeight, type TargetCopy } from '#libs/database';
import { DirectoryConfig, exportPermissions, guardLimits } from '#libs/directory';
import { ExporterConfig } from '../exporter.config.js';
import { WRITE, type ExportCursor } from './export-cursor.js';
import { targetOf, type ExportWork } from './export-work.js';
import { RunCancelled } from './export-failure.js';

const PAGE = 1_000;

type PlanCursor = Extract<ExportCursor, { phase: 'plan' }>;

/** Compares all that is known of a backend with the truth, page by page, and stores the plan. Writes nothing outside. */
@Injectable()
export class Planner {
  constructor(
    private readonly plans: ExportPlans,
    private readonly runs: Runs,
    private readonly config: ExporterConfig,
    private readonly directory: DirectoryConfig,
  ) {}

  async plan({ run, backend, signal }: ExportWork, start: PlanCursor): Promise<void> {
    const may = exportPermissions(backend, {
      ignoreDate: run.options.ignore_date === true,
      rewatchThresholdS: this.directory.WS_PROGRESS_THRESHOLD,
    });
    let after = start.after;
    for (;;) {
      signal.throwIfAborted();
      const copies = await this.plans.candidates(targetOf(backend), {
        after,
        limit: PAGE,
        all: may.ignoreDate,
        changedSince: run.mode === 'push' ? backend.exportLastSync : null,
        refusedToo: run.options.force === true,
      });
      const last = copies.at(-1);
      const isEnd = last === undefined || copies.length < PAGE;
      after = last ?? after;
      const { writes, tally } = planned(copies, may);
      const step = { done: 0, requests: 0, counts: { skipped: copies.length - writes.length }, tally };
      const isCancelAsked = await this.plans.add(run.id, backend.id, {
        writes,
        step,
        cursor: isEnd ? WRITE : { phase: 'plan', after: { remoteId: after.remoteId, part: after.part } },
      });
      if (isCancelAsked) throw new RunCancelled();
      if (isEnd) break;
    }
  }

  /** What the plan comes to; the run is told how much there is to do. */
  async weigh({ run }: ExportWork): Promise<PlanWeight> {
    const weight = await this.plans.weigh(run.id, run.identityId);
    await this.runs.setTotal(run.id, weight.writes);
    return weight;
  }

  /**
   * Whether a person must agree first (contract 5.8). A push that a change caused does not ask once more about what was
   * approved as that change; whoever starts an export compares more than that, and is asked.
   */
  mustAsk({ run }: ExportWork, { unplayed, agreed, watched }: PlanWeight): boolean {
    const unmarks = run.isAutomatic ? unplayed - agreed : unplayed;
    return !run.isApproved && mustAsk({ unmarks, watched }, guardLimits(this.config));
  }
}

/** What is planned for copies, on the strength of what we believe they show; the write itself looks again. */
export function planned(
  copies: readonly TargetCopy[],
  may: ExportPermissions,
): { readonly writes: readonly PlannedWrite[]; readonly tally: Tally } {
  const writes: PlannedWrite[] = [];
  const tallies: Tally[] = [];
  for (const { remoteId, part, itemId, truth, knowledge } of copies) {
    const shown = believedShown(knowledge);
    const step = planExport(truth, shown, may);
    const before = { watched: shown.watched, positionMs: shown.positionMs };
    if (step.kind === 'write')
      writes.push({ remoteId, part, itemId, rule: step.rule, before, after: step.state });
    if (step.kind === 'skip') tallies.push({ [`skipped.${step.because}`]: 1 });
  }
  return { writes, tally: addTallies(...tallies) };
}

/** What a server that takes a date is told: when it was watched, where it was left, or when it was decided. */
export function writeDate({ truth }: TargetCopy): number | null {
  const { watched, positionMs } = stateOf(truth);
  const isFirstViewing = watched && positionMs === 0;
  return (isFirstViewing ? truth.playedAt : truth.positionAt) ?? truth.decidedAt;
}
