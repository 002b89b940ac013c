import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/core';
import { Backends, PlaylistWrites, RunLocks, Runs, type RunRecord } from '#libs/database';
import { isSource, ServerDirectory } from '#libs/directory';
import type { JobRun } from '#libs/queue';
import { Logger } from '#libs/runtime';
import { ExportImpossible, RunCancelled, toRunError } from '../exports/export-failure.js';
import { isWorthAnotherTry, WRITES_REFUSED } from '../exports/run-exporter.js';
import { PlaylistPlanner } from './playlist-planner.js';
import { PlaylistWriter } from './playlist-writer.js';
import { readCursor, type Party, type PlaylistCursor, type PlaylistWork } from './playlist-work.js';

/** A run that kills its worker this often without getting on is not tried again. */
const MOST_ATTEMPTS = 10;

/** Key of a run that left out backends because they could not be read. */
const PARTLY_READ = 'partly-read';

type PlaylistJob = Pick<JobRun, 'signal' | 'isLastAttempt'>;

/** Makes the playlists of one person the same on all backends: reads, decides, asks the guard, writes (PL-1 to PL-10). */
@Injectable()
export class RunPlaylistSyncer {
  constructor(
    private readonly runs: Runs,
    private readonly locks: RunLocks,
    private readonly backends: Backends,
    private readonly writes: PlaylistWrites,
    private readonly directory: ServerDirectory,
    private readonly planner: PlaylistPlanner,
    private readonly writer: PlaylistWriter,
    private readonly logger: Logger,
  ) {}

  /** Nothing is done when another worker is at it: that one ends the run. */
  async sync(runId: string, job: PlaylistJob): Promise<void> {
    await this.locks.hold(runId, () => this.syncAlone(runId, job));
  }

  private async syncAlone(runId: string, job: PlaylistJob): Promise<void> {
    const run = await this.runs.start(runId);
    if (!run) return;
    try {
      if (run.attempts > MOST_ATTEMPTS)
        throw new ExportImpossible('no-progress', 'It was started again too often without getting on.', null);
      const parties = await this.partiesOf(run);
      await this.work({ run, parties, signal: job.signal }, job);
    } catch (error) {
      await this.fail(run, error, job.isLastAttempt);
    }
  }

  private async partiesOf({ identityId, options }: RunRecord): Promise<readonly Party[]> {
    const all = await this.backends.list(identityId);
    return all
      .filter(({ name }) => options.backends?.includes(name) ?? true)
      .map((backend) => ({
        backend,
        contact: this.directory.contact(backend),
        isSource: isSource(backend),
        isTarget: backend.exportEnabled,
      }))
      .filter((party) => party.isSource || party.isTarget);
  }

  private async work(work: PlaylistWork, job: PlaylistJob): Promise<void> {
    const { run } = work;
    const cursor = readCursor(run.cursor) ?? (await this.begin(work, job));
    if (run.dryRun) return this.finish(work, cursor);
    await this.writes.supersede(run.identityId, run.id);
    if (cursor.mustAsk && !run.isApproved) {
      this.logger.warn('playlists await approval', { identity: run.identityName });
      return this.runs.park(run.id);
    }
    await this.writer.writeAll(work, { cursor, isLastAttempt: job.isLastAttempt });
    await this.finish(work, cursor);
  }

  private async begin(work: PlaylistWork, { isLastAttempt }: PlaylistJob): Promise<PlaylistCursor> {
    if (!work.run.dryRun) await this.writer.finishLeftovers(work, { cursor: null, isLastAttempt });
    return this.planner.plan(work);
  }

  private async finish({ run, parties }: PlaylistWork, { unread }: PlaylistCursor): Promise<void> {
    const { counts } = await this.runs.get(run.id);
    if (counts.failed > 0)
      return this.runs.finish(run.id, 'failed', {
        key: WRITES_REFUSED,
        message: `${counts.failed} of the changes of playlists were refused or came to nothing.`,
        hint: 'The list of changes names each with its reason.',
      });
    if (!run.dryRun)
      await this.writes.noteWritten(
        parties
          .filter(({ isTarget, backend }) => isTarget && !unread.includes(backend.name))
          .map(({ backend }) => backend.id),
      );
    if (unread.length === 0) return this.runs.finish(run.id, 'succeeded', null);
    await this.runs.finish(run.id, 'failed', {
      key: PARTLY_READ,
      message: `The playlists of ${unread.join(', ')} could not be read, so they were left as they are; the others are done.`,
      hint: 'Look at the health of those backends; the next run goes on.',
    });
  }

  /** What may pass is tried again by the queue, and the plan waits; what may not ends the run with a sentence. */
  private async fail(run: RunRecord, error: unknown, isLastAttempt: boolean): Promise<void> {
    if (error instanceof RunCancelled) {
      await this.writes.dropRest(run.id, 'cancelled');
      return this.runs.finish(run.id, 'cancelled', null);
    }
    if (!(error instanceof AppError) || isWorthAnotherTry(error, run, isLastAttempt)) throw error;
    this.logger.warn('playlists not synchronised', { identity: run.identityName, reason: error.key });
    await this.writes.dropRest(run.id, error.key);
    await this.runs.finish(run.id, 'failed', toRunError(error));
  }
}
