import { Injectable } from '@nestjs/common';
import { BackendError, type Library } from '#libs/backends';
import {
  Backends,
  Proposals,
  RunLocks,
  Runs,
  StaleCopies,
  type BackendRecord,
  type RunRecord,
} from '#libs/database';
import { type Contact, isWantedLibrary, ServerDirectory } from '#libs/directory';
import type { JobRun } from '#libs/queue';
import { Logger, TaskLog } from '#libs/runtime';
import { ImporterConfig } from '../importer.config.js';
import {
  PageImporter,
  type ImportedPage,
  type PageOccasion,
  type PageProgress,
} from '../pages/page-importer.js';
import type { PageMemory } from '../pages/page-memory.js';
import { PushBell } from '../pages/push-bell.js';
import { APPLY, readCursor, type ImportCursor } from './import-cursor.js';
import { tellEnd } from './import-end.js';
import { IncompleteRead, PageFailed, RunCancelled, toRunError, UnknownLibrary } from './import-failure.js';
import { HistoryTaker } from './history-taker.js';
import { ImportFinisher } from './import-finisher.js';
import { LibraryReader, type ReadPage } from './library-reader.js';

/** A run that kills its worker this often without getting on is not tried again. */
const MOST_ATTEMPTS = 10;

/** Each costs a request; the rest is left to the next import. */
const MOST_SUSPECTS = 100;

interface Reading {
  readonly run: RunRecord;
  readonly backend: BackendRecord;
  readonly contact: Contact;
  readonly signal: AbortSignal;
}

type ReadCursor = Extract<ImportCursor, { phase: 'read' }>;

/** Carries out an import: reads every library page by page, then hands over to the finisher. Goes on where it was killed. */
@Injectable()
export class RunImporter {
  constructor(
    private readonly runs: Runs,
    private readonly locks: RunLocks,
    private readonly backends: Backends,
    private readonly proposals: Proposals,
    private readonly stale: StaleCopies,
    private readonly directory: ServerDirectory,
    private readonly reader: LibraryReader,
    private readonly pages: PageImporter,
    private readonly finisher: ImportFinisher,
    private readonly history: HistoryTaker,
    private readonly bell: PushBell,
    private readonly config: ImporterConfig,
    private readonly taskLog: TaskLog,
    private readonly logger: Logger,
  ) {}

  /** Nothing is done when another worker is at it: that one ends the run. */
  async import(runId: string, job: Pick<JobRun, 'signal'>): Promise<void> {
    await this.locks.hold(runId, () => this.importAlone(runId, job));
  }

