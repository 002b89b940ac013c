import { Injectable } from '@nestjs/common';
import { BackendError } from '#libs/backends';
import { AppError } from '#libs/core';
import {
  Backends,
  ExportPlans,
  Proposals,
  RunLocks,
  Runs,
  type BackendRecord,
  type PlanWeight,
  type RunRecord,
} from '#libs/database';
import { ServerDirectory, urgently } from '#libs/directory';
import type { JobRun } from '#libs/queue';
import { Logger } from '#libs/runtime';
import { PLAN_START, readCursor, WRITE, type ExportCursor } from './export-cursor.js';
import { ExportImpossible, exportOff, RunCancelled, toRunError } from './export-failure.js';
import type { ExportWork } from './export-work.js';
import { ModeChooser } from './mode-chooser.js';
import { Planner } from './planner.js';
import { ReadFirst } from './read-first.js';
import { StateWriter } from './state-writer.js';

/** A run that kills its worker this often without getting on is not tried again. */
const MOST_ATTEMPTS = 10;

/** Key of a run that was carried through, with single writes that the server refused. */
export const WRITES_REFUSED = 'writes-refused';

type ExportJob = Pick<JobRun, 'signal' | 'isLastAttempt'>;

/** Carries out an export: read first where needed, plan, ask the guard, write. Goes on where it was killed. */
@Injectable()
export class RunExporter {
  constructor(
    private readonly runs: Runs,
    private readonly locks: RunLocks,
    private readonly backends: Backends,
    private readonly plans: ExportPlans,
    private readonly proposals: Proposals,
    private readonly directory: ServerDirectory,
    private readonly modes: ModeChooser,
    private readonly readFirst: ReadFirst,
    private readonly planner: Planner,
    private readonly writer: StateWriter,
    private readonly logger: Logger,
  ) {}

  /** Nothing is done when another worker is at it: that one ends the run. */
  async export(runId: string, job: ExportJob): Promise<void> {
    await this.locks.hold(runId, () => this.exportAlone(runId, job));
  }

  private async exportAlone(runId: string, job: ExportJob): Promise<void> {
    const run = await this.runs.start(runId);
    if (!run) return;
    const backend = run.backendId === null ? null : await this.backends.byId(run.backendId);
    if (!backend)
      return this.runs.finish(runId, 'failed', {
        key: 'backend-gone',
        message: 'The backend was deleted.',
        hint: null,
      });
    try {
      if (run.attempts > MOST_ATTEMPTS)
        throw new ExportImpossible(
          'no-progress',
          'The export was started again too often without getting on.',
          null,
        );
      await this.work({ run, backend, signal: job.signal, contact: this.directory.contact(backend) });
    } catch (error) {
      await this.fail(run, backend, { error, isLastAttempt: job.isLastAttempt });
    }
  }

  private async work(work: ExportWork): Promise<void> {
    const { backend } = work;
    // A rehearsal writes nothing, and would call a server that is away a success (scenario 86).
    if (work.run.dryRun) await work.contact.client.validate();
    const run = await this.modes.choose(work.run, backend);
    let cursor = readCursor(run.cursor) ?? (await this.begin(run, backend));
    if (cursor.phase === 'read') {
      await this.readFirst.wait(run, cursor.importRunId);
      cursor = PLAN_START;
    }
    // Read again: the import that came first has moved its dates.
    const target = { ...work, run, backend: (await this.backends.byId(backend.id)) ?? backend };
    const goOn = async (): Promise<void> => {
      if (cursor.phase === 'plan') await this.planner.plan(target, cursor);
      await this.carryOut(target);
    };
    // A push is what somebody has just watched: on the server it goes before imports and whole exports.
    await (run.mode === 'push' ? urgently(goOn) : goOn());
  }

  private async begin(run: RunRecord, backend: BackendRecord): Promise<ExportCursor> {
    return this.readFirst.isNeeded(run, backend) ? this.readFirst.begin(run, backend) : PLAN_START;
  }

  private async carryOut(work: ExportWork): Promise<void> {
    const { run, backend } = work;
    const weight = await this.planner.weigh(work);
    if (run.dryRun) {
      await this.rehearse(run, weight);
      return;
    }
    if (!backend.exportEnabled) throw exportOff(backend.name);
    // A push is no whole plan: what another run waits with is not in it.
    if (!run.isAutomatic) await this.proposals.supersede(backend.id, run.id);
    if (this.planner.mustAsk(work, weight)) {
      this.logger.warn('export awaits approval', { backend: backend.name });
      return this.runs.park(run.id);
    }
    await this.writer.writeAll(work);
    await this.finish(run, backend);
  }

  /** A rehearsal ends with the plan; its counts say what would be written. */
  private async rehearse(run: RunRecord, { played, unplayed, progress }: PlanWeight): Promise<void> {
    await this.runs.advance(run.id, { done: 0, counts: { played, unplayed, progress }, requests: 0 }, WRITE);
    await this.runs.finish(run.id, 'succeeded', null);
  }

  private async finish(run: RunRecord, backend: BackendRecord): Promise<void> {
    const { counts } = await this.runs.get(run.id);
    if (counts.failed > 0) {
      const message = `${counts.failed} of ${counts.failed + counts.updated + counts.skipped} writes were refused by the server.`;
      return this.runs.finish(run.id, 'failed', {
        key: WRITES_REFUSED,
        message,
        hint: 'The list of changes names each with its reason.',
      });
    }
    await this.backends.recordRun(backend, 'export', run.startedAt ?? run.createdAt);
    await this.backends.recordHealth(backend.id, null);
    await this.runs.finish(run.id, 'succeeded', null);
  }

  /** What may pass is tried again by the queue, and the plan waits; what may not ends the run with a sentence. */
  private async fail(
    run: RunRecord,
    backend: BackendRecord,
    { error, isLastAttempt }: { error: unknown; isLastAttempt: boolean },
  ): Promise<void> {
    if (error instanceof RunCancelled) {
      await this.plans.failRest(run.id, 'cancelled');
      return this.runs.finish(run.id, 'cancelled', null);
    }
    if (error instanceof BackendError) await this.backends.recordHealth(backend.id, error);
    if (!(error instanceof AppError) || isWorthAnotherTry(error, run, isLastAttempt)) throw error;
    this.logger.warn('export failed', { backend: backend.name, reason: error.key });
    if (run.isAutomatic) await this.plans.reopen(run.id);
    else await this.plans.giveUpRest(run.id, error.key);
    await this.runs.finish(run.id, 'failed', toRunError(error));
  }
}

/**
 * A stated time costs the job no attempt, so the run's own are counted: a server may ask to wait for ever. Who rehearses
 * waits for the answer, so a server that is away is one.
 */
export function isWorthAnotherTry({ remedy }: AppError, run: RunRecord, isLastAttempt: boolean): boolean {
  if (run.dryRun) return false;
  if (remedy.retry === 'at') return run.attempts < MOST_ATTEMPTS;
  return remedy.retry === 'soon' && !isLastAttempt;
}
