import { Injectable } from '@nestjs/common';
import { BackupDraft, BackupShelf } from '#libs/archive';
import { BackendError } from '#libs/backends';
import { AppError, backupName } from '#libs/core';
import { Backends, RunLocks, Runs, type BackendRecord, type RunError, type RunRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import type { JobRun } from '#libs/queue';
import { DataFolder, Logger } from '#libs/runtime';
import { RunCancelled, toRunError } from '../imports/import-failure.js';
import { BackupReader, type BackupWork } from './backup-reader.js';

/** Writes a backup of one backend. It is one read from start to end: when it is interrupted it begins anew. */
@Injectable()
export class RunBackuper {
  private readonly shelf: BackupShelf;

  constructor(
    private readonly runs: Runs,
    private readonly locks: RunLocks,
    private readonly backends: Backends,
    private readonly directory: ServerDirectory,
    private readonly reader: BackupReader,
    folder: DataFolder,
    private readonly logger: Logger,
  ) {
    this.shelf = new BackupShelf(folder.backup);
  }

  async backUp(runId: string, job: Pick<JobRun, 'signal'>): Promise<void> {
    await this.locks.hold(runId, () => this.backUpAlone(runId, job));
  }

  private async backUpAlone(runId: string, { signal }: Pick<JobRun, 'signal'>): Promise<void> {
    const run = await this.runs.start(runId);
    if (!run) return;
    const backend = run.backendId === null ? null : await this.backends.byId(run.backendId);
    if (!backend) return this.runs.finish(runId, 'failed', GONE);
    const name = nameOf(run, backend);
    if (name === null) return this.runs.finish(runId, 'failed', BAD_NAME);
    const work = { run, backend, signal, contact: this.directory.contact(backend) };
    await (run.dryRun ? this.rehearse(work) : this.write(work, new BackupDraft(this.shelf, name)));
  }

  /** Reads everything and writes no file (B-7). */
  private async rehearse(work: BackupWork): Promise<void> {
    try {
      for await (const page of this.reader.pages(work)) if (page.length > 0) work.signal.throwIfAborted();
      await this.runs.finish(work.run.id, 'succeeded', null);
    } catch (error) {
      await this.endBroken(work, error, null);
    }
  }

  private async write(work: BackupWork, draft: BackupDraft): Promise<void> {
    try {
      const failure = await draft.write(this.reader.pages(work));
      if (failure !== null) await this.endBroken(work, failure, draft);
      else if (draft.entries === 0) await this.runs.finish(work.run.id, 'failed', EMPTY);
      else await this.endWell(work, draft);
    } finally {
      // Nothing is left of it where it has found its place.
      await draft.discard();
    }
  }

  private async endWell({ run, backend }: BackupWork, draft: BackupDraft): Promise<void> {
    await draft.keep();
    await this.shelf.prune(new Date());
    this.logger.info('backup written', {
      backend: backend.name,
      file: draft.name,
      entries: draft.entries,
    });
    await this.runs.finish(run.id, 'succeeded', null);
  }

  /** What was read before a failure is kept apart, so that nobody takes it for the whole (B-5). */
  private async endBroken(
    { run, backend }: BackupWork,
    error: unknown,
    draft: BackupDraft | null,
  ): Promise<void> {
    if (error instanceof RunCancelled) return this.runs.finish(run.id, 'cancelled', null);
    const told = toRunError(error);
    if (!told || !(error instanceof AppError)) throw error;
    const isKept = draft !== null && draft.entries > 0;
    if (isKept) await draft.keepAsPartial();
    this.logger.warn('backup failed', { backend: backend.name, reason: told.key });
    if (error instanceof BackendError) await this.backends.recordHealth(backend.id, told);
    const rest = isKept ? ` What was read is in ${draft.name}.partial.` : '';
    await this.runs.finish(run.id, 'failed', { ...told, message: `${told.message}${rest}` });
  }
}

const nameOf = (run: RunRecord, backend: BackendRecord): string | null => {
  const { keep = false, compress = true, file } = run.options.backup ?? {};
  return backupName({
    user: run.identityName,
    backend: backend.name,
    at: run.createdAt,
    keep,
    compress,
    ...(file === undefined ? {} : { template: file }),
  });
};

const GONE: RunError = { key: 'backend-gone', message: 'The backend was deleted.', hint: null };
const BAD_NAME: RunError = {
  key: 'bad-name',
  message: 'A backup cannot have this name.',
  hint: 'Use letters, digits, dots, dashes and underscores.',
};
const EMPTY: RunError = {
  key: 'nothing-to-back-up',
  message: 'The server lists no movies and no episodes, so no file was written.',
  hint: 'Look at the libraries of the backend, and at those that it is told to ignore.',
};