  private async importAlone(runId: string, job: Pick<JobRun, 'signal'>): Promise<void> {
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
        throw new IncompleteRead('The import was started again too often without getting on.');
      if (run.options.old) await this.history.take(run, backend, job.signal);
      else await this.work({ run, backend, signal: job.signal, contact: this.directory.contact(backend) });
    } catch (error) {
      await this.fail(run, backend, error);
    }
    tellEnd(this.taskLog, await this.runs.get(runId), this.isDirect(run));
  }

  private async work(reading: Reading): Promise<void> {
    const { run, backend } = reading;
    let cursor = readCursor(run.cursor);
    if (cursor.phase === 'read') {
      const { isComplete, hasNews } = await this.read(reading, cursor);
      // A server that was exchanged while it was read has not said what it seems to have said.
      if (hasNews) await reading.contact.client.validate();
      if (!isComplete)
        throw new IncompleteRead(
          'The library changed while it was read. What was read is kept; the next import decides the rest.',
        );
      if (hasNews && !run.dryRun && !run.options.libraries) await this.forgetReplaced(reading);
      cursor = APPLY;
      await this.runs.advance(run.id, { done: 0, counts: {}, requests: reading.contact.requests() }, cursor);
    }
    await this.finisher.finish(run, backend);
  }

  /**
   * A file that was replaced comes back under a new id; its old one goes, so that nothing is written to it. Absence
   * from a list proves nothing: the server is asked for each (M-22). What it does not answer waits for the next read.
   */
  private async forgetReplaced({ run, backend, contact, signal }: Reading): Promise<void> {
    const readAt = run.startedAt ?? run.createdAt;
    const gone: string[] = [];
    try {
      for (const remoteId of await this.stale.suspects(backend.id, readAt, MOST_SUSPECTS)) {
        signal.throwIfAborted();
        if ((await contact.client.find(remoteId)) === null) gone.push(remoteId);
      }
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.logger.warn('replaced files not looked for', { backend: backend.name, reason: error.key });
    }
    await this.stale.forget(backend, gone);
  }

  private async read(reading: Reading, start: ReadCursor): Promise<ReadCursor> {
    const { contact, backend, run } = reading;
    if (start.libraryId === null && start.finished.length === 0) {
      await this.proposals.drop(run.id);
      if (backend.clockAhead !== null) await this.backends.recordClock(backend.id, null);
    }
    await contact.client.validate();
    const libraries = await this.selected(reading);
    await this.runs.setTotal(run.id, await this.declared(contact, libraries));
    let cursor = start;
    for (const library of libraries) {
      if (cursor.finished.includes(library.id)) continue;
      cursor = await this.readLibrary(reading, library, cursor);
    }
    await this.backends.recordHealth(backend.id, null);
    return cursor;
  }

  private async selected({ contact, backend, run }: Reading): Promise<Library[]> {
    const libraries = await contact.client.libraries();
    if (libraries.length === 0) await this.mustBeNew(backend);
    const readable = libraries.filter(
      ({ id, supported }) => supported && isWantedLibrary(backend.options, id),
    );
    return chosenOf(readable, run.options.libraries);
  }

  /** Of a server that had titles before, an empty list is a failure and not the end of them all (I-5). */
  private async mustBeNew(backend: BackendRecord): Promise<void> {
    if (await this.stale.hasCopies(backend.id))
      throw new IncompleteRead('The server lists no libraries any more, so nothing was read or concluded.');
  }

  /** For the progress bar: one small request per library. */
  private async declared({ client }: Contact, libraries: readonly Library[]): Promise<number> {
    let total = 0;
    for (const library of libraries) total += (await client.page(library, { offset: 0, limit: 1 })).total;
    return total;
  }

  private async readLibrary(reading: Reading, library: Library, start: ReadCursor): Promise<ReadCursor> {
    const limit = reading.backend.options.LIBRARY_SEGMENT ?? this.config.WS_LIBRARY_SEGMENT;
    const memory = this.isDirect(reading.run)
      ? null
      : this.pages.memoryOf(occasion(reading, 0), { id: library.id, limit });
    let cursor: ReadCursor = {
      ...start,
      libraryId: library.id,
      offset: start.libraryId === library.id ? start.offset : 0,
    };
    let requestsTold = reading.contact.requests();
    try {
      for await (const read of this.reader.read(reading.contact.client, library, {
        offset: cursor.offset,
        limit,
        isSequential: reading.run.options.sync_requests ?? this.config.WS_HTTP_SYNC_REQUESTS,
        memory,
      })) {
        reading.signal.throwIfAborted();
        cursor = advance(cursor, library, read);
        const requests = reading.contact.requests();
        const progress = { ...told(read, memory), requests: requests - requestsTold, cursor };
        requestsTold = requests;
        const outcome = await this.take(read, occasion(reading, read.readAt), progress);
        await this.bell.ring(outcome.backendIds);
        if (outcome.isCancelAsked) throw new RunCancelled();
      }
    } catch (error) {
      throw error instanceof BackendError ? new PageFailed(library.title, cursor.offset, error) : error;
    }
    return cursor;
  }

  /** Each page is decoded and compared with the rows, whatever was read before (ADR 0011). */
  private isDirect({ options }: RunRecord): boolean {
    return (options.mapper ?? this.config.WS_MAPPER_IMPORT) === 'direct';
  }

  private take({ page, seen }: ReadPage, at: PageOccasion, progress: PageProgress): Promise<ImportedPage> {
    return seen ? this.pages.pass(seen, at, progress) : this.pages.import(page.items, at, progress);
  }

  /** An expected failure ends the run with a sentence; anything else is thrown, so that the job is tried again. */
  private async fail(run: RunRecord, backend: BackendRecord, error: unknown): Promise<void> {
    if (error instanceof RunCancelled) {
      await this.proposals.drop(run.id);
      return this.runs.finish(run.id, 'cancelled', null);
    }
    const told = toRunError(error);
    if (!told) throw error;
    this.logger.warn('import failed', { backend: backend.name, reason: told.key });
    await this.proposals.drop(run.id);
    await this.runs.finish(run.id, 'failed', told);
    if (error instanceof BackendError || error instanceof PageFailed)
      await this.backends.recordHealth(backend.id, told);
  }
}

/** All of them, or those that the run was limited to; a name that is not among them is a mistake. */
function chosenOf(libraries: readonly Library[], chosen: readonly string[] | undefined): Library[] {
  if (chosen === undefined) return [...libraries];
  const unknown = chosen.filter((id) => !libraries.some((library) => library.id === id));
  if (unknown.length > 0) throw new UnknownLibrary(unknown);
  return libraries.filter(({ id }) => chosen.includes(id));
}

function advance(cursor: ReadCursor, library: Library, { page, seen, offset, isLast }: ReadPage): ReadCursor {
  const reached = offset + page.received;
  const hasNews = cursor.hasNews || seen === null;
  if (!isLast) return { ...cursor, offset: reached, hasNews };
  return {
    phase: 'read',
    finished: [...cursor.finished, library.id],
    libraryId: null,
    offset: 0,
    isComplete: cursor.isComplete && reached === page.total,
    hasNews,
  };
}

const told = (
  { page, offset }: ReadPage,
  memory: PageMemory | null,
): Pick<PageProgress, 'received' | 'known'> => ({
  received: page.received,
  known:
    memory && page.mark !== null
      ? { ...memory.at(offset), mark: memory.markOf(page.mark), total: page.total }
      : null,
});

const occasion = ({ run, backend }: Reading, readAt: number): PageOccasion => ({
  backend,
  runId: run.id,
  cause: 'import',
  event: 'task.import',
  readAt,
  force: run.options.force === true,
  metadataOnly: run.mode === 'metadata-only',
  dryRun: run.dryRun,
  isTrusted: run.options.trust === true,
  unmarkLimits: null,
});
