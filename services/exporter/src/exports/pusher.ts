import { Injectable } from '@nestjs/common';
import { Backends, ExportPlans, Runs, type BackendRecord } from '#libs/database';
import { DirectoryConfig, exportPermissions } from '#libs/directory';
import type { JobRun } from '#libs/queue';
import { targetOf } from './export-work.js';
import { planned } from './planner.js';
import { RunExporter, WRITES_REFUSED } from './run-exporter.js';
import { WRITE } from './export-cursor.js';

/** More than this in one push is taken by the next one. */
const MOST_AT_ONCE = 1_000;

/** The quick way out for few changes: turns a backend's open intents into a run and carries it out. */
@Injectable()
export class Pusher {
  constructor(
    private readonly backends: Backends,
    private readonly plans: ExportPlans,
    private readonly runs: Runs,
    private readonly exporter: RunExporter,
    private readonly directory: DirectoryConfig,
  ) {}

  async push(backendId: number, job: Pick<JobRun, 'signal' | 'isLastAttempt'>): Promise<void> {
    // A push that was killed is finished before another begins, or ended when nothing may be written any more.
    for (const { id } of await this.runs.activePushes(backendId)) await this.exporter.export(id, job);
    const backend = await this.backends.byId(backendId);
    if (!backend?.exportEnabled) return;
    for (let runId = await this.take(backend); runId !== null; runId = await this.take(backend)) {
      await this.exporter.export(runId, job);
      if (await this.isPutOff(runId)) return;
    }
  }

  /** What a server does not take now waits a while: it would not take the next one either. */
  private async isPutOff(runId: string): Promise<boolean> {
    const { status, error } = await this.runs.get(runId);
    return status === 'failed' && error?.key !== WRITES_REFUSED;
  }

  /** A run with the plan of the open intents; null when there is nothing to write. */
  private async take(backend: BackendRecord): Promise<string | null> {
    const may = exportPermissions(backend, {
      ignoreDate: false,
      rewatchThresholdS: this.directory.WS_PROGRESS_THRESHOLD,
    });
    return this.plans.takeOpen(
      targetOf(backend),
      { identityId: backend.identityId, backendName: backend.name, cursor: WRITE, limit: MOST_AT_ONCE },
      (copies) => planned(copies, may).writes,
    );
  }
}
