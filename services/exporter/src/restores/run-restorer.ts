import { Injectable } from '@nestjs/common';
import { BackendError } from '#libs/backends';
import { AppError, mustAsk } from '#libs/core';
import {
  Backends,
  Restores,
  RunLocks,
  Runs,
  type BackendRecord,
  type RestoreWeight,
  type RunRecord,
} from '#libs/database';
import { guardLimits, ServerDirectory } from '#libs/directory';
import type { JobRun } from '#libs/queue';
import { Logger } from '#libs/runtime';
import { ExportImpossible, ReadUnderWay, RunCancelled, toRunError } from '../exports/export-failure.js';
import { isWorthAnotherTry } from '../exports/run-exporter.js';
import { ExporterConfig } from '../exporter.config.js';
import { BackupStager } from './backup-stager.js';
import { readCursor, type RestoreCursor, type WriteCursor } from './restore-cursor.js';
import { RestorePlanner } from './restore-planner.js';
import { RestoreWriter } from './restore-writer.js';
import type { RestoreWork } from './restore-work.js';

const LOOK_AGAIN_MS = 1_000;

type RestoreJob = Pick<JobRun, 'signal' | 'isLastAttempt'>;

/** Brings a backend to what a backup says: reads the file, plans against the target of now, asks the guard, writes. */
@Injectable()
export class RunRestorer {
  constructor(
    private readonly runs: Runs,
    private readonly locks: RunLocks,
    private readonly backends: Backends,
    private readonly restores: Restores,
    private readonly directory: ServerDirectory,
    private readonly stager: BackupStager,
    private readonly planner: RestorePlanner,
    private readonly writer: RestoreWriter,
    private readonly config: ExporterConfig,
    private readonly logger: Logger,
  ) {}

  /** Nothing is done when another worker is at it: that one ends the run. */
  async restore(runId: string, job: RestoreJob): Promise<void> {
    await this.locks.hold(runId, () => this.restoreAlone(runId, job));
  }

  private async restoreAlone(runId: string, job: RestoreJob): Promise<void> {
    const run = await this.runs.start(runId);
    if (!run) return;
    const options = run.options.restore;
    if (!options) throw new Error(`run ${runId} does not say what to restore`);
    const backend = run.backendId === null ? null : await this.backends.byId(run.backendId);
    if (!backend)
      return this.runs.finish(runId, 'failed', {
        key: 'backend-gone',
        message: 'The backend was deleted.',
        hint: null,
      });
    try {
      await this.work({
        run,
        options,
        backend,
        signal: job.signal,
        contact: this.directory.contact(backend),
      });
    } catch (error) {
      await this.fail(run, backend, { error, isLastAttempt: job.isLastAttempt });
    }
  }

  private async work(work: RestoreWork): Promise<void> {
    let cursor: RestoreCursor = readCursor(work.run.cursor);
    if (cursor.phase === 'begin') {
      await this.awaitBackup(work);
      const findings = await this.stager.stage(work);
      cursor = { phase: 'plan', ...findings, finished: [], libraryId: null, offset: 0 };
      await this.runs.advance(work.run.id, { done: 0, counts: {}, requests: 0 }, cursor);
    }
    if (cursor.phase === 'plan') {
      await this.planner.plan(work, cursor);
      cursor = readCursor((await this.runs.get(work.run.id)).cursor);
    }
    if (cursor.phase !== 'write') throw new Error('the plan of a restore did not end');
    await this.carryOut(work, cursor);
  }

  /** The backup of the target that comes first (B-17); without it nothing is written. */
  private async awaitBackup({ run, options }: RestoreWork): Promise<void> {
    if (options.backupRunId === undefined) return;
    const backup = await this.runs.find(options.backupRunId);
    if (backup?.status === 'succeeded') return;
    if (backup?.status === 'queued' || backup?.status === 'running') {
      await this.runs.advance(run.id, { done: 0, counts: {}, requests: 0 }, { phase: 'begin' });
      throw new ReadUnderWay(new Date(Date.now() + LOOK_AGAIN_MS));
    }
    throw notBackedUp(backup);
  }

  private async carryOut(work: RestoreWork, cursor: WriteCursor): Promise<void> {
    const { run, backend } = work;
    const weight = await this.planner.weigh(work);
    if (run.dryRun) return this.rehearse(run, weight, cursor);
    if (this.isTooMuch(run, weight)) {
      this.logger.warn('restore awaits approval', { backend: backend.name });
      return this.runs.park(run.id);
    }
    await this.writer.writeAll(work, cursor);
    const { counts } = await this.runs.get(run.id);
    await this.backends.recordHealth(backend.id, null);
    await this.runs.finish(
      run.id,
      counts.failed > 0 ? 'failed' : 'succeeded',
      counts.failed > 0 ? refused(counts.failed) : null,
    );
  }

  private async rehearse(
    run: RunRecord,
    { played, unplayed, progress }: RestoreWeight,
    cursor: WriteCursor,
  ): Promise<void> {
    await this.runs.advance(run.id, { done: 0, counts: { played, unplayed, progress }, requests: 0 }, cursor);
    await this.runs.finish(run.id, 'succeeded', null);
  }

  private isTooMuch({ isApproved }: RunRecord, { unplayed, watched }: RestoreWeight): boolean {
    return !isApproved && mustAsk({ unmarks: unplayed, watched }, guardLimits(this.config));
  }

  private async fail(
    run: RunRecord,
    backend: BackendRecord,
    { error, isLastAttempt }: { error: unknown; isLastAttempt: boolean },
  ): Promise<void> {
    if (error instanceof RunCancelled) {
      await this.restores.failRest(run.id, 'cancelled');
      await this.restores.forgetEntries(run.id);
      return this.runs.finish(run.id, 'cancelled', null);
    }
    if (error instanceof BackendError) await this.backends.recordHealth(backend.id, error);
    if (!(error instanceof AppError) || isWorthAnotherTry(error, run, isLastAttempt)) throw error;
    this.logger.warn('restore failed', { backend: backend.name, reason: error.key });
    await this.restores.failRest(run.id, error.key);
    await this.restores.forgetEntries(run.id);
    await this.runs.finish(run.id, 'failed', toRunError(error));
  }
}

const notBackedUp = (backup: RunRecord | null): ExportImpossible =>
  new ExportImpossible(
    'not-backed-up',
    `The backend could not be backed up first: ${backup?.error?.message ?? 'its backup was stopped.'}`,
    backup?.error?.hint ?? 'Look at that backup, then restore again.',
  );

const refused = (failed: number) => ({
  key: 'writes-refused',
  message: `${failed} writes were refused by the server.`,
  hint: 'The list of changes names each with its reason. The restore can be started again; what is done is left alone.',
});
