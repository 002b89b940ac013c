import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { BackendError, type Library } from '#libs/backends';
import { Backends, type IdentityRecord, Identities, RunLocks, type RunRecord, Runs } from '#libs/database';
import { Logger } from '#libs/runtime';
import { LibraryFinder } from '../backends/scans/library-finder.js';
import { StaleFinder } from '../backends/scans/stale-finder.js';
import { ApiProblem } from '../http/api-problem.js';

const LOOK_EVERY_MS = 15_000;
const SILENT_SECONDS = 60;

/** Where a killed run goes on: the libraries that are done. */
interface Cursor {
  readonly done: readonly string[];
}

class Stopped extends Error {}

/**
 * Looks through the libraries of a backend for references whose item is gone, and archives what is provably so. A run of
 * its own, one at a time for a backend; one whose process died goes on in another.
 */
@Injectable()
export class RunValidator implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly runs: Runs,
    private readonly locks: RunLocks,
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly libraries: LibraryFinder,
    private readonly stale: StaleFinder,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Takes up what nobody works on any more. */
  async look(): Promise<void> {
    try {
      for (const { id } of await this.runs.lost('validate', SILENT_SECONDS)) await this.validate(id);
    } catch (error) {
      this.logger.debug('lost validations put off', { error });
    }
  }

  /** Ends with the run. Nothing is done when somebody else is at it. */
  async validate(runId: string): Promise<void> {
    try {
      await this.locks.hold(runId, () => this.validateAlone(runId));
    } catch (error) {
      // The run stays as it is, and is taken up again.
      this.logger.warn('validation put off', { run: runId, error });
    }
  }

  private async validateAlone(runId: string): Promise<void> {
    const run = await this.runs.start(runId);
    if (!run) return;
    try {
      await this.sweepAll(run);
      await this.runs.finish(runId, 'succeeded', null);
    } catch (error) {
      if (error instanceof Stopped) return this.runs.finish(runId, 'cancelled', null);
      const told = wordsOf(error);
      if (!told) throw error;
      this.logger.warn('validation failed', { run: runId, backend: run.backendName, reason: told.key });
      await this.runs.finish(runId, 'failed', told);
    }
  }

  private async sweepAll(run: RunRecord): Promise<void> {
    const identity = await this.identities.find(run.identityName);
    const backend = run.backendId === null ? null : await this.backends.byId(run.backendId);
    if (!identity || !backend) throw new ApiProblem(404, 'backend-gone', 'The backend was deleted.');
    const { libraries } = await this.libraries.readable(identity, { name: backend.name });
    await this.runs.setTotal(run.id, libraries.length);
    const done = readCursor(run.cursor);
    for (const library of libraries.filter(({ id }) => !done.includes(id))) {
      await this.sweep(run, { identity, library, done });
      done.push(library.id);
    }
  }

  private async sweep(
    run: RunRecord,
    place: { readonly identity: IdentityRecord; readonly library: Library; readonly done: readonly string[] },
  ): Promise<void> {
    const { identity, library, done } = place;
    const name = run.backendName ?? '';
    const how = { dryRun: run.dryRun, force: run.options.force === true };
    const { local, stale, removed } = await this.stale.sweep(identity, { name, libraryId: library.id }, how);
    const step = {
      ...{ done: 1, requests: 0 },
      counts: { unchanged: local - stale, updated: removed, skipped: stale - removed },
    };
    const cursor: Cursor = { done: [...done, library.id] };
    if (await this.runs.advance(run.id, step, cursor)) throw new Stopped();
    this.logger.info('library validated', {
      run: run.id,
      backend: name,
      library: library.title,
      stale,
      removed,
    });
  }
}

function readCursor(stored: unknown): string[] {
  const done: unknown = typeof stored === 'object' && stored !== null && 'done' in stored ? stored.done : [];
  return Array.isArray(done) ? done.filter((id) => typeof id === 'string') : [];
}

function wordsOf(error: unknown): { key: string; message: string; hint: string | null } | null {
  if (error instanceof BackendError) return { key: error.key, message: error.message, hint: error.hint };
  return error instanceof ApiProblem ? { key: error.key, message: error.message, hint: null } : null;
}
